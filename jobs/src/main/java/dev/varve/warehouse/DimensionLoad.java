package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Applies one manifest's rows to a dimension, inside the load's transaction (design, section 4): one action a key and round. */
final class DimensionLoad {
    /** Where open versions end. */
    static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final Staging staging;
    private final DimensionTable table;
    private final TypedColumns columns;
    private final DimensionGuard guard;
    private final DimensionChanges changes;

    DimensionLoad(Staging staging, DimensionTable table, List<String> columns, DimensionGuard guard, Undo undo) {
        this.staging = staging;
        this.table = table;
        this.columns = TypedColumns.of(table.schema(), table.dimension(), columns);
        this.guard = guard;
        this.changes = switch (table.dimension().type()) {
            case TYPE_1 -> new DimensionRows(staging, table, columns, undo);
            case TYPE_2 -> new DimensionVersions(staging, table, columns, undo);
        };
    }

    LoadCounts apply(Manifest manifest, Dataset<Row> rows, LoadProgress progress) throws SQLException {
        String name = table.dimension().name();
        Rounds rounds = staging.fill(columns, rows, sent -> progress.staging(manifest, name, sent));
        if (!rounds.isOne()) { // what counts is how the interval leaves a key, not what it was meanwhile
            changes.decide(rounds.stageEnds());
            guard.check(table, staging);
        }
        return rounds.apply(staged -> {
            progress.applying(manifest, name, LoadProgress.Action.MATCH, staged);
            staging.checkKeys();
            changes.decide(staged);
            if (rounds.isOne()) {
                guard.check(table, staging);
            }
            return write(manifest, staged, progress);
        });
    }

    private LoadCounts write(Manifest manifest, long staged, LoadProgress progress) throws SQLException {
        String name = table.dimension().name();
        progress.applying(manifest, name, LoadProgress.Action.WRITE, staged);
        LoadCounts counts = changes.write(manifest.asOf(), staged);
        progress.applying(manifest, name, LoadProgress.Action.CHECK, staged);
        changes.check();
        return counts;
    }
}
