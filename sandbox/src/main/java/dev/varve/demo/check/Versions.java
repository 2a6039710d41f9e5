package dev.varve.demo.check;

import java.sql.SQLException;
import java.util.List;

/**
 * Versions of a key follow each other: none is empty or overlaps, each starts and ends where its precision and its flags
 * allow it (design, section 4), and only the last one may be current.
 *
 * @param dimension the dimension
 * @param surrogateKey its surrogate key
 * @param key its business key
 */
record Versions(String dimension, String surrogateKey, String key) implements Check {
    static final List<Check> ALL = List.of(
            new Versions("stock_dim", "sk_stock_id", "stock_id"), new Versions("user_dim", "sk_user_id", "user_id"));

    @Override
    public String name() {
        return "versions of " + dimension + " follow each other";
    }

    @Override
    public CheckResult run(Databases databases) throws SQLException {
        long rows = Examples.numbers(
                        databases.warehouse(),
                        "SELECT count(*) FROM stock.%s WHERE %s IS NOT NULL".formatted(dimension, key))
                .get(0);
        Examples wrong = Examples.read(databases.warehouse(), """
                WITH versions AS (
                    SELECT d.%2$s AS sk, d.%3$s AS key, d.valid_from, d.valid_to, d.is_current, d.is_deleted,
                           d.valid_from_precision, l.previous_read_point, l.read_point,
                           lead(d.valid_from) OVER (PARTITION BY d.%3$s ORDER BY d.valid_from) AS next_from
                    FROM stock.%1$s d LEFT JOIN varve.load l ON l.pipeline = 'stock' AND l.as_of = d.loaded_as_of
                    WHERE d.%3$s IS NOT NULL),
                judged AS (
                    SELECT versions.*, CASE
                        WHEN valid_from >= valid_to THEN 'is empty'
                        WHEN next_from < valid_to THEN 'overlaps the one from ' || next_from
                        WHEN read_point IS NULL THEN 'was loaded as of a day that the ledger does not have'
                        WHEN is_current AND next_from IS NOT NULL THEN 'is current, but not the last'
                        WHEN is_current AND is_deleted THEN 'is current, but deleted'
                        WHEN is_current <> (valid_to = '9999-12-31 00:00:00Z') THEN 'contradicts is_current by its end'
                        WHEN NOT is_current AND NOT is_deleted AND next_from IS DISTINCT FROM valid_to
                            THEN 'is followed by ' || coalesce('one from ' || next_from, 'none') || ', but not deleted'
                        WHEN is_deleted AND NOT EXISTS (SELECT 1 FROM varve.load r
                                                        WHERE r.pipeline = 'stock' AND r.read_point = valid_to)
                            THEN 'was deleted at a time that is no read point'
                        WHEN valid_from_precision IN ('initial', 'inferred') AND valid_from <> '1900-01-01 00:00:00Z'
                             OR valid_from_precision = 'interval' AND valid_from IS DISTINCT FROM previous_read_point
                             OR valid_from_precision = 'exact'
                                AND (previous_read_point IS NULL OR valid_from < previous_read_point OR valid_from > read_point)
                            THEN 'starts at a time that is not ' || valid_from_precision || ' for its load'
                        END AS problem
                    FROM versions)
                SELECT count(*) OVER (), 'version ' || sk || ' of ' || key || ' (' || valid_from || ' to ' || valid_to || ') '
                       || problem
                FROM judged WHERE problem IS NOT NULL ORDER BY sk LIMIT 5
                """.formatted(dimension, surrogateKey, key));
        return new CheckResult(rows, wrong.count(), wrong.lines(), "");
    }
}
