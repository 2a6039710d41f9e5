package dev.varve.sandbox;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Four hand-written days of a kiosk, 2026-03-01 to 2026-03-04, in which rows of a dimension and of a fact change in every way a
 * load knows, some of them again and again.
 */
final class KioskDays {
    static final List<String> LABELS = List.of("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04");

    private static final List<List<String>> STATEMENTS = List.of(
            List.of(
                    "CREATE TABLE Item (item_id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2))",
                    "CREATE TABLE Sale (sale_no INT, line INT, item_id INT, quantity INT, state VARCHAR(8),"
                            + " sold_at TIMESTAMP(6) NULL DEFAULT NULL, PRIMARY KEY (sale_no, line))",
                    "INSERT INTO Item VALUES (1, 'Bolt', 1.00), (2, 'Nut', 2.00), (3, 'Gear', 3.00), (4, 'Cog', 4.00)",
                    // 9 is not there yet
                    "INSERT INTO Sale VALUES (1, 1, 1, 10, 'paid', '2026-03-01 09:00'),"
                            + " (1, 2, 9, 12, 'paid', '2026-03-01 09:00'), (2, 1, 2, 21, 'paid', '2026-03-01 10:00'),"
                            + " (3, 1, 3, 31, 'paid', '2026-03-01 11:00:00.000001'), (4, 1, NULL, 41, 'paid', NULL)"),
            List.of(
                    "UPDATE Item SET price = 1.50 WHERE item_id = 1", // a version closed, one opened
                    "UPDATE Item SET name = 'Nut M8' WHERE item_id = 2", // overwritten
                    "DELETE FROM Item WHERE item_id = 3", // closed
                    "INSERT INTO Item VALUES (9, 'Rod', 9.00)", // filled
                    "UPDATE Sale SET quantity = 100 WHERE sale_no = 1 AND line = 1", // overwritten
                    "DELETE FROM Sale WHERE sale_no = 2", // marked
                    "UPDATE Sale SET state = 'void' WHERE sale_no = 3", // removed
                    "INSERT INTO Sale VALUES (5, 1, 1, 51, 'paid', '2026-03-02 09:00')"),
            List.of(
                    "UPDATE Item SET price = 2.00 WHERE item_id = 1",
                    "UPDATE Item SET name = 'Nut M9' WHERE item_id = 2",
                    "INSERT INTO Item VALUES (3, 'Gear', 3.00)", // back
                    "UPDATE Sale SET quantity = 101, item_id = 2 WHERE sale_no = 1 AND line = 1",
                    "INSERT INTO Sale VALUES (2, 1, 2, 21, 'paid', '2026-03-01 10:00')", // back: the mark is cleared
                    "UPDATE Sale SET state = 'paid' WHERE sale_no = 3", // back: inserted again
                    "UPDATE Sale SET state = 'void' WHERE sale_no = 5"), // removed, of a later load
            List.of(
                    "UPDATE Item SET price = 9.50, name = 'Rod 9' WHERE item_id = 9",
                    "UPDATE Item SET price = 3.50 WHERE item_id = 3",
                    "DELETE FROM Item WHERE item_id = 4",
                    "UPDATE Sale SET quantity = 102 WHERE sale_no IN (1, 3)",
                    "INSERT INTO Sale VALUES (6, 1, 8, 61, 'paid', '2026-03-04 09:00')"));

    private KioskDays() {}

    /** What happens at the source on a day, from 1. */
    static void change(PipelineFixture fixture, int day) {
        Rows.execute(fixture.source(), STATEMENTS.get(day - 1).toArray(String[]::new));
    }

    /** When a day is read. */
    static String night(int day) {
        return "2026-03-0" + (day + 1) + "T00:30:00Z";
    }

    static Path pipelineFile() {
        try {
            return Path.of(Objects.requireNonNull(KioskDays.class.getResource("/pipelines/kiosk.yaml"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
