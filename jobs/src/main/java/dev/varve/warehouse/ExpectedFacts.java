package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.FactFold;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Fact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows that a fact must have, in a temporary table of its model's columns: what manifests asked of each key, folded.
 * {@code varve_at} is when a row's foreign keys are looked up: at the lesser of event time and read point less one microsecond,
 * where an event without a time has no say (decision 0006).
 */
final class ExpectedFacts {
    private static final String CONTROL = "varve_row, varve_bound, varve_recorded_at, source_deleted_at, loaded_as_of";

    private final Connection connection;
    private final Fact fact;
    private final AskedRows asked;

    ExpectedFacts(Connection connection, Fact fact, AskedRows asked) {
        this.connection = connection;
        this.fact = fact;
        this.asked = asked;
    }

    /** Folds what was asked into a table of that name. */
    void fold(String name, Map<Integer, Manifest> manifests, LongConsumer progress) throws SQLException {
        String folded = name + "_folded";
        TemporaryTables.drop(connection, folded);
        Sql.update(connection, """
                CREATE TEMPORARY TABLE %s (varve_row bigint, varve_bound timestamptz, varve_recorded_at timestamptz,
                    source_deleted_at timestamptz, loaded_as_of text) ON COMMIT DROP
                """.formatted(folded));
        new KeyByKey(connection, folded, CONTROL, progress)
                .run(query(), () -> new OneKey(manifests, new FactFold(fact.onUpdate())));
        TemporaryTables.drop(connection, name);
        Sql.update(connection, """
                CREATE TEMPORARY TABLE %s ON COMMIT DROP AS
                SELECT %s%s, f.source_deleted_at, f.loaded_as_of, least(a.%s::timestamptz, f.varve_bound) AS varve_at
                FROM %s f JOIN %s a ON a.varve_id = f.varve_row
                """.formatted(
                        name,
                        Names.list("a", asked.modelColumns()),
                        fact.onUpdate() == Fact.OnUpdate.VERSION
                                ? ", f.varve_recorded_at AS " + WarehouseTable.RECORDED_AT
                                : "",
                        Names.quote(fact.eventTime()),
                        folded,
                        asked.name()));
        Sql.update(connection, "ANALYZE " + name);
        TemporaryTables.drop(connection, folded);
        TemporaryTables.drop(connection, asked.name());
    }

    private String query() {
        return """
               SELECT varve_id, %1$s, %2$s, %3$s, row_number() OVER (PARTITION BY %4$s ORDER BY %1$s, %7$s) = 1 AS %5$s
               FROM %6$s ORDER BY %4$s, %1$s, %7$s
               """.formatted(
                        ProcessedZone.MANIFEST,
                        ModelRow.OP,
                        ModelRow.EFFECTIVE_AT,
                        Names.list(fact.key()),
                        KeyByKey.FIRST,
                        asked.name(),
                        ModelRow.POSITION);
    }

    /** One key's fold, between the warehouse's rows and {@link FactFold}. */
    private record OneKey(Map<Integer, Manifest> manifests, FactFold fold) implements KeyByKey.Fold {
        @Override
        public void take(ResultSet row) throws SQLException {
            fold.take(new FactFold.Event(
                    ModelRow.Op.of(row.getString(ModelRow.OP)),
                    row.getLong(TypedTable.ID),
                    row.getObject(ModelRow.EFFECTIVE_AT, OffsetDateTime.class).toInstant(),
                    row.getInt(ProcessedZone.MANIFEST)));
        }

        @Override
        public List<Row> result() {
            return fold.facts().stream().map(this::row).toList();
        }

        private Row row(FactFold.Fact fact) {
            return RowFactory.create(
                    fact.row(),
                    manifest(fact.written()).readPoint().minus(1, ChronoUnit.MICROS),
                    fact.recordedAt(),
                    fact.deletedAt().orElse(null),
                    manifest(fact.inserted()).asOf());
        }

        private Manifest manifest(int number) {
            return Objects.requireNonNull(manifests.get(number));
        }
    }
}
