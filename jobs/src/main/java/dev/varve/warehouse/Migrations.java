package dev.varve.warehouse;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import dev.varve.pipeline.WarehouseSettings;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the ledger's schema and the pipeline's schema up to date; tables come from migrations only. */
public final class Migrations {
    /** The schema of the ledger. */
    public static final String LEDGER_SCHEMA = "varve";

    private static final String LEDGER_LOCATION = "classpath:warehouse/varve";

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
        return applyLedger(warehouse) + migrate(warehouse, warehouse.schema(), location(warehouse));
    }

    /** Applies what the ledger's own schema lacks, and returns how many migrations that were. */
    static int applyLedger(WarehouseSettings warehouse) {
        return migrate(warehouse, LEDGER_SCHEMA, LEDGER_LOCATION);
    }

    private static String location(WarehouseSettings warehouse) {
        return warehouse
                .migrations()
                .map(folder -> "filesystem:" + folder.toAbsolutePath())
                .orElse("classpath:warehouse/" + warehouse.schema());
    }

    /**
     * What {@link #apply} would apply, each as its schema and its name. Changes nothing.
     *
     * @throws VarveException (usage) if the pipeline's migrations are not where its file says
     */
    public static List<String> pending(WarehouseSettings warehouse) {
        checkFolder(warehouse);
        return Stream.concat(
                        pending(warehouse, LEDGER_SCHEMA, LEDGER_LOCATION),
                        pending(warehouse, warehouse.schema(), location(warehouse)))
                .toList();
    }

    private static Stream<String> pending(WarehouseSettings warehouse, String schema, String location) {
        return guarded(schema, location, () -> {
            Flyway flyway = flyway(warehouse, schema, location);
            flyway.validate(); // as a migration does
            return Arrays.stream(flyway.info().pending()).map(migration -> schema + ": " + migration.getScript());
        });
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
        return guarded(
                schema, location, () -> flyway(warehouse, schema, location).migrate().migrationsExecuted);
    }

    private static Flyway flyway(WarehouseSettings warehouse, String schema, String location) {
        return Flyway.configure()
                .dataSource(dataSource(warehouse.endpoint()))
                .schemas(schema)
                .defaultSchema(schema)
                .locations(location)
                .failOnMissingLocations(true)
                .ignoreMigrationPatterns("*:future", "*:pending")
                .load();
    }

    private static <T> T guarded(String schema, String location, Supplier<T> work) {
        try {
            return work.get();
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
