package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.datagen.StockSchema;
import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.sandbox.reference.RandomSource;
import dev.varve.sandbox.reference.ReferenceStar;
import dev.varve.sandbox.reference.SourceTables;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeded random histories, run by the engine and by a plain-Java model of the design, which must agree after every night. */
class StockReferenceIT {
    private record Night(String asOf, String readPoint, String command) {}

    /** Two reads on one day, a load of two nights at once, a missed night before a new week. */
    private static final List<Night> NIGHTS = List.of(
            new Night("2026-03-04", "2026-03-06T00:30:00Z", "run"), // a Friday
            new Night("2026-03-05", "2026-03-06T14:00:00Z", "run"),
            new Night("2026-03-06", "2026-03-07T00:30:00Z", "ingest"),
            new Night("2026-03-08", "2026-03-09T00:30:00Z", "run"),
            new Night("2026-03-09", "2026-03-10T03:00:00Z", "run"));

    @ParameterizedTest
    @CsvSource({"11, UTC", "12, Asia/Ho_Chi_Minh"})
    void theWarehouseIsWhatTheReferenceModelSays(long seed, String zone) throws SQLException {
        TimeZone real = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (PipelineFixture fixture = PipelineFixture.fresh("stock_reference")) {
            play(fixture, new RandomSource(seed));
        } finally {
            TimeZone.setDefault(real);
        }
    }

    private static void play(PipelineFixture fixture, RandomSource source) throws SQLException {
        StockSchema.create(fixture.source());
        ReferenceStar reference = new ReferenceStar();
        Instant previous = Instant.parse("2026-03-03T00:30:00Z");
        for (Night night : NIGHTS) {
            Instant readPoint = Instant.parse(night.readPoint());
            SourceTables tables = source.interval(previous, readPoint);
            tables.writeTo(fixture.source());
            Outcome outcome = fixture.run(
                    night.command(),
                    "stock",
                    "--pipelines",
                    "../pipelines",
                    "--as-of",
                    night.asOf(),
                    "--now",
                    night.readPoint());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            reference.night(tables, readPoint, night.asOf());
            if (night.command().equals("run")) {
                assertSame(fixture, reference, night.asOf());
            }
            previous = readPoint;
        }
    }

    private static void assertSame(PipelineFixture fixture, ReferenceStar reference, String night) {
        assertThat(captured(fixture.history("stock"))).as("reads, " + night).isEqualTo(reference.captured());
        assertThat(versions(fixture, "stock_dim", "stock_id", "company, price"))
                .as("stock_dim, " + night)
                .containsExactlyInAnyOrderElementsOf(reference.stocks());
        assertThat(versions(fixture, "user_dim", "user_id", "name, email"))
                .as("user_dim, " + night)
                .containsExactlyInAnyOrderElementsOf(reference.users());
        assertThat(facts(fixture)).as("transaction_fact, " + night).isEqualTo(reference.facts());
        assertThat(Rows.of(fixture.warehouse(), """
                        SELECT table_name, staged, opened, closed, overwritten, inferred, inserted, source_deleted, gaps
                        FROM varve.load_table ORDER BY number, table_name
                        """)).as("ledger, " + night).isEqualTo(reference.loaded());
    }

    private static List<String> captured(History history) {
        return history.entries().stream()
                .flatMap(entry -> entry.manifest().tables().entrySet().stream())
                .map(table -> table.getKey() + " " + text(table.getValue().counts()))
                .toList();
    }

    private static String text(Counts counts) {
        return counts.read() + " " + counts.inserted() + " " + counts.updated() + " " + counts.deleted() + " "
                + counts.unchanged();
    }

    private static List<String> versions(PipelineFixture fixture, String dimension, String key, String attributes) {
        return Rows.of(fixture.warehouse(), """
                SELECT %1$s, %2$s, to_char(valid_from, 'YYYY-MM-DD HH24:MI:SS.US'),
                       to_char(valid_to, 'YYYY-MM-DD HH24:MI:SS.US'),
                       CASE WHEN is_inferred AND is_current AND NOT is_deleted THEN 'INFERRED'
                            WHEN is_current AND NOT is_deleted THEN 'CURRENT'
                            WHEN is_deleted AND NOT is_current AND NOT is_inferred THEN 'DELETED'
                            WHEN NOT is_current AND NOT is_inferred THEN 'REPLACED' END,
                       valid_from_precision, loaded_as_of
                FROM stock.%3$s WHERE %1$s IS NOT NULL
                """.formatted(key, attributes, dimension));
    }

    private static List<String> facts(PipelineFixture fixture) {
        return Rows.of(fixture.warehouse(), """
                SELECT f.transaction_id,
                       coalesce(u.user_id || ' ' || to_char(u.valid_from, 'YYYY-MM-DD HH24:MI:SS.US'), 'unknown'),
                       s.stock_id || ' ' || to_char(s.valid_from, 'YYYY-MM-DD HH24:MI:SS.US'), f.quantity,
                       to_char(f.transaction_date, 'YYYY-MM-DD HH24:MI:SS.US'),
                       to_char(f.source_deleted_at, 'YYYY-MM-DD HH24:MI:SS.US'), f.loaded_as_of
                FROM stock.transaction_fact f
                JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
                JOIN stock.user_dim u ON u.sk_user_id = f.fk_user_id
                ORDER BY 1
                """);
    }
}
