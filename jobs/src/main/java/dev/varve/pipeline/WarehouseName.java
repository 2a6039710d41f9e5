package dev.varve.pipeline;

import java.nio.charset.StandardCharsets;

/** What Postgres takes as the name of a schema, a table or a column. It cuts longer ones without an error. */
public final class WarehouseName {
    /** Bytes of UTF-8. */
    public static final int LONGEST = 63;

    private WarehouseName() {}

    /** Whether Postgres keeps the whole name. */
    public static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    static String checked(YamlMap map, String field, String name) {
        if (!fits(name)) {
            throw map.error(field, "is longer than the " + LONGEST + " bytes that Postgres keeps of a name");
        }
        return name;
    }
}
