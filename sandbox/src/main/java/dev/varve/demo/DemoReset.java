package dev.varve.demo;

import dev.varve.datagen.StockSchema;
import dev.varve.lake.Layout;
import dev.varve.lake.Lease;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.source.MySqlConnections;
import dev.varve.warehouse.Warehouse;
import dev.varve.warehouse.WarehouseConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.delta.DeltaLog;

/** Removes the stock data from source, lake and warehouse, and nothing else of the sandbox. */
final class DemoReset {
    private final Pipeline pipeline;
    private final Clock clock;
    private final Layout layout;
    private final DemoLake lake;

    DemoReset(Pipeline pipeline, Clock clock) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.layout = Layout.of(pipeline.lake(), pipeline.name());
        this.lake = new DemoLake(layout);
    }

    /** Whether source, lake or warehouse hold stock data, whoever made it. */
    boolean findsData() {
        try (Connection source = MySqlConnections.open(pipeline.source().endpoint());
                Connection warehouse =
                        WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            return yes(
                            source,
                            "SELECT count(*) > 0 FROM information_schema.tables WHERE table_schema = DATABASE()"
                                    + " AND table_name IN ('Stock', 'User', 'Transaction', 'datagen_day')")
                    || yes(warehouse, "SELECT to_regnamespace('stock') IS NOT NULL")
                    || !lake.isEmpty();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Wipes, and leaves an empty warehouse. It holds the lake's lease and the warehouse's lock, so that no ingest or load is
     * under way.
     *
     * @param before what to do once both are held and nothing is wiped yet
     * @throws VarveException (busy) if another process holds one of them
     */
    void wipe(Runnable before) {
        try (Lease lease = Lease.claim(layout.store(), "demo", clock);
                Warehouse writer = Warehouse.open(pipeline)) {
            before.run();
            wipeSource();
            wipeWarehouse();
            lake.wipe();
            // Delta would remember the tables if they were read before in this process.
            DeltaLog.clearCache();
            writer.migrate();
            lease.ensureHeld();
        }
    }

    private void wipeSource() {
        try (Connection source = MySqlConnections.open(pipeline.source().endpoint())) {
            // Somebody's open transaction on these tables ends this with an error, not in a wait of a day.
            execute(source, "SET SESSION lock_wait_timeout = 10");
            StockSchema.drop(source);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void wipeWarehouse() {
        try (Connection warehouse =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            warehouse.setAutoCommit(false);
            execute(warehouse, "SET lock_timeout = '10s'");
            execute(warehouse, "DROP SCHEMA IF EXISTS stock CASCADE");
            for (String table : List.of("varve.undo", "varve.load")) { // what else there is goes with a load
                if (yes(warehouse, "SELECT to_regclass('" + table + "') IS NOT NULL")) {
                    forget(warehouse, table);
                }
            }
            warehouse.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void forget(Connection warehouse, String table) throws SQLException {
        try (PreparedStatement delete = warehouse.prepareStatement("DELETE FROM " + table + " WHERE pipeline = ?")) {
            delete.setString(1, pipeline.name());
            delete.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean yes(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static VarveException failed(SQLException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        return VarveException.failed(
                "Cannot wipe the stock data: " + reason + ". Close other sessions on it, then run the demo again.", e);
    }
}
