package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives a rebuild the rows of each manifest, in order, and hears what they did. */
public interface Replay {
    /** The rows by warehouse table; a table without rows is absent. */
    Map<String, Dataset<Row>> rows(Manifest manifest);

    /** A manifest was applied, and will be seen if all are. An exception ends the rebuild. */
    void applied(Manifest manifest, List<LoadCounts> counts);
}
