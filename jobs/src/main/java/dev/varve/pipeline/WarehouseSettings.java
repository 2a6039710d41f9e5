package dev.varve.pipeline;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The warehouse of a pipeline.
 *
 * @param endpoint a Postgres database
 * @param schema the schema of the pipeline's dimensions and facts
 * @param migrations a folder of Flyway migrations for that schema; without it those on the class path under {@code
 *     warehouse/<schema>}
 * @param undoDays for how many days a load can be taken back; 0 for not at all
 */
public record WarehouseSettings(Endpoint endpoint, String schema, Optional<Path> migrations, int undoDays) {
    /** Where a pipeline file says nothing. */
    public static final int UNDO_DAYS = 35;

    /** A warehouse whose loads can be taken back for as long as they can by default. */
    public WarehouseSettings(Endpoint endpoint, String schema, Optional<Path> migrations) {
        this(endpoint, schema, migrations, UNDO_DAYS);
    }

    /** The same with before-images for a day at least, for who needs them within a transaction. */
    public WarehouseSettings keepingUndo() {
        return new WarehouseSettings(endpoint, schema, migrations, Math.max(1, undoDays));
    }
}
