package dev.varve.sandbox;

import java.sql.Connection;
import java.util.List;

/** The stock platform's warehouse as text, for comparisons of one with itself later, or with another. */
final class StockStar {
    private StockStar() {}

    /** Every column of every row. */
    static List<String> everything(Connection warehouse) {
        return Rows.of(warehouse, """
                SELECT 's', s::text FROM stock.stock_dim s
                UNION ALL SELECT 'u', u::text FROM stock.user_dim u
                UNION ALL SELECT 't', t::text FROM stock.transaction_fact t
                ORDER BY 1, 2
                """);
    }

    /** Every row without surrogate keys: a foreign key is told as the key and the start of its version. */
    static List<String> meaning(Connection warehouse) {
        return Rows.of(warehouse, """
                SELECT 's', (to_jsonb(s) - 'sk_stock_id')::text FROM stock.stock_dim s
                UNION ALL SELECT 'u', (to_jsonb(u) - 'sk_user_id')::text FROM stock.user_dim u
                UNION ALL SELECT 't', (to_jsonb(t) - 'fk_stock_id' - 'fk_user_id')::text
                                      || concat_ws('/', s.stock_id, s.valid_from, u.user_id, u.valid_from)
                FROM stock.transaction_fact t
                JOIN stock.stock_dim s ON s.sk_stock_id = t.fk_stock_id
                JOIN stock.user_dim u ON u.sk_user_id = t.fk_user_id
                ORDER BY 1, 2
                """);
    }
}
