package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.datagen.StockSchema;
import java.util.List;
import java.util.Set;

/**
 * Six hand-written intervals of the stock platform. What happens to a key is one case; the name of a stock or the comment at a
 * user says which. The nights are uneven on purpose: night 3 bridges a missed one and is the first of a new week, so that
 * transactions are read completely; night 4 follows on the same day, so that users are read incrementally; it is loaded
 * together with night 5; in night 6 nothing is new and the transactions that the overlap would show again are gone.
 */
final class CaseDays {
    /** The nights' read points. */
    static final List<String> READ_POINTS = List.of(
            "2026-03-06 00:30:00", // a Friday
            "2026-03-07 00:30:00",
            "2026-03-09 00:30:00",
            "2026-03-09 12:00:00",
            "2026-03-11 00:30:00",
            "2026-03-12 00:30:00");

    private static final List<String> LABELS =
            List.of("2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-10", "2026-03-11");

    private static final Set<Integer> NIGHTS_WITHOUT_LOAD = Set.of(4, 5);

    private CaseDays() {}

    /** Plays an interval, 1 to 6, and the night after it; what nights 4 and 5 find waits to be loaded. */
    static void play(PipelineFixture fixture, int night) {
        if (night == 1) {
            StockSchema.create(fixture.source());
            Rows.execute(fixture.source(), "SET SESSION foreign_key_checks = 0");
        }
        Rows.execute(fixture.source(), statements(night).toArray(String[]::new));
        Outcome outcome = fixture.run(
                NIGHTS_WITHOUT_LOAD.contains(night) ? "ingest" : "run",
                "stock",
                "--pipelines",
                "../pipelines",
                "--as-of",
                LABELS.get(night - 1),
                "--now",
                READ_POINTS.get(night - 1).replace(' ', 'T') + "Z");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("manifest " + night + " as of " + LABELS.get(night - 1));
    }

    private static List<String> statements(int interval) {
        return switch (interval) {
            case 1 -> thursday();
            case 2 -> friday();
            case 3 -> weekend();
            case 4 -> mondayMorning();
            case 5 -> tuesday();
            default -> List.of("DELETE FROM `Transaction` WHERE transaction_id IN (207, 501)");
        };
    }

    private static List<String> thursday() {
        return List.of("""
                INSERT INTO Stock (stock_id, company, price) VALUES
                    ('CALM', 'Calm', 5), ('MOVE', 'Move', 10), ('GONE', 'Gone', 20), ('BACK', 'Back', 30), ('LATE', 'Late', 40),
                    ('NAME', 'Old Name', 50), ('BOTH', 'Old Both', 60), ('SWAPA', 'Swap A', 70), ('SWAPB', 'Swap B', 80),
                    ('FLIP', 'Flip', 90), ('REDO', 'Redo', 95), ('VOID', NULL, 99)
                """, """
                INSERT INTO `User` (user_id, name, email, updated_at, status)
                SELECT seq, CONCAT('User ', seq), 'old', '2026-03-05 08:00', 'I' FROM seq_1_to_20
                WHERE seq NOT IN (12, 13, 16, 17)
                """, "UPDATE `User` SET updated_at = NULL WHERE user_id = 9", """
                INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date) VALUES
                    (101, 1, 'CALM', 1, '2026-03-05 23:30'), (102, NULL, 'CALM', 1, '2026-03-05 09:00'),
                    (103, 1, 'GHOST', 1, '2026-03-05 09:00'), (104, 1, 'GHOST', 1, '2026-03-05 10:00'),
                    (105, 1, 'SOON', 1, '2026-03-05 09:00'), (106, 16, 'CALM', 1, '2026-03-05 09:00'),
                    (107, 17, 'CALM', 1, '2026-03-05 09:00'), (108, 1, 'CALM', 5, '2026-03-05 09:00'),
                    (109, 1, 'CALM', 1, '2026-03-05 09:00'), (110, 1, 'MOVE', 1, '2026-03-05 09:00'),
                    (111, 1, 'CALM', 1, '2026-03-05 09:00')
                """);
    }

