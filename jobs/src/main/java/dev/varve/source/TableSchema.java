package dev.varve.source;

import dev.varve.pipeline.VarveException;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a source table at a read, in the source's order.
 *
 * @param table as the source spells it
 * @param columns all of them, invisible and generated ones too
 */
public record TableSchema(String table, List<Column> columns) {
    public TableSchema {
        columns = List.copyOf(columns);
    }

    /** The rows' type in Spark; every column may be NULL. */
    public StructType struct() {
        StructType struct = new StructType();
        for (Column column : columns) {
            struct = struct.add(column.name(), DataType.fromDDL(column.lakeType()), true);
        }
        return struct;
    }

    /**
     * The column of that name.
     *
     * @throws VarveException (usage) that lists the columns there are
     */
    public Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> VarveException.usage("Cannot read table " + table + ": it has no column '" + name
                        + "' (it has " + columns.stream().map(Column::name).toList()
                        + "). Correct the pipeline file."));
    }
}
