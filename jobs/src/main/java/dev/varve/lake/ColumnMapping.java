package dev.varve.lake;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;

/**
 * Delta takes a column name with a space or one of {@code ,;{}()=} only in a table that maps its columns by name. Such a
 * table asks for reader version 2, so only those that need it are made so.
 */
final class ColumnMapping {
    private static final Pattern NEEDS_MAPPING = Pattern.compile("[ ,;{}()\n\t=]");

    private ColumnMapping() {}

    /** What to tell the writer that creates a table of this schema. */
    static Map<String, String> options(StructType schema) {
        return isNeeded(schema) ? Map.of("delta.columnMapping.mode", "name") : Map.of();
    }

    private static boolean isNeeded(StructType schema) {
        return Arrays.stream(schema.fields())
                .anyMatch(field -> NEEDS_MAPPING.matcher(field.name()).find()
                        || (field.dataType() instanceof StructType nested && isNeeded(nested)));
    }
}
