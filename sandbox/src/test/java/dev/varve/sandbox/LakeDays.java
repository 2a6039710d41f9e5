package dev.varve.sandbox;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.varve.capture.Diff;
import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Layout;
import dev.varve.lake.Manifest;
import dev.varve.lake.ManifestLog;
import dev.varve.lake.TableManifest;
import dev.varve.lake.TableManifest.Read;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A lake of simulated days without a source: each table's rows are given as Spark SQL with the key {@code id}, and snapshots,
 * layers and manifests are written as an ingest does.
 */
final class LakeDays {
    static final List<String> KEY = List.of("id");

    private final SparkSession spark;
    private final Layout layout;
    private final LakeTables lake;
    private final ManifestLog log;

    LakeDays(SparkSession spark, Layout layout) {
        this.spark = spark;
        this.layout = layout;
        this.lake = new LakeTables(spark, layout);
        this.log = new ManifestLog(layout.store());
    }

    /** A night that reads tables completely: SQL by table. */
    void complete(String readPoint, Map<String, String> tables) {
        night(readPoint, Read.COMPLETE, tables);
    }

    /** A night that reads only some rows of tables. */
    void incremental(String readPoint, Map<String, String> tables) {
        night(readPoint, Read.INCREMENTAL, tables);
    }

    private void night(String readPoint, Read read, Map<String, String> tables) {
        History history = log.read();
        Instant point = Instant.parse(readPoint);
        int number = history.entries().size() + 1;
        String run = "run-" + number;
        Map<String, TableManifest> captured = new HashMap<>();
        tables.forEach((table, sql) -> captured.put(table, capture(history, table, run, number, point, read, sql)));
        log.append(new Manifest(
                Manifest.FORMAT,
                "shop",
                number,
                LocalDate.ofInstant(point, ZoneOffset.UTC).minusDays(1) + "",
                run,
                history.last().map(Manifest::readPoint),
                point,
                "one_snapshot",
                List.of(),
                captured));
    }

    private TableManifest capture(
            History history, String table, String run, int number, Instant point, Read read, String sql) {
        Dataset<Row> rows = LakeRow.keyed(spark.sql(sql), KEY);
        long count = rows.count();
        Optional<Dataset<Row>> state = lake.state(history, table);
        if (state.isEmpty()) {
            lake.writeSnapshot(table, run, rows, count);
            return captured(Read.INITIAL, true, new Counts(count, count, 0, 0, 0));
        }
        Dataset<Row> changes = changes(state.get(), rows, read, point).persist();
        Counts counts = counts(count, changes);
        boolean snapshot = read == Read.COMPLETE && counts.changed() > 0;
        if (snapshot) {
            lake.writeSnapshot(table, run, rows, count);
        }
        if (counts.changed() > 0) {
            lake.writeLayer(table, run, number, point, changes, counts.changed());
        }
        changes.unpersist();
        return captured(read, snapshot, counts);
    }

    private static Dataset<Row> changes(Dataset<Row> state, Dataset<Row> rows, Read read, Instant point) {
        return Diff.between(state, rows, read == Read.COMPLETE ? Diff.Missing.DELETED : Diff.Missing.UNKNOWN)
                .changes()
                .withColumn(LakeRow.POSITION, lit(0))
                .withColumn(LakeRow.EFFECTIVE_AT, lit(point))
                .withColumn(LakeRow.PRECISION, lit("interval"));
    }

    private static Counts counts(long read, Dataset<Row> changes) {
        Map<String, Long> byOp = new HashMap<>();
        changes.groupBy(col(LakeRow.OP))
                .count()
                .collectAsList()
                .forEach(row -> byOp.put(row.getString(0), row.getLong(1)));
        return new Counts(
                read,
                byOp.getOrDefault(LakeRow.Op.INSERT.word(), 0L),
                byOp.getOrDefault(LakeRow.Op.UPDATE.word(), 0L),
                byOp.getOrDefault(LakeRow.Op.DELETE.word(), 0L),
                0);
    }

    private static TableManifest captured(Read read, boolean snapshot, Counts counts) {
        return new TableManifest(
                "snapshot_diff", read, snapshot, KEY, List.of(), counts, Optional.empty(), Optional.empty());
    }

    /** What an ingest leaves that dies before its manifest: a snapshot and a layer of a table. */
    void die(String run, String readPoint, String table, String sql) {
        History history = log.read();
        Dataset<Row> rows = LakeRow.keyed(spark.sql(sql), KEY);
        lake.writeSnapshot(table, run, rows, 1);
        lake.state(history, table)
                .ifPresent(state -> lake.writeLayer(
                        table,
                        run,
                        history.entries().size() + 1,
                        Instant.parse(readPoint),
                        changes(state, rows, Read.COMPLETE, Instant.parse(readPoint)),
                        1));
    }

    History history() {
        return log.read();
    }

    /** The state of a table at each manifest, as JSON rows in order; empty where it was not captured yet. */
    Map<Integer, List<String>> states(String table) {
        Map<Integer, List<String>> states = new HashMap<>();
        History history = history();
        for (int number = 1; number <= history.entries().size(); number++) {
            states.put(
                    number,
                    lake.state(history.upTo(number), table)
                            .map(state -> state.toJSON().collectAsList().stream()
                                    .sorted()
                                    .toList())
                            .orElse(List.of()));
        }
        return states;
    }

    /** The layer of each manifest, likewise. */
    Map<Integer, List<String>> layers(String table) {
        Map<Integer, List<String>> layers = new HashMap<>();
        for (History.Entry entry : history().entries()) {
            layers.put(
                    entry.manifest().number(),
                    lake.layer(entry.manifest(), table)
                            .map(layer -> layer.toJSON().collectAsList().stream()
                                    .sorted()
                                    .toList())
                            .orElse(List.of()));
        }
        return layers;
    }

    /** The runs whose rows a Delta table shows, in order. */
    List<String> runs(String path) {
        return spark.read().format("delta").load(path).select(LakeRow.RUN_ID).distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    Layout layout() {
        return layout;
    }
}
