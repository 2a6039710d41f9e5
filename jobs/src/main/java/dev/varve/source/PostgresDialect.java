package dev.varve.source;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Postgres's SQL.
 *
 * @param schema of the tables
 */
record PostgresDialect(String schema) implements TableQuery.Dialect {
    @Override
    public String select(Column column) {
        return PostgresTypes.expression(column);
    }

    @Override
    public String table(String name) {
        return PostgresTypes.quote(schema) + "." + PostgresTypes.quote(name);
    }

    @Override
    public String column(String name) {
        return PostgresTypes.quote(name);
    }

    @Override
    public Object instant(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
