package dev.varve.warehouse;

import dev.varve.pipeline.VarveException;
import dev.varve.pipeline.WarehouseSettings;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the ledger's schema and the pipeline's schema up to date; tables come from migrations only. */
public final class Migrations {
    /** The schema of the ledger. */
    public static final String LEDGER_SCHEMA = "varve";

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @return how many migrations were applied
     */
    public static int apply(WarehouseSettings warehouse) {
        String own = warehouse
                .migrations()
                .map(folder -> "filesystem:" + folder.toAbsolutePath())
                .orElse("classpath:warehouse/" + warehouse.schema());
        return migrate(warehouse, LEDGER_SCHEMA, "classpath:warehouse/varve")
                + migrate(warehouse, warehouse.schema(), own);
    }

    private static int migrate(WarehouseSettings warehouse, String schema, String location) {
        try {
            return Flyway.configure()
                    .dataSource(
                            warehouse.endpoint().url(),
                            warehouse.endpoint().user(),
                            warehouse.endpoint().password().reveal())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations(location)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            String reason =
                    String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
            throw VarveException.failed(
                    "Cannot migrate schema " + schema + " of the warehouse from " + location + ": " + reason
                            + ". Check the migrations, and the user's right to create schemas.",
                    e);
        }
    }
}
