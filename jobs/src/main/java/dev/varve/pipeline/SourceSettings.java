package dev.varve.pipeline;

/**
 * The source of a pipeline.
 *
 * @param kind which dialect it speaks
 * @param endpoint where it is
 */
public record SourceSettings(Kind kind, Endpoint endpoint) {
    /** The kinds of source that can be read. */
    public enum Kind {
        /** MySQL and MariaDB. */
        MYSQL,
        POSTGRES
    }
}
