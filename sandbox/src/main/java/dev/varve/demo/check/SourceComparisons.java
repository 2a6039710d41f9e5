package dev.varve.demo.check;

import java.util.List;

/** The comparisons of the warehouse with the source and with the generator's price log. */
final class SourceComparisons {
    static final Check STOCKS = new Comparison(
            "current rows of stock_dim = Stock",
            "SELECT stock_id, company, category, price FROM Stock",
            "SELECT stock_id, company, category, price FROM stock.stock_dim WHERE is_current AND NOT is_inferred");

    static final Check USERS = new Comparison(
            "current rows of user_dim = User",
            "SELECT user_id, name, email FROM `User`",
            "SELECT user_id, name, email FROM stock.user_dim WHERE is_current AND NOT is_inferred");

    /** The keys behind the surrogate keys; the unknown member has none. */
    static final Check FACTS = new Comparison("transaction_fact = Transaction", """
            SELECT transaction_id, user_id, stock_id, quantity,
                   DATE_FORMAT(transaction_date, '%Y-%m-%d %H:%i:%s.%f') AS transaction_date
            FROM `Transaction`
            """, """
            SELECT f.transaction_id, u.user_id, s.stock_id, f.quantity,
                   to_char(f.transaction_date AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS transaction_date
            FROM stock.transaction_fact f
            LEFT JOIN stock.user_dim u ON u.sk_user_id = f.fk_user_id
            LEFT JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
            WHERE f.source_deleted_at IS NULL
            """);

    /**
     * What the trade cost on its day, by the generator's own books. A stock that was away has its last price before, or the
     * first one after if it was never seen until then, or none.
     */
    static final Check FACT_PRICES = new Comparison("price behind each fact = price log", """
            SELECT t.transaction_id,
                   coalesce(p.price,
                            (SELECT b.price FROM datagen_price b WHERE b.stock_id = t.stock_id
                             AND b.day < DATE(t.transaction_date) ORDER BY b.day DESC LIMIT 1),
                            (SELECT a.price FROM datagen_price a WHERE a.stock_id = t.stock_id
                             AND a.day > DATE(t.transaction_date) ORDER BY a.day LIMIT 1)) AS price
            FROM `Transaction` t
            LEFT JOIN datagen_price p ON p.day = DATE(t.transaction_date) AND p.stock_id = t.stock_id
            """, """
            SELECT f.transaction_id, s.price
            FROM stock.transaction_fact f
            LEFT JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
            WHERE f.source_deleted_at IS NULL
            """);

    /**
     * Every version, those without a fact too. A stock that left in the morning is not in the day's log, but valid until
     * the end of the interval, as only the comparison of snapshots tells that it is gone. One that was traded before it was
     * first seen is valid from the beginning, at the first price seen.
     */
    static final Check VERSION_PRICES = new Comparison("prices of stock_dim's versions = price log", """
            SELECT CONCAT(stock_id, ' on ', day) AS stock, price FROM datagen_price
            UNION ALL
            SELECT CONCAT(p.stock_id, ' on ', d.day), p.price
            FROM (SELECT stock_id, MIN(day) AS day FROM datagen_price GROUP BY stock_id) seen
            JOIN datagen_price p ON p.stock_id = seen.stock_id AND p.day = seen.day
            JOIN datagen_day d ON d.day < seen.day
            WHERE EXISTS (SELECT 1 FROM `Transaction` t WHERE t.stock_id = seen.stock_id AND t.transaction_date < seen.day)
            """, """
            SELECT d.stock_id || ' on ' || l.as_of, d.price
            FROM varve.load l
            JOIN stock.stock_dim d ON d.valid_from <= (l.as_of || ' 12:00:00Z')::timestamptz
                                  AND d.valid_to > (l.as_of || ' 12:00:00Z')::timestamptz
            WHERE l.pipeline = 'stock' AND NOT (d.is_deleted AND d.valid_to = l.read_point)
              AND d.stock_id IS NOT NULL AND NOT d.is_inferred
            """);

    /** Stocks that were away whenever the source was read, and only known from their trades. */
    static final Check INFERRED = new Comparison(
            "inferred stocks = traded, never listed",
            """
            SELECT DISTINCT stock_id, NULL AS company, NULL AS price FROM `Transaction`
            WHERE stock_id NOT IN (SELECT stock_id FROM datagen_price)
            """,
            "SELECT stock_id, company, price FROM stock.stock_dim WHERE is_inferred");

    static final List<Check> ALL = List.of(STOCKS, USERS, FACTS, FACT_PRICES, VERSION_PRICES, INFERRED);

    private SourceComparisons() {}
}
