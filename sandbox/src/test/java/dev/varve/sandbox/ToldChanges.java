package dev.varve.sandbox;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Layout;
import dev.varve.lake.Manifest;
import dev.varve.lake.ManifestLog;
import dev.varve.lake.Sessions;
import dev.varve.lake.TableManifest;
import dev.varve.lake.TableManifest.Read;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the lake of a pipeline whose source tells every change of a key, in order: a first snapshot of each table, then layers
 * with several changes of a key. No capture makes these.
 */
final class ToldChanges {
    private static final String AT = "at";

    private final SparkSession spark;
    private final LakeTables lake;
    private final ManifestLog log;
    private final String pipeline;

    ToldChanges(String pipeline, Layout layout) {
        this.pipeline = pipeline;
        this.spark = Sessions.open(layout);
        this.lake = new LakeTables(spark, layout);
        this.log = new ManifestLog(layout.store());
    }

    /**
     * A table, whose key is its first column.
     *
     * @param columns names and types, as DDL
     * @param lines rows as SQL values; of a change, its position, what it is and when go before them
     */
    record Told(String name, String columns, List<String> lines) {
        Told {
            lines = List.copyOf(lines);
        }

        StructType schema() {
            return StructType.fromDDL(columns);
        }

        List<String> key() {
            return List.of(schema().fieldNames()[0]);
        }

        /** Neither rows nor changes. */
        static Told nothing(String name, String columns) {
            return new Told(name, columns, List.of());
        }
    }

    /** The first snapshots. */
    void first(String readPoint, Told... tables) {
        commit(readPoint, tables, (table, run) -> {
            Dataset<Row> rows = LakeRow.keyed(rows(table, ""), table.key());
            lake.clearForFirst(table.name(), rows);
            lake.writeSnapshot(table.name(), run, rows, table.lines().size());
            return told(table, Read.INITIAL, new Counts(rows.count(), rows.count(), 0, 0, 0));
        });
    }

    /** The changes of an interval. */
    void interval(String readPoint, Told... tables) {
        History history = log.read();
        int number = history.entries().size() + 1;
        commit(readPoint, tables, (table, run) -> {
            if (table.lines().isEmpty()) {
                return told(table, Read.CHANGES, new Counts(0, 0, 0, 0, 0));
            }
            Dataset<Row> layer = layer(lake.state(history, table.name()).orElseThrow(), table);
            lake.writeLayer(
                    table.name(),
                    run,
                    number,
                    Instant.parse(readPoint),
                    layer,
                    table.lines().size());
            return told(table, Read.CHANGES, counts(layer));
        });
    }

    /** Writes a table's rows under a run. */
    private interface Writing {
        TableManifest write(Told table, String run);
    }

    private void commit(String readPoint, Told[] tables, Writing writing) {
        History history = log.read();
        Instant point = Instant.parse(readPoint);
        int number = history.entries().size() + 1;
        Map<String, TableManifest> written = new HashMap<>();
        for (Told table : tables) {
            written.put(table.name(), writing.write(table, "run-" + number));
        }
        log.append(new Manifest(
                Manifest.FORMAT,
                pipeline,
                number,
                LocalDate.ofInstant(point, ZoneOffset.UTC).minusDays(1) + "",
                "run-" + number,
                history.last().map(Manifest::readPoint),
                point,
                "one_snapshot",
                List.of(),
                written));
    }

    private Dataset<Row> layer(Dataset<Row> state, Told table) {
        Column row = struct(LakeRow.quoted(Arrays.asList(table.schema().fieldNames())));
        Column isDelete = col(LakeRow.OP).equalTo(LakeRow.Op.DELETE.word());
        Dataset<Row> changes = rows(table, "position, op, at, ")
                .select(
                        col(LakeRow.POSITION),
                        col(LakeRow.OP),
                        col(AT).cast("timestamp").as(LakeRow.EFFECTIVE_AT),
                        struct(LakeRow.quoted(table.key())).as(LakeRow.KEY),
                        when(isDelete.equalTo(false), xxhash64(row)).as(LakeRow.HASH),
                        when(isDelete.equalTo(false), row).as(LakeRow.NEW));
        Dataset<Row> before = state.select(
                lit(-1).as(LakeRow.POSITION),
                lit("").as(LakeRow.OP),
                lit(Instant.EPOCH).as(LakeRow.EFFECTIVE_AT),
                col(LakeRow.KEY),
                col(LakeRow.HASH),
                col(LakeRow.ROW).as(LakeRow.NEW));
        return before.unionByName(changes)
                .withColumn(
                        LakeRow.OLD,
                        lag(LakeRow.NEW, 1).over(Window.partitionBy(LakeRow.KEY).orderBy(LakeRow.POSITION)))
                .withColumn(LakeRow.PRECISION, lit("exact"))
                .where(col(LakeRow.POSITION).geq(0));
    }

    /** Typed; what goes before a row's own columns stays as it is. */
    private Dataset<Row> rows(Told table, String before) {
        String[] names = table.schema().fieldNames();
        Dataset<Row> rows = spark.sql("SELECT * FROM VALUES (" + String.join("), (", table.lines()) + ") AS t(" + before
                + String.join(", ", names) + ")");
        for (String name : names) {
            rows = rows.withColumn(
                    name, col(name).cast(table.schema().apply(name).dataType()));
        }
        return rows;
    }

    private static Counts counts(Dataset<Row> layer) {
        Map<String, Long> byOp = new HashMap<>();
        layer.groupBy(col(LakeRow.OP))
                .count()
                .collectAsList()
                .forEach(row -> byOp.put(row.getString(0), row.getLong(1)));
        long inserted = byOp.getOrDefault(LakeRow.Op.INSERT.word(), 0L);
        long updated = byOp.getOrDefault(LakeRow.Op.UPDATE.word(), 0L);
        return new Counts(inserted + updated, inserted, updated, byOp.getOrDefault(LakeRow.Op.DELETE.word(), 0L), 0);
    }

    private static TableManifest told(Told table, Read read, Counts counts) {
        return new TableManifest(
                "stream",
                read,
                read == Read.INITIAL,
                table.key(),
                List.of(),
                counts,
                Optional.empty(),
                Optional.empty());
    }
}
