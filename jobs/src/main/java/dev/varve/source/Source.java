package dev.varve.source;

import dev.varve.pipeline.SourceSettings;

/** A source database that can be read consistently. */
public interface Source {
    /** Opens one consistent snapshot; closing it ends the snapshot and the connection. */
    SourceSnapshot open();

    /**
     * Runs a user's statement read-only.
     *
     * @throws dev.varve.pipeline.VarveException if the server does not run it, as when it would write
     */
    QueryRows query(ReadOnlyStatement statement);

    /** The source of a pipeline. */
    static Source of(SourceSettings settings) {
        return switch (settings.kind()) {
            case MYSQL -> new MySqlSource(settings.endpoint());
            case POSTGRES -> new PostgresSource(settings.endpoint());
        };
    }
}
