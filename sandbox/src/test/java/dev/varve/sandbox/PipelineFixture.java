package dev.varve.sandbox;

import dev.varve.lake.History;
import dev.varve.lake.Layout;
import dev.varve.lake.ManifestLog;
import dev.varve.pipeline.Endpoint;
import dev.varve.warehouse.WarehouseConnections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.io.FileUtils;

/**
 * A source database, a warehouse database and a lake folder of a test's own on the shared servers. All are empty when the
 * fixture opens; the databases are emptied by the next fixture of that name, the folder goes when this one closes.
 */
final class PipelineFixture implements AutoCloseable {
    private final TestSource database;
    private final Map<String, String> variables;
    private final Path folder;
    private final TestLake lake;
    private final Connection source;
    private Connection warehouse;

    private PipelineFixture(
            TestSource database,
            Map<String, String> variables,
            Path folder,
            TestLake lake,
            Connection source,
            Connection warehouse) {
        this.database = database;
        this.variables = new HashMap<>(variables);
        this.folder = folder;
        this.lake = lake;
        this.source = source;
        this.warehouse = warehouse;
    }

    /** Everything new, with its lake where a test wants it; told the fixture's folder. */
    static PipelineFixture fresh(String name, Function<Path, TestLake> lake) {
        return fresh(new TestSource(TestSource.Server.MARIADB, "it_" + name), name, lake);
    }

    private static PipelineFixture fresh(TestSource database, String name, Function<Path, TestLake> lake) {
        database.create();
        return open(database, name, lake);
    }

    /** Everything new, with its lake where this build's tests keep theirs. */
    static PipelineFixture fresh(String name) {
        return fresh(name, folder -> TestLake.ofBuild(name, folder));
    }

    /** The same with a source in Postgres. */
    static PipelineFixture readingPostgres(String name) {
        TestSource database = new TestSource(TestSource.Server.POSTGRES, "it_" + name + "_source");
        return fresh(database, name, folder -> TestLake.ofBuild(name, folder));
    }

    /** The same source with a lake and a warehouse of its own. */
    PipelineFixture beside(String name) {
        return beside(name, folder -> TestLake.ofBuild(name, folder));
    }

    PipelineFixture beside(String name, Function<Path, TestLake> lake) {
        return open(database, name, lake);
    }

    /** The same source with a copy of the raw zone of one fixture, and of the processed zone and the warehouse of another. */
    static synchronized PipelineFixture copy(String name, PipelineFixture raw, PipelineFixture rest) {
        String warehouse = Rows.of(rest.warehouse, "SELECT current_database()").get(0);
        try {
            rest.warehouse.close(); // Postgres copies a database that nobody uses
            PipelineFixture copy =
                    open(rest.database, name, folder -> TestLake.ofBuild(name, folder), " TEMPLATE " + warehouse);
            rest.warehouse = WarehouseConnections.open(at(TestServers.shared().warehouse(), warehouse));
            copy.lake.copy(raw.lake, "raw");
            copy.lake.copy(rest.lake, "processed");
            return copy;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PipelineFixture open(TestSource database, String name, Function<Path, TestLake> lakeIn) {
        return open(database, name, lakeIn, "");
    }

    private static PipelineFixture open(
            TestSource database, String name, Function<Path, TestLake> lakeIn, String template) {
        SandboxServers servers = TestServers.shared();
        try (Connection server = WarehouseConnections.open(servers.warehouse())) {
            Rows.execute(server, "DROP DATABASE IF EXISTS it_" + name, "CREATE DATABASE it_" + name + template);
            Path folder = Files.createTempDirectory("varve-it-" + name);
            Endpoint source = database.endpoint();
            Endpoint warehouse = at(servers.warehouse(), "it_" + name);
            Map<String, String> variables = new HashMap<>(servers.variables());
            variables.put("STOCK_SOURCE_URL", source.url());
            variables.put("STOCK_SOURCE_USER", source.user());
            variables.put("STOCK_SOURCE_PASSWORD", source.password().reveal());
            variables.put("WAREHOUSE_URL", warehouse.url());
            TestLake lake = lakeIn.apply(folder);
            variables.putAll(lake.variables());
            return new PipelineFixture(
                    database, variables, folder, lake, database.connect(), WarehouseConnections.open(warehouse));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Endpoint at(Endpoint endpoint, String database) {
        return new Endpoint(
                endpoint.url().replaceFirst("/[^/]*$", "/" + database), endpoint.user(), endpoint.password());
    }

    /** Runs a command with this fixture's variables. */
    Outcome run(String... args) {
        TestVariables.set(variables);
        try {
            return Outcome.of(args);
        } finally {
            TestVariables.set(Map.of());
        }
    }

    Connection source() {
        return source;
    }

    Connection warehouse() {
        return warehouse;
    }

    /** Its lake, wherever that is. */
    TestLake lake() {
        return lake;
    }

    /** For a test's other files; a lake on disk is in it. */
    Path folder() {
        return folder;
    }

    /** What pipeline files of this fixture may refer to; a test may change it. */
    Map<String, String> variables() {
        return variables;
    }

    Layout layout(String pipeline) {
        return lake.layout(pipeline);
    }

    /** The manifests of a pipeline. */
    History history(String pipeline) {
        return new ManifestLog(layout(pipeline).store()).read();
    }

    @Override
    public void close() {
        try (source) {
            warehouse.close();
            FileUtils.deleteQuietly(folder.toFile());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
