package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.WarehouseSettings;
import dev.varve.warehouse.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stock warehouse's views over hand-written rows; what must come out was computed by hand. */
class StockViewsIT {
    private static PipelineFixture fixture;
    private static Connection warehouse;

    @BeforeAll
    static void fill() {
        fixture = PipelineFixture.fresh("views");
        warehouse = fixture.warehouse();
        assertThat(Migrations.apply(settings("stock", Optional.empty()))).isEqualTo(6);
        Rows.execute(
                warehouse,
                """
                INSERT INTO varve.load (pipeline, number, as_of, run_id, warehouse_schema, manifest_sha256, read_point) VALUES
                ('stock', 1, '2026-03-01', 'r1', 'stock', 'x', '2026-03-02 00:30Z'),
                ('stock', 2, '2026-03-04', 'r2', 'stock', 'x', '2026-03-05 00:30Z'),
                ('other', 1, '2026-03-09', 'r3', 'elsewhere', 'x', '2026-03-10 00:30Z')
                """,
                // A: 10.00, from the 2nd 00:30 on 12.00, from the 4th 15.00; exactly from midnight 5th 99.00
                // B: 5.00, delisted on the 3rd at 00:30. C: inferred, no price. D: returned after a gap.
                """
                INSERT INTO stock.stock_dim VALUES
                (-1, NULL, NULL, NULL, NULL, '1900-01-01Z', '9999-12-31Z', false, false, false, 'initial', 'x'),
                (1, 'A', 'Alpha', 'one', 10, '1900-01-01Z', '2026-03-02 00:30Z', false, false, false, 'initial', 'x'),
                (2, 'A', 'Alpha', 'one', 12, '2026-03-02 00:30Z', '2026-03-04 00:30Z', false, false, false, 'interval', 'x'),
                (3, 'A', 'Alpha', 'one', 15, '2026-03-04 00:30Z', '2026-03-05 00:00Z', false, false, false, 'interval', 'x'),
                (4, 'A', 'Alpha', 'two', 99, '2026-03-05 00:00Z', '9999-12-31Z', true, false, false, 'exact', 'x'),
                (5, 'B', 'Beta', 'one', 5, '1900-01-01Z', '2026-03-03 00:30Z', false, true, false, 'initial', 'x'),
                (6, 'C', NULL, NULL, NULL, '1900-01-01Z', '9999-12-31Z', true, false, true, 'inferred', 'x'),
                (7, 'D', 'Delta', 'one', 2, '1900-01-01Z', '2026-03-02 12:00Z', false, true, false, 'initial', 'x'),
                (8, 'D', 'Delta', 'one', 3, '2026-03-03 12:00Z', '9999-12-31Z', true, false, false, 'exact', 'x')
                """,
                """
                INSERT INTO stock.user_dim VALUES
                (-1, NULL, NULL, NULL, '1900-01-01Z', '9999-12-31Z', false, false, false, 'initial', 'x'),
                (1, 7, 'Ann', 'a@x', '1900-01-01Z', '2026-03-03 09:00Z', false, false, false, 'initial', 'x'),
                (2, 7, 'Ann', 'b@x', '2026-03-03 09:00Z', '9999-12-31Z', true, false, false, 'exact', 'x'),
                (3, 8, NULL, NULL, '1900-01-01Z', '9999-12-31Z', true, false, true, 'inferred', 'x'),
                (4, 9, 'Gone', 'g@x', '1900-01-01Z', '2026-03-03 00:30Z', false, true, false, 'initial', 'x')
                """,
                """
                INSERT INTO stock.transaction_fact VALUES
                (1, 1, 1, 10, '2026-03-01 23:59:59.999999Z', NULL, 'x'), -- Ann buys 10 A at the last moment of the 1st
                (2, 1, 5, 4, '2026-03-02 00:00Z', NULL, 'x'),            -- 4 B at the first moment of the 2nd
                (3, 2, 3, -3, '2026-03-04 10:00Z', NULL, 'x'),           -- sells 3 A, as another version of herself
                (4, 2, 3, NULL, '2026-03-04 11:00Z', NULL, 'x'),         -- a quantity that nobody knows
                (5, 2, 3, 1000, '2026-03-04 12:00Z', '2026-03-05Z', 'x'), -- deleted at the source
                (6, 2, 4, 50, '2026-03-05 00:10Z', NULL, 'x'),           -- on a day that is not over
                (7, -1, 1, 6, '2026-03-01 10:00Z', NULL, 'x'),           -- nobody's
                (8, 3, 6, 7, '2026-03-03 10:00Z', NULL, 'x'),            -- user 8 buys 7 C, which have no price
                (9, 3, 8, 1, '2026-03-03 10:00Z', NULL, 'x'),            -- and 1 D
                (10, 3, 8, -1, '2026-03-04 10:00Z', NULL, 'x'),          -- and sells it
                (11, 4, 7, 2, '2026-03-01 10:00Z', NULL, 'x'),           -- user 9 buys 2 D
                (12, 3, 1, 5, NULL, NULL, 'x')                           -- at no time
                """);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static WarehouseSettings settings(String schema, Optional<Path> migrations) {
        Endpoint server = TestServers.shared().warehouse();
        String url = Objects.requireNonNull(fixture.variables().get("WAREHOUSE_URL"));
        return new WarehouseSettings(new Endpoint(url, server.user(), server.password()), schema, migrations);
    }

    @Test
    void currentStocksAreListedOnesAndInferredOnesMarked() {
        assertThat(view("SELECT * FROM stock.stock_current ORDER BY stock_id"))
                .containsExactly(
                        "A | Alpha | two | 99.00 | f", "C | null | null | null | t", "D | Delta | one | 3.00 | f");
    }

    @Test
    void currentUsersAreThoseOfTheSourceAndInferredOnesMarked() {
        assertThat(view("SELECT * FROM stock.user_current ORDER BY user_id"))
                .containsExactly("7 | Ann | b@x | f", "8 | null | null | t");
    }

    @Test
    void everyDayFromTheFirstTransactionToTheLastThatWasOverHasAValue() {
        assertThat(view("SELECT * FROM stock.portfolio_value WHERE user_id = 7 ORDER BY day"))
                .containsExactly(
                        "7 | 2026-03-01 | 1 | 100.00 | 0 | 0", // 10 A at 10
                        "7 | 2026-03-02 | 2 | 140.00 | 0 | 0", // 10 A at 12, 4 B at 5
                        "7 | 2026-03-03 | 2 | 140.00 | 20.00 | 0", // no trade; B is delisted
                        "7 | 2026-03-04 | 2 | 125.00 | 20.00 | 0"); // 7 A at 15, not at tomorrow's 99
    }

    @Test
    void stocksWithoutAPriceAreCounted() {
        assertThat(view("SELECT * FROM stock.portfolio_value WHERE user_id = 8 ORDER BY day"))
                .containsExactly("8 | 2026-03-03 | 2 | 3.00 | 0 | 1", "8 | 2026-03-04 | 1 | 0.00 | 0 | 1");
    }

    @Test
    void aUserWhoLeftKeepsTheSharesAndAStockThatWasAwayItsLastPrice() {
        assertThat(view("SELECT * FROM stock.portfolio_value WHERE user_id = 9 ORDER BY day"))
                .containsExactly(
                        "9 | 2026-03-01 | 1 | 4.00 | 0 | 0",
                        "9 | 2026-03-02 | 1 | 4.00 | 4.00 | 0",
                        "9 | 2026-03-03 | 1 | 6.00 | 0 | 0",
                        "9 | 2026-03-04 | 1 | 6.00 | 0 | 0");
    }

    @Test
    void nobodyElseHasAPortfolio() {
        assertThat(view("SELECT DISTINCT user_id FROM stock.portfolio_value ORDER BY 1"))
                .containsExactly("7", "8", "9");
    }

    /** The same migrations may make a schema of another name: each pipeline of stocks has one of its own. */
    @Test
    void viewsOfAnotherSchemaSeeItsOwnLoads() {
        Path migrations = Path.of("..", "warehouse-ddl", "warehouse", "stock");
        Migrations.apply(settings("stock_eu", Optional.of(migrations)));
        Rows.execute(
                warehouse,
                """
                INSERT INTO varve.load (pipeline, number, as_of, run_id, warehouse_schema, manifest_sha256, read_point)
                VALUES ('stock_eu', 1, '2026-03-01', 'r1', 'stock_eu', 'x', '2026-03-02 00:30Z')
                """,
                "INSERT INTO stock_eu.stock_dim TABLE stock.stock_dim",
                "INSERT INTO stock_eu.user_dim TABLE stock.user_dim",
                "INSERT INTO stock_eu.transaction_fact TABLE stock.transaction_fact");
        assertThat(view("SELECT user_id, day, value FROM stock_eu.portfolio_value ORDER BY 1"))
                .containsExactly("7 | 2026-03-01 | 100.00", "9 | 2026-03-01 | 4.00");
    }

    @Test
    void eachViewSaysWhatItShows() {
        assertThat(view("""
                        SELECT count(*) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'stock'::regnamespace
                        AND obj_description(oid, 'pg_class') IS NULL
                        """)).containsExactly("0");
    }

    private static List<String> view(String sql) {
        return Rows.of(warehouse, sql);
    }
}
