package dev.varve.model;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.VarveException;
import dev.varve.pipeline.WarehouseName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Evaluates the Spark SQL of dimensions and facts over tables that are given by name. */
public final class Models {
    /** What stands before Spark's own words, such as {@code [UNRESOLVED_COLUMN.WITH_SUGGESTION]}. */
    private static final Pattern ERROR_CLASS = Pattern.compile("^\\[[A-Z0-9_.]+] ");

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
     * @throws VarveException (usage) if the model is no valid SQL, lacks a column, or is no function of the tables
     */
    public Dataset<Row> evaluate(
            String name, String sql, Map<String, Supplier<Dataset<Row>>> tables, List<String> required) {
        Map<String, Dataset<Row>> mentioned = new HashMap<>();
        tables.forEach((table, rows) -> {
            if (mentions(sql, table)) {
                mentioned.put(table, rows.get());
            }
        });
        Dataset<Row> result = analyse(name, sql, mentioned);
        Determinism.require(name, sql, result.queryExecution().analyzed());
        checkColumns(name, List.of(result.columns()), required);
        return result;
    }

    /** Whether a model's text has a table's name in it as a whole word; it may mean something else by it. */
    public static boolean mentions(String sql, String table) {
        String word = "(?<![\\p{Alnum}_])" + Pattern.quote(table) + "(?![\\p{Alnum}_])";
        return Pattern.compile(word, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(sql.replace("``", "`")) // as a backtick is written inside of backticks
                .find();
    }

    /** Names are the session's, so that one model is analysed at a time; the result no longer needs them. */
    private synchronized Dataset<Row> analyse(String name, String sql, Map<String, Dataset<Row>> views) {
        try {
            for (Map.Entry<String, Dataset<Row>> view : views.entrySet()) {
                view.getValue().createOrReplaceTempView(LakeRow.quote(view.getKey()));
            }
            return spark.sql(sql);
        } catch (Exception e) {
            throw explained(name, e);
        } finally {
            views.keySet().forEach(view -> spark.catalog().dropTempView(view));
        }
    }

    private static void checkColumns(String name, List<String> columns, List<String> required) {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            problem(column, seen).ifPresent(problem -> {
                throw VarveException.usage("Cannot use the model of " + name + ": it yields " + columns + ", and "
                        + problem + ". Name the columns otherwise.");
            });
        }
        for (String column : required) {
            if (!columns.contains(column)) {
                throw VarveException.usage("Cannot use the model of " + name + ": it yields " + columns + " and lacks '"
                        + column + "'. Correct the model.");
            }
        }
    }

    private static Optional<String> problem(String column, Set<String> seen) {
        String folded = column.toLowerCase(Locale.ROOT); // as Spark compares names
        if (!seen.add(folded)) {
            return Optional.of("Spark cannot tell '" + column + "' from another one: capitals do not count");
        }
        if (folded.startsWith(ModelRow.PREFIX)) {
            return Optional.of("names that start with " + ModelRow.PREFIX + " are kept for load itself");
        }
        return WarehouseName.fits(column)
                ? Optional.empty()
                : Optional.of("'" + column + "' is longer than the " + WarehouseName.LONGEST
                        + " bytes that Postgres keeps of a name");
    }

    private static RuntimeException explained(String name, Exception e) {
        if (e instanceof AnalysisException) {
            String reason = String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> !line.isBlank()) // a syntax error's message starts with an empty one
                    .findFirst()
                    .map(line -> ERROR_CLASS.matcher(line).replaceFirst(""))
                    .orElse("invalid SQL");
            return VarveException.usage("Cannot use the model of " + name + ": " + reason + " Correct the model.");
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
}