    private static List<String> friday() {
        return List.of(
                "UPDATE Stock SET price = 11 WHERE stock_id = 'MOVE'",
                "DELETE FROM Stock WHERE stock_id IN ('GONE', 'BACK', 'LATE', 'REDO')",
                "INSERT INTO Stock VALUES ('REDO', 'Redo', NULL, 95), ('SOON', 'Soon', NULL, 15), ('IPO', 'Ipo', NULL, 25)",
                "INSERT INTO Stock VALUES ('BRIEF', 'Brief', NULL, 35)",
                "DELETE FROM Stock WHERE stock_id = 'BRIEF'",
                "UPDATE Stock SET company = 'New Name' WHERE stock_id = 'NAME'",
                "UPDATE Stock SET company = 'New Both', price = 61 WHERE stock_id = 'BOTH'",
                "UPDATE Stock SET company = 'Swap' WHERE stock_id = 'SWAPA'",
                "UPDATE Stock SET company = 'Swap A' WHERE stock_id = 'SWAPB'",
                "UPDATE Stock SET company = 'Swap B' WHERE stock_id = 'SWAPA'",
                "UPDATE Stock SET price = 900 WHERE stock_id = 'FLIP'",
                "UPDATE Stock SET price = 90 WHERE stock_id = 'FLIP'",
                "UPDATE Stock SET company = 'Void', price = NULL WHERE stock_id = 'VOID'",
                changed(2, "new", "'2026-03-06 18:00'"),
                changed(3, "draft", "'2026-03-06 10:00'"),
                changed(3, "new", "'2026-03-06 15:00'"),
                changed(4, "new", "'2026-03-05 20:00'"), // committed late
                changed(5, "new", "'2026-03-07 05:00'"), // a clock that is ahead
                changed(6, "new", "updated_at"), // by a script that forgot the cursor
                "DELETE FROM `User` WHERE user_id IN (7, 8, 18)",
                added(8, "new", "'2026-03-06 12:00'"),
                added(18, "old", "'2026-03-06 12:00'"),
                changed(10, "old", "'2026-03-06 10:00'"), // touched, nothing else
                changed(11, "new", "'2026-03-07 00:30'"), // at the very read point
                added(12, "new", "'2026-03-06 09:00'"),
                added(16, "new", "'2026-03-06 09:00'"),
                "DELETE FROM `Transaction` WHERE transaction_id = 109",
                "UPDATE `Transaction` SET quantity = 9 WHERE transaction_id = 111",
                """
                INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date) VALUES
                    (201, 1, 'GHOST', 1, '2026-03-06 09:00'), (202, 2, 'CALM', 1, '2026-03-06 17:59:59'),
                    (203, 2, 'CALM', 1, '2026-03-06 18:00'), (204, 1, 'GONE', 1, '2026-03-06 23:00'),
                    (205, 1, 'BRIEF', 1, '2026-03-06 09:00'), (206, 7, 'CALM', 1, '2026-03-06 09:00'),
                    (207, 2, 'MOVE', 1, NULL), (208, 2, 'MOVE', 1, '2026-03-08 12:00'),
                    (209, 1, 'MOVE', 1, '2026-03-05 22:30'), (210, 1, 'MOVE', 1, '2026-03-05 08:00'),
                    (211, 1, 'IPO', 1, '2026-03-05 23:30')
                """);
    }

    private static List<String> weekend() {
        return List.of(
                "UPDATE Stock SET price = 11.50 WHERE stock_id = 'MOVE'",
                "UPDATE Stock SET price = 12 WHERE stock_id = 'MOVE'",
                "UPDATE Stock SET price = 16 WHERE stock_id = 'SOON'",
                "INSERT INTO Stock VALUES ('BACK', 'Back', NULL, 30)",
                changed(5, "newer", "updated_at"),
                changed(9, "new", "NULL"),
                changed(11, "newer", "updated_at"),
                changed(20, "new", "'2026-03-09 00:10'"),
                """
                INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date) VALUES
                    (301, 7, 'CALM', 1, '2026-03-08 09:00'), (302, 1, 'LATE', 1, '2026-03-07 09:00')
                """);
    }

    private static List<String> mondayMorning() {
        return List.of(
                "UPDATE Stock SET price = 13 WHERE stock_id = 'MOVE'",
                changed(9, "newer", "NULL"),
                added(13, "new", "'2026-03-09 09:00'"),
                changed(14, "new", "'2026-03-08 20:00'"), // committed so late that the overlap misses it
                "DELETE FROM `User` WHERE user_id = 15",
                changed(19, "new", "'2026-03-09 08:00'"),
                changed(20, "newer", "updated_at"),
                "UPDATE `Transaction` SET user_id = 2, stock_id = 'MOVE', quantity = 50,"
                        + " transaction_date = '2026-03-09 09:00' WHERE transaction_id = 108",
                """
                INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date) VALUES
                    (109, 1, 'CALM', 7, '2026-03-09 10:00'),
                    (401, 13, 'MOVE', 1, '2026-03-09 10:00'), (402, 13, 'MOVE', 1, '2026-03-09 08:00')
                """);
    }

    private static List<String> tuesday() {
        return List.of(
                "UPDATE Stock SET price = 14 WHERE stock_id = 'MOVE'",
                "INSERT INTO Stock VALUES ('LATE', 'Late', NULL, 41)",
                "DELETE FROM Stock WHERE stock_id = 'SOON'",
                added(7, "old", "'2026-03-10 09:00'"),
                "INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date) VALUES"
                        + " (501, 15, 'CALM', 1, '2026-03-10 15:00')");
    }

    private static String changed(int userId, String email, String updatedAt) {
        return "UPDATE `User` SET email = '%s', status = 'U', updated_at = %s WHERE user_id = %d"
                .formatted(email, updatedAt, userId);
    }

    private static String added(int userId, String email, String updatedAt) {
        return "INSERT INTO `User` (user_id, name, email, updated_at, status) VALUES (%1$d, 'User %1$d', '%2$s', %3$s, 'I')"
                .formatted(userId, email, updatedAt);
    }
}
