package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;

/**
 * Six hand-written days of a depot, 2026-03-01 to 2026-03-06, each read at 00:30 UTC of the day after. {@code Supplier}'s
 * DATETIME is Vietnam's clock, seven hours ahead of UTC; {@code Order}'s TIMESTAMP is written in UTC here.
 */
final class DepotDays {
    private static final List<List<String>> STATEMENTS = List.of(
            List.of(
                    "CREATE TABLE Part (region VARCHAR(4), `part no` INT, Name VARCHAR(40), price DECIMAL(8,2),"
                            + " note VARCHAR(40), PRIMARY KEY (region, `part no`))",
                    "CREATE TABLE Supplier (supplier_id INT PRIMARY KEY, name VARCHAR(40), city VARCHAR(40),"
                            + " `Changed At` DATETIME(6) NULL)",
                    "CREATE TABLE Shelf (region VARCHAR(4), `part no` INT, shelf VARCHAR(10), supplier_id INT,"
                            + " PRIMARY KEY (region, `part no`))",
                    "CREATE TABLE `Order` (order_no INT, line INT, region VARCHAR(4), `part no` INT, supplier_id INT,"
                            + " qty INT, `Placed At` TIMESTAMP(6) NULL DEFAULT NULL, due DATETIME NULL,"
                            + " PRIMARY KEY (order_no, line))",
                    "INSERT INTO Part VALUES ('N', 1, 'Bolt', 1.00, 'a'), ('N', 2, 'Nut', 2.00, 'b'),"
                            + " ('S', 1, 'Bolt', 1.50, NULL)",
                    "INSERT INTO Supplier VALUES (1, 'Acme', 'Hanoi', '2026-03-01 10:00'),"
                            + " (2, 'Best', 'Hue', '2026-03-01 12:00')",
                    "INSERT INTO Shelf VALUES ('N', 1, 'A-1', 1), ('N', 2, 'A-2', 2)",
                    "INSERT INTO `Order` VALUES (100, 1, 'N', 1, 1, 5, '2026-03-01 09:00', '2026-03-29 02:30'),"
                            + " (100, 2, 'N', NULL, NULL, 6, '2026-03-01 09:00:00.000001', NULL),"
                            + " (101, 1, 'S', 9, 2, 7, '2026-03-01 23:59:59.999999', NULL)"),
            List.of(
                    "UPDATE Part SET price = 1.10 WHERE region = 'N' AND `part no` = 1",
                    "UPDATE Part SET note = 'bb' WHERE region = 'N' AND `part no` = 2",
                    "INSERT INTO Part VALUES ('S', 9, 'Gear', 9.00, NULL)",
                    "UPDATE Supplier SET city = 'Da Nang', `Changed At` = '2026-03-02 15:00' WHERE supplier_id = 1",
                    "UPDATE Supplier SET city = 'Vinh', `Changed At` = '2026-03-02 07:00' WHERE supplier_id = 2",
                    "INSERT INTO Supplier VALUES (3, 'Cargo', NULL, NULL)",
                    "UPDATE Shelf SET shelf = 'B-2' WHERE region = 'N' AND `part no` = 2",
                    "INSERT INTO `Order` VALUES (102, 1, 'N', 1, 1, 8, '2026-03-02 10:00', NULL),"
                            + " (102, 2, 'N', 1, 1, 9, '2026-03-02 07:00', NULL),"
                            + " (104, 1, 'N', 1, 1, 4, '2026-03-02 12:00', NULL)",
                    "DELETE FROM `Order` WHERE order_no = 100 AND line = 1"),
            List.of(
                    "DELETE FROM Part WHERE (region, `part no`) IN (('N', 2), ('S', 1))",
                    "INSERT INTO `Order` VALUES (100, 1, 'N', 1, 1, 5, '2026-03-01 09:00', '2026-03-29 02:30')",
                    "UPDATE `Order` SET qty = 44, `Placed At` = '2026-03-03 12:00' WHERE order_no = 104"),
            List.of(
                    "INSERT INTO Part VALUES ('S', 1, 'Bolt', 1.50, NULL)",
                    "INSERT INTO `Order` VALUES (103, 1, 'N', 2, 2, 3, '2026-03-04 09:00', NULL)",
                    "UPDATE `Order` SET qty = 0 WHERE order_no = 104"),
            List.of(
                    "INSERT INTO Part VALUES ('N', 2, 'Nut', 2.00, 'bb')",
                    "UPDATE `Order` SET qty = 45 WHERE order_no = 104"),
            List.of());

