package dev.varve.pipeline;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A valid pipeline file, which a test edits and writes into its folder. */
final class ShopFile {
    static final String VALID = """
            pipeline: shop
            schedule: daily
            zone: UTC
            source:
              kind: mysql
              url: jdbc:mysql://db.example:3306/shop
              user: reader
              password: ${SHOP_PASSWORD}
            lake:
              raw: file:/lake/raw
              processed: file:/lake/processed
            warehouse:
              url: jdbc:postgresql://wh.example:5432/shop
              user: writer
              password: ${SHOP_PASSWORD}
              schema: shop
            tables:
              Order:
                key: order_id
                capture: cursor
                cursor: updated_at
                overlap: 90m
                reconcile: daily
            dimensions:
              product_dim:
                key: product_id
                surrogate_key: sk_product_id
                model: SELECT product_id, name FROM Order
            facts:
              order_fact:
                from: Order
                key: order_id
                event_time: ordered_at
                foreign_keys:
                  fk_product_id: { dimension: product_dim }
                model: SELECT order_id, product_id, ordered_at FROM Order
            """;

    private ShopFile() {}

    static Path write(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("shop.yaml"), text);
        } catch (IOException e) {
            return fail(e);
        }
    }

    /** What the valid file needs. */
    static Variables variables() {
        return Variables.of(Map.of("SHOP_PASSWORD", "shop-secret"), Map.of());
    }
}
