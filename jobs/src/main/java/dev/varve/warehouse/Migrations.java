package dev.varve.warehouse;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import dev.varve.pipeline.WarehouseSettings;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the ledger's schema and the pipeline's schema up to date; tables come from migrations only. */
public final class Migrations {
    /** The schema of the ledger. */
    public static final String LEDGER_SCHEMA = "varve";

    /** How Flyway begins the line that says what is wrong; advice of its own follows. */
    private static final Pattern CHANGED = Pattern.compile("Migration |Detected ");

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @return how many migrations were applied
     */
    public static int apply(WarehouseSettings warehouse) {
        checkFolder(warehouse);
        String own = warehouse
                .migrations()
                .map(folder -> "filesystem:" + folder.toAbsolutePath())
                .orElse("classpath:warehouse/" + warehouse.schema());
        return applyLedger(warehouse) + migrate(warehouse, warehouse.schema(), own);
    }

    /** Applies what the ledger's own schema lacks, and returns how many migrations that were. */
    static int applyLedger(WarehouseSettings warehouse) {
        return migrate(warehouse, LEDGER_SCHEMA, "classpath:warehouse/varve");
    }

    /**
     * Makes sure that the pipeline's migrations are where its file says.
     *
     * @throws VarveException (usage) if they are not
     */
    public static void checkFolder(WarehouseSettings warehouse) {
        warehouse.migrations().filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
            throw VarveException.usage("Cannot migrate schema " + warehouse.schema()
                    + " of the warehouse: there is no folder " + folder.toAbsolutePath()
                    + ". Correct warehouse.migrations; it counts from the pipeline file.");
        });
    }

    /** The same connections as the engine's, with their encryption, their zone and their errors. */
    private static DataSource dataSource(Endpoint endpoint) {
        return new PGSimpleDataSource() {
            @Override
            public Connection getConnection() {
                return WarehouseConnections.open(endpoint);
            }
        };
    }

    private static int migrate(WarehouseSettings warehouse, String schema, String location) {
        try {
            return Flyway.configure()
                    .dataSource(dataSource(warehouse.endpoint()))
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations(location)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayValidateException e) {
            String changed = String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> CHANGED.matcher(line).lookingAt())
                    .findFirst()
                    .orElse("what was applied and what is there differ")
                    .strip();
            throw VarveException.failed(
                    "Cannot migrate schema " + schema + " of the warehouse from " + location + ": "
                            + VarveException.sentence(changed)
                            + " Restore the migrations that were applied, and put changes into a new one.",
                    e);
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