    private DepotDays() {}

    /** Plays a day, 1 to 6, and runs the pipeline in the night after it. */
    static void play(PipelineFixture fixture, int day) {
        change(fixture, day);
        Outcome night = fixture.run("run", pipelineFile().toString(), "--now", night(day));
        assertThat(night.err()).isEmpty();
        assertThat(night.code()).isZero();
        assertThat(night.out()).contains("manifest " + day + " as of 2026-03-0" + day);
    }

    /** What happens at the source on a day. */
    static void change(PipelineFixture fixture, int day) {
        Rows.execute(fixture.source(), STATEMENTS.get(day - 1).toArray(String[]::new));
    }

    /** When a day is read. */
    static String night(int day) {
        return "2026-03-0" + (day + 1) + "T00:30:00Z";
    }

    static Path pipelineFile() {
        try {
            return Path.of(Objects.requireNonNull(DepotDays.class.getResource("/pipelines/depot.yaml"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> parts(Connection warehouse) {
        return versions(warehouse, "region, part_no, \"Name\", price, note", "parts", "\"SK\"");
    }

    static List<String> suppliers(Connection warehouse) {
        return versions(warehouse, "supplier_id, name, city", "suppliers", "sk_supplier");
    }

    static List<String> shelfStock(Connection warehouse) {
        return versions(warehouse, "region, part_no, shelf, \"part name\", city", "shelf_stock", "sk_shelf");
    }

    /** Each movement with the keys and starts of the versions that it points to. */
    static List<String> movements(Connection warehouse) {
        return Rows.of(warehouse, """
                SELECT "Order No", line, qty, "Placed At", due, concat_ws(' ', p.region, p.part_no, p.valid_from),
                       concat_ws(' ', h.region, h.part_no, h.valid_from), concat_ws(' ', s.supplier_id, s.valid_from),
                       source_deleted_at, m.loaded_as_of
                FROM "Depot".movement m JOIN "Depot".parts p ON p."SK" = m.fk_part
                JOIN "Depot".shelf_stock h ON h.sk_shelf = m.fk_shelf
                JOIN "Depot".suppliers s ON s.sk_supplier = m.fk_supplier
                ORDER BY 1, 2
                """);
    }

    /** Each record of an order's movements, with the key and start of the part's version. */
    static List<String> movementLog(Connection warehouse, int order) {
        return Rows.of(warehouse, """
                SELECT line, qty, "Placed At", concat_ws(' ', p.region, p.part_no, p.valid_from), recorded_at,
                       source_deleted_at, m.loaded_as_of
                FROM "Depot".movement_log m JOIN "Depot".parts p ON p."SK" = m.fk_part
                WHERE "Order No" = %d ORDER BY line, recorded_at
                """.formatted(order));
    }

    private static List<String> versions(Connection warehouse, String columns, String table, String surrogateKey) {
        return Rows.of(
                warehouse, """
                SELECT %s, valid_from, valid_to, is_current, is_deleted, is_inferred, valid_from_precision, loaded_as_of
                FROM "Depot".%s WHERE %s <> -1 ORDER BY %s, valid_from
                """.formatted(columns, table, surrogateKey, columns.replaceFirst("(, part_no)?,.*", "$1")));
    }
}
