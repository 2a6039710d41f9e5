package dev.varve.capture;

import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.lake.LakeRow;
import dev.varve.lake.Manifest;
import dev.varve.lake.Manifests;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.Schedule;
import dev.varve.pipeline.Table;
import dev.varve.source.CursorValue;
import dev.varve.source.TableSchema;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One table that is read again and again, in memory: what an ingest does with it before it writes anything. */
final class CapturedReads {
    private final SparkSession spark;
    private final Table table;
    private final TableSchema schema;
    private final List<Manifest> manifests = new ArrayList<>();
    private List<Row> state = List.of();

    CapturedReads(SparkSession spark, Table table, TableSchema schema) {
        this.spark = spark;
        this.table = table;
        this.schema = schema;
    }

    /**
     * What a read found.
     *
     * @param extent how much was read
     * @param changes operation, key, time and precision of each, in order
     */
    record Found(TableManifest.Read extent, Counts counts, Optional<CursorValue> watermark, List<String> changes) {}

    /** Reads the table as it stands then, at a source that vouches for nothing. */
    Found at(String readPoint, List<Row> rows) {
        return at(new MemorySource(schema, rows, List.of(), Instant.parse(readPoint)));
    }

    /** Reads that source, at its clock. */
    Found at(MemorySource source) {
        History history = Manifests.history(manifests.toArray(Manifest[]::new));
        ReadPlan plan =
                ReadPlan.of(table, schema, history, source.clock(), new Schedule(Optional.empty(), ZoneOffset.UTC));
        try (TableRead read = TableRead.fetch(spark, source, plan, source.clock(), 0, rows -> {});
                CapturedTable captured = CapturedTable.compare(
                        read,
                        history.last()
                                .map(last ->
                                        spark.createDataFrame(state, read.rows().schema())),
                        history.last().map(Manifest::readPoint),
                        source.clock())) {
            Found found = new Found(plan.read(), captured.counts(), read.watermark(), changes(captured));
            follow(captured);
            manifests.add(Manifests.manifest(
                    manifests.size() + 1, source.clock(), Map.of(table.name(), manifest(plan, found))));
            return found;
        }
    }

    /** The rows of the table as the reads know it, as text in order. */
    List<String> state() {
        return state.stream()
                .map(row -> row.getStruct(2).mkString(" | "))
                .sorted()
                .toList();
    }

    private void follow(CapturedTable captured) {
        Dataset<Row> read = captured.read().rows();
        if (captured.changes().isEmpty()) {
            state = read.collectAsList();
            return;
        }
        Map<Row, Row> byKey = new LinkedHashMap<>();
        state.forEach(row -> byKey.put(row.getAs(LakeRow.KEY), row));
        captured.changes()
                .get()
                .select(LakeRow.KEY, LakeRow.HASH, LakeRow.NEW)
                .collectAsList()
                .forEach(row -> {
                    byKey.remove(row.<Row>getAs(LakeRow.KEY));
                    if (row.getAs(LakeRow.NEW) != null) {
                        byKey.put(row.getAs(LakeRow.KEY), row);
                    }
                });
        state = List.copyOf(byKey.values());
    }

    private static List<String> changes(CapturedTable captured) {
        return captured.changes().stream()
                .flatMap(changes -> changes.collectAsList().stream())
                .map(row -> row.getAs(LakeRow.OP) + " "
                        + row.<Row>getAs(LakeRow.KEY).mkString(" ") + " " + row.getAs(LakeRow.EFFECTIVE_AT) + " "
                        + row.getAs(LakeRow.PRECISION))
                .sorted()
                .toList();
    }

    private TableManifest manifest(ReadPlan plan, Found found) {
        return new TableManifest(
                table.capture().word(),
                found.extent(),
                found.extent() != TableManifest.Read.INCREMENTAL,
                table.key(),
                schema.columns(),
                found.counts(),
                ReadPlan.identity(plan.table()),
                found.watermark());
    }
}
