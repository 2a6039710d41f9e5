package dev.varve.sandbox;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The market's warehouse as text: as the reference prints it, and whole. */
final class MarketWarehouse {
    private static final List<String> TABLES =
            List.of("party_dim", "item_dim", "offer_dim", "party_now", "sale_fact", "sale_log", "visit_fact");
    private static final List<String> VERSIONED = TABLES.subList(0, 3);

    private final Connection connection;

    MarketWarehouse(Connection connection) {
        this.connection = connection;
    }

    /** Every version and every record, surrogate keys aside, by table. */
    Map<String, List<String>> lines() {
        Map<String, List<String>> lines = new TreeMap<>();
        lines.put("party_dim", versions("party_dim", "party_id", "name, alias, note"));
        lines.put("item_dim", versions("item_dim", "code, slot", "title, label, price"));
        lines.put("offer_dim", versions("offer_dim", "offer_code, offer_slot", "price, supplier, note"));
        lines.put("party_now", Rows.of(connection, """
                SELECT party_id, name, note,
                       CASE WHEN is_inferred AND NOT is_deleted THEN 'INFERRED' WHEN is_deleted AND NOT is_inferred THEN 'DELETED'
                            WHEN NOT is_inferred THEN 'CURRENT' END,
                       loaded_as_of
                FROM market.party_now
                """));
        lines.put("sale_fact", Rows.of(connection, """
                SELECT ticket, line, %s, coalesce(n.party_id, 'unknown'), %s, quantity, list_price, %s, %s, f.loaded_as_of
                FROM market.sale_fact f
                JOIN market.party_dim p ON p.sk_party = f.fk_party JOIN market.party_now n ON n.sk_party_now = f.fk_party_now
                JOIN market.item_dim i ON i.sk_item = f.fk_item
                """.formatted(
                        version("p", "p.party_id"),
                        version("i", "i.code || ' | ' || i.slot"),
                        time("sold_at"),
                        time("source_deleted_at"))));
        lines.put("sale_log", Rows.of(connection, """
                SELECT ticket, line, %s, quantity, state, %s, %s, %s, f.loaded_as_of
                FROM market.sale_log f JOIN market.offer_dim o ON o.sk_offer = f.fk_offer
                """.formatted(
                        version("o", "o.offer_code || ' | ' || o.offer_slot"),
                        time("paid_at"),
                        time("recorded_at"),
                        time("source_deleted_at"))));
        lines.put("visit_fact", Rows.of(connection, """
                SELECT visitor, page, topic, %1$s, number, %2$s, %1$s, %3$s, f.loaded_as_of
                FROM market.visit_fact f JOIN market.party_dim p ON p.sk_party = f.fk_party
                """.formatted(
                        time("seen_at"), version("p", "p.party_id"), time("source_deleted_at"))));
        return lines;
    }

    private List<String> versions(String dimension, String key, String attributes) {
        return Rows.of(connection, """
                SELECT %s, %s, %s, %s,
                       CASE WHEN is_inferred AND is_current AND NOT is_deleted THEN 'INFERRED'
                            WHEN is_current AND NOT is_deleted THEN 'CURRENT'
                            WHEN is_deleted AND NOT is_current AND NOT is_inferred THEN 'DELETED'
                            WHEN NOT is_current AND NOT is_inferred THEN 'REPLACED' END,
                       valid_from_precision, loaded_as_of
                FROM market.%s
                """.formatted(key, attributes, time("valid_from"), time("valid_to"), dimension));
    }

    private static String version(String alias, String key) {
        return "coalesce(%s || ' ' || %s, 'unknown')".formatted(key, time(alias + ".valid_from"));
    }

    private static String time(String column) {
        return "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')";
    }

    /** What every load did, as the ledger counts it. */
    List<String> loaded() {
        return Rows.of(connection, """
                SELECT as_of, table_name, staged, opened, closed, overwritten, inferred, inserted, source_deleted, removed, gaps
                FROM varve.load JOIN varve.load_table USING (pipeline, number) ORDER BY number, table_name
                """);
    }

    /** Every row of every table, surrogate keys included, and what the ledger says of them. */
    List<String> copy() {
        List<String> rows = new ArrayList<>(loaded());
        TABLES.forEach(table -> rows.addAll(sorted("SELECT '%1$s', t::text FROM market.%1$s t", table)));
        return rows;
    }

    /** The versions that nothing may change any more. */
    List<String> closed() {
        List<String> rows = new ArrayList<>();
        VERSIONED.forEach(table -> rows.addAll(
                sorted("SELECT '%1$s', md5(t::text), t::text FROM market.%1$s t WHERE NOT is_current", table)));
        return rows;
    }

    private List<String> sorted(String sql, String table) {
        return Rows.of(connection, sql.formatted(table) + " ORDER BY 2");
    }
}
