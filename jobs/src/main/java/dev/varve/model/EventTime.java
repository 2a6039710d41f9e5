package dev.varve.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_utc_timestamp;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.VarveException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The event time of facts as an instant: a zone-less one is read in the zone that the fact declares. */
public final class EventTime {
    private EventTime() {}

    /**
     * A fact's rows with an instant for an event time.
     *
     * @throws VarveException (usage) if the event time is zone-less and no zone is declared, or is no time at all
     */
    public static Dataset<Row> asInstant(Fact fact, Dataset<Row> rows) {
        DataType type = rows.schema().apply(fact.eventTime()).dataType();
        if (type.equals(DataTypes.TimestampType)) {
            return rows;
        }
        if (!type.equals(DataTypes.TimestampNTZType) && !type.equals(DataTypes.DateType)) {
            throw VarveException.usage("Cannot use " + fact.eventTime() + " as the event time of " + fact.name()
                    + ": the model yields it as " + type.simpleString() + ". Cast it to a timestamp in the model.");
        }
        String zone = fact.zone()
                .orElseThrow(() -> VarveException.usage("Cannot use " + fact.eventTime() + " as the event time of "
                        + fact.name() + ": " + type.simpleString()
                        + " has no zone. Declare the zone that the source writes it in, such as zone: UTC."))
                .getId();
        String name = fact.eventTime();
        return rows.withColumn(name, to_utc_timestamp(col(LakeRow.quote(name)).cast("timestamp"), zone));
    }
}
