package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of a dimension as SQL reads it: one of type 2 has versions, one of type 1 a row a key, which holds at any time.
 *
 * @param schema its schema
 * @param dimension the dimension
 */
record DimensionTable(String schema, Dimension dimension) {
    /** Its name, qualified and quoted. */
    String name() {
        return Names.qualified(schema, dimension.name());
    }

    /** The columns that tell one of its rows from all others, the unknown member aside. */
    List<String> identity() {
        return switch (dimension.type()) {
            case TYPE_1 -> dimension.key();
            case TYPE_2 -> {
                List<String> identity = new ArrayList<>(dimension.key());
                identity.add(WarehouseTable.VALID_FROM);
                yield identity;
            }
        };
    }

    /** What stands after FROM for rows with surrogate key, key, {@code valid_from} and {@code valid_to}. */
    String valid() {
        return switch (dimension.type()) {
            case TYPE_1 ->
                "(SELECT %s, %s, timestamptz '-infinity' AS valid_from, timestamptz 'infinity' AS valid_to FROM %s)"
                        .formatted(surrogateKey(), Names.list(dimension.key()), name());
            case TYPE_2 -> name();
        };
    }

    /** The condition of a row that its source, or a fact, has now. */
    String current(String alias) {
        return switch (dimension.type()) {
            case TYPE_1 ->
                "(NOT %1$s.is_deleted AND %1$s.%2$s <> %3$d)".formatted(alias, surrogateKey(), Members.UNKNOWN);
            case TYPE_2 -> alias + ".is_current";
        };
    }

    /** The condition of a row that a fact brought. */
    String cameInferred(String alias) {
        return switch (dimension.type()) {
            case TYPE_1 -> alias + ".is_inferred";
            case TYPE_2 -> alias + ".valid_from_precision = 'inferred'";
        };
    }

    /** A row's place for people: {@code 1 from 1900-01-01 00:00:00+00}, or of type 1 the key alone. */
    String shown(String alias) {
        String key = "concat_ws(', ', %s)"
                .formatted(Names.each(dimension.key(), name -> alias + "." + Names.quote(name) + "::text", ", "));
        return switch (dimension.type()) {
            case TYPE_1 -> key;
            case TYPE_2 -> key + " || ' from ' || " + alias + ".valid_from";
        };
    }

    private String surrogateKey() {
        return Names.quote(dimension.surrogateKey());
    }
}
