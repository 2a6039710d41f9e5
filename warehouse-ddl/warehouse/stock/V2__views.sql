-- Views for people and reports. They show business columns; who wants validity and precision reads the tables.

CREATE VIEW stock_current AS
SELECT stock_id, company, category, price, is_inferred
FROM stock_dim
WHERE is_current; -- the unknown member and the last version of a delisted stock never are

COMMENT ON VIEW stock_current IS
    'Listed stocks as of the last load. is_inferred: a transaction named the stock, whose own row has not come yet.';

CREATE VIEW user_current AS
SELECT user_id, name, email, is_inferred
FROM user_dim
WHERE is_current;

COMMENT ON VIEW user_current IS
    'Users as of the last load. is_inferred: a transaction named the user, whose own row has not come yet.';

-- A filter on user_id reaches the indices of user_dim and transaction_fact: it is a key of every grouping and partition.
CREATE VIEW portfolio_value AS
WITH loaded AS (
    SELECT (max(read_point) AT TIME ZONE 'UTC')::date - 1 AS last_day -- the day of the read itself was not over
    FROM varve.load
    WHERE warehouse_schema = '${flyway:defaultSchema}'
), trade AS (
    SELECT u.user_id, s.stock_id, (f.transaction_date AT TIME ZONE 'UTC')::date AS day,
           coalesce(sum(f.quantity), 0) AS shares -- positive: bought, negative: sold, NULL: no shares moved
    FROM transaction_fact f
    JOIN user_dim u ON u.sk_user_id = f.fk_user_id
    JOIN stock_dim s ON s.sk_stock_id = f.fk_stock_id
    WHERE f.source_deleted_at IS NULL
      AND f.transaction_date IS NOT NULL
      AND u.user_id IS NOT NULL -- the unknown members have no portfolio and no price
      AND s.stock_id IS NOT NULL
    GROUP BY 1, 2, 3
), holding AS ( -- from one day with trades in a stock up to the next one
    SELECT user_id, stock_id, day AS first_day, lead(day) OVER trades AS next_day, sum(shares) OVER trades AS shares
    FROM trade
    WINDOW trades AS (PARTITION BY user_id, stock_id ORDER BY day)
)
SELECT h.user_id,
       d.day,
       count(*) FILTER (WHERE h.shares <> 0) AS stocks,
       coalesce(sum(h.shares * p.price), 0) AS value,
       coalesce(sum(h.shares * p.price) FILTER (WHERE p.valid_to < d.day_end), 0) AS delisted_value,
       count(*) FILTER (WHERE h.shares <> 0 AND p.price IS NULL) AS stocks_without_price
FROM holding h
CROSS JOIN loaded l
CROSS JOIN LATERAL generate_series(0, coalesce(h.next_day - 1, l.last_day) - h.first_day) AS n
CROSS JOIN LATERAL (SELECT h.first_day + n AS day, (h.first_day + n + 1)::timestamp AT TIME ZONE 'UTC' AS day_end) d
LEFT JOIN LATERAL (
    SELECT v.price, v.valid_to
    FROM stock_dim v
    WHERE v.stock_id = h.stock_id AND v.valid_from < d.day_end
    ORDER BY v.valid_from DESC
    LIMIT 1
) p ON true
WHERE d.day <= l.last_day
GROUP BY h.user_id, d.day;

COMMENT ON VIEW portfolio_value IS
    'What each user''s shares were worth at the end of each UTC day, from the user''s first transaction to the last day'
    ' that was over when the source was last read; days without trades and users who left later included.';
COMMENT ON COLUMN portfolio_value.stocks IS 'Stocks of which the user held shares; sold without being owned counts, as negative shares.';
COMMENT ON COLUMN portfolio_value.value IS
    'Shares held times the price valid at the day''s end. A delisted stock counts with its last price, as its holders still'
    ' own it: value - delisted_value is the portfolio without such stocks. A stock without a price adds nothing.';
COMMENT ON COLUMN portfolio_value.delisted_value IS 'The part of value that lies in stocks not listed at the day''s end.';
COMMENT ON COLUMN portfolio_value.stocks_without_price IS
    'Stocks held whose price is NULL, as that of an inferred one: value is incomplete by these.';
