package dev.varve.demo.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Every foreign key is the version that was valid at the lesser of event time and read point less one microsecond; an event
 * in a gap has the nearest earlier version, else the earliest (design, section 4). Recomputed in another way than the load
 * does it: each version's validity is stretched to its successor, the first one's to the beginning of time, so that every
 * event lies in exactly one.
 *
 * @param column the foreign key
 * @param dimension what it points to
 * @param surrogateKey the dimension's
 * @param key its business key
 */
record ForeignKeys(String column, String dimension, String surrogateKey, String key) implements Check {
    private static final String LOOKED_UP = """
            WITH versions AS (
                SELECT %3$s AS sk, %4$s AS key, valid_from, valid_to,
                       CASE WHEN row_number() OVER version = 1 THEN '-infinity' ELSE valid_from END AS since,
                       coalesce(lead(valid_from) OVER version, 'infinity') AS until
                FROM stock.%2$s
                WINDOW version AS (PARTITION BY %4$s ORDER BY valid_from)),
            looked_up AS (
                SELECT f.transaction_id, f.loaded_as_of, v.sk, v.key, l.read_point,
                       least(f.transaction_date, l.read_point - interval '1 microsecond') AS at,
                       v.valid_from, v.valid_to, v.since, v.until
                FROM stock.transaction_fact f
                LEFT JOIN versions v ON v.sk = f.%1$s
                LEFT JOIN varve.load l ON l.pipeline = 'stock' AND l.as_of = f.loaded_as_of),
            judged AS (
                SELECT *, coalesce(read_point IS NOT NULL AND at >= since AND at < until, false) AS right_version,
                       at < valid_from OR at >= valid_to AS in_gap
                FROM looked_up)
            """;

    static final List<Check> ALL = List.of(
            new ForeignKeys("fk_user_id", "user_dim", "sk_user_id", "user_id"),
            new ForeignKeys("fk_stock_id", "stock_dim", "sk_stock_id", "stock_id"));

    @Override
    public String name() {
        return "each " + column + " = version valid at the event";
    }

    @Override
    public CheckResult run(Databases databases) throws SQLException {
        List<Long> counts = Examples.numbers(
                databases.warehouse(), sql("SELECT count(*), count(*) FILTER (WHERE in_gap) FROM judged"));
        Examples wrong = Examples.read(databases.warehouse(), sql("""
                SELECT count(*) OVER (),
                       'transaction ' || j.transaction_id || ': ' || CASE WHEN j.read_point IS NULL
                           THEN 'loaded as of ' || j.loaded_as_of || ', which the ledger does not have'
                           ELSE 'points to version ' || j.sk || ' of ' || j.key || ', expected '
                                || (SELECT v.sk FROM versions v WHERE v.key = j.key AND j.at >= v.since AND j.at < v.until)
                           END
                FROM judged j WHERE NOT j.right_version ORDER BY j.transaction_id LIMIT 5
                """));
        return new CheckResult(
                counts.get(0), wrong.count(), wrong.lines(), String.format(Locale.ROOT, "%,d in gaps", counts.get(1)));
    }

    private String sql(String select) {
        return LOOKED_UP.formatted(column, dimension, surrogateKey, key) + select;
    }
}
