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
 */
public record WarehouseSettings(Endpoint endpoint, String schema, Optional<Path> migrations) {}
