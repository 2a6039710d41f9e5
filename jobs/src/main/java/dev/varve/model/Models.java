package dev.varve.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.VarveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Evaluates the Spark SQL of dimensions and facts over tables that are given by name. */
public final class Models {
    private final SparkSession spark;

    public Models(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * The rows of a model.
     *
     * @param name the dimension or fact, for messages
     * @param sql its model
     * @param tables what each table name stands for; only those that the text mentions are asked for
     * @param required columns that the model must yield
     * @throws VarveException (usage) if the model is no valid SQL or lacks a column
     */
    public Dataset<Row> evaluate(
            String name, String sql, Map<String, Supplier<Dataset<Row>>> tables, List<String> required) {
        List<String> views = new ArrayList<>();
        String text = sql.toLowerCase(Locale.ROOT);
        try {
            tables.forEach((table, rows) -> {
                if (text.contains(table.toLowerCase(Locale.ROOT))) {
                    rows.get().createOrReplaceTempView(LakeRow.quote(table));
                    views.add(table);
                }
            });
            Dataset<Row> result = spark.sql(sql);
            checkColumns(name, List.of(result.columns()), required);
            return result;
        } catch (Exception e) {
            throw explained(name, e);
        } finally {
            views.forEach(view -> spark.catalog().dropTempView(view));
        }
    }

    /**
     * Makes sure that a model yields each key once.
     *
     * @throws VarveException (refused) if a key is NULL or occurs twice
     */
    static void checkKeys(String name, Dataset<Row> rows, List<String> key) {
        Column isNull = key.stream()
                .map(column -> col(LakeRow.quote(column)).isNull())
                .reduce(Column::or)
                .orElseThrow();
        Row facts = rows.groupBy(LakeRow.quoted(key))
                .agg(count(lit(1)).as("n"))
                .agg(
                        sum(when(isNull, col("n"))),
                        sum(when(isNull.or(col("n").equalTo(1)), 0L).otherwise(1L)),
                        max(when(col("n").gt(1), to_json(struct(LakeRow.quoted(key))))))
                .head();
        Optional<Long> nulls = Optional.ofNullable((Long) facts.get(0));
        Optional<Long> duplicates = Optional.ofNullable((Long) facts.get(1)).filter(n -> n > 0);
        if (nulls.isPresent()) {
            throw VarveException.refused("Cannot load " + name + ": its model yields " + nulls.get()
                    + " rows with a NULL in the key " + key + ". Correct the model. Nothing was loaded.");
        }
        if (duplicates.isPresent()) {
            throw VarveException.refused("Cannot load " + name + ": its model yields " + duplicates.get() + " keys of "
                    + key + " more than once, for example " + facts.getString(2)
                    + ". Correct the model. Nothing was loaded.");
        }
    }

    private static void checkColumns(String name, List<String> columns, List<String> required) {
        for (String column : required) {
            if (!columns.contains(column)) {
                throw VarveException.usage("Cannot use the model of " + name + ": it yields " + columns + " and lacks '"
                        + column + "'. Correct the model.");
            }
        }
    }

    private static RuntimeException explained(String name, Exception e) {
        if (e instanceof AnalysisException) {
            String reason = String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> !line.isBlank()) // a syntax error's message starts with an empty one
                    .findFirst()
                    .orElse("invalid SQL");
            return VarveException.usage("Cannot use the model of " + name + ": " + reason + " Correct the model.");
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
}
