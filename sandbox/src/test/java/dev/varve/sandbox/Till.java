package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;

/**
 * Four hand-written nights of the smallest pipeline with a dimension and a fact; before the fourth, two nights were missed.
 */
final class Till {
    /** The label and the read point of each night. */
    private static final List<List<String>> INTERVALS = List.of(
            List.of("2026-03-02", "2026-03-03T00:30:00Z"), // a Monday: no weekly reconcile falls within
            List.of("2026-03-03", "2026-03-04T00:30:00Z"),
            List.of("2026-03-04", "2026-03-05T00:30:00Z"),
            List.of("2026-03-07", "2026-03-08T00:30:00Z"));

    private static final List<List<String>> CHANGES = List.of(
            List.of(
                    "CREATE TABLE Item (item_id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2))",
                    "CREATE TABLE Sale (sale_id INT PRIMARY KEY, item_id INT, quantity INT,"
                            + " sold_at TIMESTAMP(6) NULL DEFAULT NULL, changed_at TIMESTAMP(6) NULL DEFAULT NULL)",
                    "INSERT INTO Item VALUES (1, 'Tea', 2), (2, 'Milk', 1), (3, 'Bread', 3)",
                    sale(1, 1, 2, "2026-03-02 10:00"),
                    sale(2, 2, 1, "2026-03-02 11:00")),
            List.of(
                    "UPDATE Item SET price = 2.10 WHERE item_id = 1",
                    sale(3, 1, 1, "2026-03-03 09:00"),
                    sale(4, 9, 1, "2026-03-03 10:00")),
            List.of(
                    "DELETE FROM Item WHERE item_id = 3",
                    "INSERT INTO Item VALUES (9, 'Jam', 4)",
                    sale(5, 9, 1, "2026-03-04 12:00"),
                    "UPDATE Sale SET quantity = 5, changed_at = '2026-03-04 13:00' WHERE sale_id = 2"),
            List.of(
                    "UPDATE Item SET price = 2.30 WHERE item_id = 1",
                    "DELETE FROM Item WHERE item_id = 2",
                    "INSERT INTO Item VALUES (3, 'Bread', 3.50)",
                    sale(6, 1, 1, "2026-03-06 15:00"),
                    sale(7, 3, 2, "2026-03-07 08:00"),
                    "UPDATE Sale SET quantity = 7, changed_at = '2026-03-07 09:00' WHERE sale_id = 5"));

    private Till() {}

    private static String sale(int id, int item, int quantity, String at) {
        return "INSERT INTO Sale VALUES (%d, %d, %d, '%s', '%s')".formatted(id, item, quantity, at, at);
    }

    /** What happens at the source before a night, 1 to 4. */
    static void change(PipelineFixture fixture, int night) {
        Rows.execute(fixture.source(), CHANGES.get(night - 1).toArray(String[]::new));
    }

    /** {@code ingest} or {@code run} as it is called in a night. */
    static List<String> arguments(String command, int night) {
        List<String> interval = INTERVALS.get(night - 1);
        return List.of(command, file(), "--as-of", interval.get(0), "--now", interval.get(1));
    }

    /** The label of a night. */
    static String label(int night) {
        return INTERVALS.get(night - 1).get(0);
    }

    /** Runs that command; what it printed. */
    static String night(PipelineFixture fixture, String command, int night) {
        return done(fixture, arguments(command, night));
    }

    /** Loads what is missing; what it printed. */
    static String load(PipelineFixture fixture) {
        return done(fixture, List.of("load", file()));
    }

    static String file() {
        return Objects.requireNonNull(Till.class.getResource("/pipelines/till.yaml"))
                .getPath();
    }

    /** Runs a command to its end; what it printed. */
    static String done(PipelineFixture fixture, List<String> arguments) {
        Outcome outcome = fixture.run(arguments.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    /** Every version with the bounds of its validity. */
    static List<String> items(PipelineFixture fixture) {
        return Rows.of(fixture.warehouse(), """
                SELECT item_id, name, price, to_char(valid_from, 'MM-DD HH24:MI'), to_char(valid_to, 'MM-DD HH24:MI'),
                       CASE WHEN is_current THEN 'current' WHEN is_deleted THEN 'deleted' ELSE 'replaced' END,
                       valid_from_precision, loaded_as_of
                FROM till.item_dim WHERE sk_item <> -1 ORDER BY item_id, valid_from
                """);
    }

    /** Every fact with the price that it points to. */
    static List<String> sales(PipelineFixture fixture) {
        return Rows.of(fixture.warehouse(), """
                SELECT sale_id, item_id, quantity, price, f.loaded_as_of
                FROM till.sale_fact f JOIN till.item_dim ON sk_item = fk_item ORDER BY sale_id
                """);
    }
}
