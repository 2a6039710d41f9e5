package dev.varve.source;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** MySQL's SQL; the session's zone is UTC, so that an instant is what UTC's clocks show. */
enum MySqlDialect implements TableQuery.Dialect {
    INSTANCE;

    @Override
    public String select(Column column) {
        return MySqlTypes.expression(column);
    }

    @Override
    public String table(String name) {
        return MySqlTypes.quote(name);
    }

    @Override
    public String column(String name) {
        return MySqlTypes.quote(name);
    }

    @Override
    public Object instant(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
