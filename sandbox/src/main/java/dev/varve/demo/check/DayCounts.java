package dev.varve.demo.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often something happened on each day, by the generator's books and in the warehouse. What happened on the first day
 * came before the first read, so that nobody saw it.
 *
 * @param name what happened
 * @param expected SQL for the source: a day, the least and the most that a reader can have seen
 * @param actual SQL for the warehouse: a day and how often
 */
record DayCounts(String name, String expected, String actual) implements Check {
    /** The days after the first, each with the number of stocks that were seen on it for the first time. */
    private static final String DAYS = """
            WITH listed AS (SELECT stock_id, MIN(day) AS day FROM datagen_price GROUP BY stock_id),
            seen AS (
                SELECT stock_id, day, EXISTS (SELECT 1 FROM `Transaction` t WHERE t.stock_id = listed.stock_id
                                              AND t.transaction_date < listed.day) AS traded
                FROM listed WHERE day > (SELECT MIN(day) FROM datagen_day)),
            days AS (
                SELECT d.*, (SELECT COUNT(*) FROM seen WHERE seen.day = d.day) AS first_seen,
                       (SELECT COUNT(*) FROM seen WHERE seen.day = d.day AND traded) AS filled
                FROM datagen_day d WHERE d.day > (SELECT MIN(day) FROM datagen_day))
            """;

    private static final String STOCKS = """
            WITH versions AS (
                SELECT loaded_as_of, company, price, valid_from_precision AS precise,
                       row_number() OVER version AS number,
                       lag(company) OVER version AS company_before, lag(price) OVER version AS price_before,
                       lag(is_deleted) OVER version AS after_delete
                FROM stock.stock_dim WHERE stock_id IS NOT NULL
                WINDOW version AS (PARTITION BY stock_id ORDER BY valid_from))
            """;

    private static final String USERS = """
            WITH versions AS (
                SELECT loaded_as_of, row_number() OVER (PARTITION BY user_id ORDER BY valid_from) AS number
                FROM stock.user_dim WHERE user_id IS NOT NULL)
            SELECT l.as_of, count(*) FROM versions v
            JOIN varve.load l ON l.pipeline = 'stock' AND l.as_of = v.loaded_as_of AND l.number > 1
            """;

    static final List<Check> ALL = List.of(
            new DayCounts(
                    "stocks that left end at the read",
                    DAYS + "SELECT day, delisted, delisted FROM days",
                    deleted("stock_dim")),
            new DayCounts(
                    "stocks that returned open a version",
                    DAYS + "SELECT day, returned - filled, returned - filled FROM days",
                    STOCKS + """
                    SELECT loaded_as_of, count(*) FROM versions
                    WHERE coalesce(after_delete, precise NOT IN ('initial', 'inferred')) GROUP BY 1
                    """),
            new DayCounts(
                    "stocks traded before fill their inferred member",
                    DAYS + "SELECT day, filled, filled FROM days",
                    """
                    SELECT l.as_of, t.overwritten FROM varve.load l JOIN varve.load_table t USING (pipeline, number)
                    WHERE l.pipeline = 'stock' AND t.table_name = 'stock_dim'
                    """),
            new DayCounts(
                    "renamed companies are versions", // whether one was renamed that returned unseen nobody can tell
                    DAYS + "SELECT day, renamed - LEAST(renamed, first_seen), renamed FROM days",
                    STOCKS + """
                    SELECT loaded_as_of, count(*) FROM versions WHERE number > 1 AND company <> company_before GROUP BY 1
                    """),
            new DayCounts("prices that moved are versions", """
                    SELECT day, COUNT(*), COUNT(*)
                    FROM (SELECT day, price, LAG(price) OVER (PARTITION BY stock_id ORDER BY day) AS price_before
                          FROM datagen_price) prices
                    WHERE price <> price_before GROUP BY day
                    """, STOCKS + """
                    SELECT loaded_as_of, count(*) FROM versions WHERE number > 1 AND price <> price_before GROUP BY 1
                    """),
            new DayCounts(
                    "users that joined have a first version",
                    DAYS + "SELECT day, users_added, users_added FROM days",
                    USERS + "WHERE v.number = 1 GROUP BY 1"),
            new DayCounts(
                    "users that changed have another version", // one that left on the same evening has none
                    DAYS + "SELECT day, users_changed - LEAST(users_changed, users_deleted), users_changed FROM days",
                    USERS + "WHERE v.number > 1 GROUP BY 1"),
            new DayCounts(
                    "users that left end at the read",
                    DAYS + "SELECT day, users_deleted, users_deleted FROM days",
                    deleted("user_dim")),
            new DayCounts("events in gaps = trades in stocks that left", """
                    WITH prices AS (
                        SELECT stock_id, day, LEAD(day) OVER (PARTITION BY stock_id ORDER BY day) AS next_day FROM datagen_price),
                    away AS (
                        SELECT stock_id, day + INTERVAL 2 DAY AS since, COALESCE(next_day, DATE '9999-12-31') AS until FROM prices
                        WHERE COALESCE(next_day > day + INTERVAL 1 DAY, day < (SELECT MAX(day) FROM datagen_day)))
                    SELECT DATE(t.transaction_date) AS day, COUNT(*), COUNT(*)
                    FROM away a JOIN `Transaction` t ON t.stock_id = a.stock_id
                                                    AND t.transaction_date >= a.since AND t.transaction_date < a.until
                    GROUP BY 1
                    """, """
                    SELECT l.as_of, t.gaps FROM varve.load l JOIN varve.load_table t USING (pipeline, number)
                    WHERE l.pipeline = 'stock' AND t.table_name = 'transaction_fact'
                    """));

    private static String deleted(String dimension) {
        return "SELECT l.as_of, count(*) FROM stock." + dimension + " d JOIN varve.load l ON l.read_point = d.valid_to"
                + " WHERE l.pipeline = 'stock' AND d.is_deleted GROUP BY 1";
    }

    /** From the least to the most that is right. */
    record Range(long least, long most) {
        static final Range NONE = new Range(0, 0);

        boolean holds(long number) {
            return number >= least && number <= most;
        }

        @Override
        public String toString() {
            return least == most ? "" + least : least + " to " + most;
        }
    }

    @Override
    public CheckResult run(Databases databases) throws SQLException {
        SortedMap<String, Range> wanted = new TreeMap<>();
        SortedMap<String, Long> found = new TreeMap<>();
        each(
                databases.source(),
                expected,
                row -> wanted.put(row.getString(1), new Range(row.getLong(2), row.getLong(3))));
        each(databases.warehouse(), actual, row -> found.put(row.getString(1), row.getLong(2)));
        return judge(wanted, found);
    }

    static CheckResult judge(SortedMap<String, Range> wanted, SortedMap<String, Long> found) {
        SortedMap<String, Long> all = new TreeMap<>(found);
        wanted.keySet().forEach(day -> all.putIfAbsent(day, 0L));
        List<String> wrong = new ArrayList<>();
        all.forEach((day, number) -> {
            Range range = wanted.getOrDefault(day, Range.NONE);
            if (!range.holds(number)) {
                wrong.add(day + ": expected " + range + ", in the warehouse " + number);
            }
        });
        long rows = found.values().stream().mapToLong(Long::longValue).sum();
        List<String> examples = wrong.subList(0, Math.min(wrong.size(), CheckResult.MOST_EXAMPLES));
        return new CheckResult(rows, wrong.size(), examples, "");
    }

    private interface Take {
        void row(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, Take take) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                take.row(rows);
            }
        }
    }
}
