package dev.varve.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The history that {@link CaseDays} left, verified once as the loads made it, and once after a hand was laid on many keys, each
 * in a way of its own; then it is as it was.
 */
final class TamperedHistory {
    /** A source that is not there. */
    static final String NOWHERE = "jdbc:mysql://127.0.0.1:1/stock";

    private static final List<String> TABLES = List.of("stock_dim", "user_dim", "transaction_fact");

    private final PipelineFixture fixture = CaseHistory.played().fixture();
    private final Outcome right;
    private final String statusWhenRight;
    private final Outcome wrong;
    private final String statusWhenWrong;

    private TamperedHistory() {
        right = run("verify");
        statusWhenRight = run("status").out();
        save();
        try {
            tamper();
            wrong = withoutSource();
            statusWhenWrong = run("status", "--json").out();
        } finally {
            restore();
        }
    }

    private static final class Holder {
        private static final TamperedHistory VERIFIED = new TamperedHistory();
    }

    static TamperedHistory verified() {
        return Holder.VERIFIED;
    }

    /** What {@code verify} said of what the loads made. */
    Outcome right() {
        return right;
    }

    String statusWhenRight() {
        return statusWhenRight;
    }

    /** What {@code verify} said after the hand; the source could not be reached. */
    Outcome wrong() {
        return wrong;
    }

    /** As JSON. */
    String statusWhenWrong() {
        return statusWhenWrong;
    }

    PipelineFixture fixture() {
        return fixture;
    }

    private void tamper() {
        Rows.execute(
                fixture.warehouse(),
                "UPDATE stock.stock_dim SET price = 11.01 WHERE stock_id = 'MOVE' AND price = 11",
                "UPDATE stock.user_dim SET email = 'forged' WHERE user_id = 1",
                "UPDATE stock.user_dim SET valid_to = valid_to + interval '1 hour' WHERE user_id = 7 AND is_deleted",
                "INSERT INTO stock.stock_dim SELECT 900, 'CALM', company, category, price, '1890-01-01Z', '1900-01-01Z', false,"
                        + " false, false, 'initial', loaded_as_of FROM stock.stock_dim WHERE stock_id = 'CALM'",
                "DELETE FROM stock.stock_dim WHERE stock_id = 'NAME' AND is_current",
                "UPDATE stock.stock_dim SET is_deleted = false WHERE stock_id = 'GONE'",
                "UPDATE stock.stock_dim SET loaded_as_of = '2026-03-06' WHERE stock_id = 'VOID' AND NOT is_current",
                "UPDATE stock.user_dim SET is_current = true WHERE user_id IS NULL",
                "DELETE FROM stock.transaction_fact WHERE transaction_id = 104",
                "INSERT INTO stock.transaction_fact SELECT 999, fk_user_id, fk_stock_id, 1000, transaction_date, NULL,"
                        + " loaded_as_of FROM stock.transaction_fact WHERE transaction_id = 101",
                "UPDATE stock.transaction_fact SET quantity = 5 WHERE transaction_id = 106",
                "UPDATE stock.transaction_fact SET source_deleted_at = now() WHERE transaction_id = 107",
                "ALTER TABLE stock.transaction_fact DROP CONSTRAINT transaction_fact_pkey",
                "INSERT INTO stock.transaction_fact SELECT * FROM stock.transaction_fact WHERE transaction_id = 401",
                point("fk_user_id", 203, "user_dim", "sk_user_id", "user_id = 2 AND email = 'old'"),
                point("fk_user_id", 102, "user_dim", "sk_user_id", "user_id = 1"),
                point("fk_stock_id", 302, "stock_dim", "sk_stock_id", "stock_id = 'LATE' AND is_current"),
                point("fk_stock_id", 207, "stock_dim", "sk_stock_id", "stock_id = 'MOVE' AND price = 10"));
    }

    private static String point(String column, int fact, String dimension, String surrogateKey, String version) {
        return "UPDATE stock.transaction_fact SET %s = (SELECT %s FROM stock.%s WHERE %s) WHERE transaction_id = %d"
                .formatted(column, surrogateKey, dimension, version, fact);
    }

    /** A count and its examples: the lines below a kind of difference. */
    List<String> found(String table, String check, String kind) {
        List<String> lines = new ArrayList<>();
        boolean ofCheck = false;
        boolean ofKind = false;
        for (String line : wrong.out().lines().toList()) {
            if (!line.startsWith("  ")) {
                ofCheck = line.matches("verify +" + table + " .*\\b" + check + "s?\\b.*");
                ofKind = false;
            } else if (!line.startsWith("    ")) {
                ofKind = ofCheck && line.startsWith("  " + kind + ": ");
                if (ofKind) {
                    lines.add(line.substring(kind.length() + 4));
                }
            } else if (ofKind) {
                lines.add(line.strip());
            }
        }
        return lines;
    }

    private void save() {
        for (String table : TABLES) {
            Rows.execute(fixture.warehouse(), "CREATE TABLE saved_" + table + " AS TABLE stock." + table);
        }
    }

    private void restore() {
        Rows.execute(
                fixture.warehouse(),
                "DELETE FROM stock.transaction_fact",
                "ALTER TABLE stock.transaction_fact DROP CONSTRAINT IF EXISTS transaction_fact_pkey",
                "ALTER TABLE stock.transaction_fact ADD PRIMARY KEY (transaction_id)");
        for (String table : List.of("stock_dim", "user_dim")) {
            Rows.execute(fixture.warehouse(), "DELETE FROM stock." + table);
        }
        for (String table : TABLES) {
            Rows.execute(
                    fixture.warehouse(),
                    "INSERT INTO stock." + table + " SELECT * FROM saved_" + table,
                    "DROP TABLE saved_" + table);
        }
    }

    /** Runs a command of the stock pipeline. */
    Outcome run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "stock", "--pipelines", "../pipelines"));
        arguments.addAll(List.of(more));
        return fixture.run(arguments.toArray(String[]::new));
    }

    private Outcome withoutSource() {
        String real = Objects.requireNonNull(fixture.variables().put("STOCK_SOURCE_URL", NOWHERE));
        try {
            return run("verify");
        } finally {
            fixture.variables().put("STOCK_SOURCE_URL", real);
        }
    }
}
