package dev.varve.datagen;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The stock exchange's tables and the generator's books, in the database that a connection points to. */
public final class StockSchema {
    private static final String RESOURCE = "/source/stock/schema.sql";
    private static final int NO_SUCH_TABLE = 1146;
    /** A lock was not given in time, or could not be without a circle. */
    private static final Set<Integer> LOCKED = Set.of(1205, 1213);
    /** Children first, because of the foreign key. */
    private static final List<String> TABLES =
            List.of("Transaction", "User", "Stock", "datagen_day", "datagen_price", "datagen_delisted");

    private StockSchema() {}

    /** Creates the tables that are missing. Commits what the connection has open, as every DDL does in MySQL. */
    public static void create(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw failed("create the stock tables", e);
        }
    }

    /** Drops these tables, and no other, with all that is in them. */
    public static void drop(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("DROP TABLE IF EXISTS `" + table + "`");
            }
        } catch (SQLException e) {
            throw failed("drop the stock tables", e);
        }
    }

    /** The newest generated day; empty where there is none, or no such table. */
    public static Optional<LocalDate> lastDay(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MAX(day) FROM datagen_day")) {
            rows.next();
            return Optional.ofNullable(rows.getObject(1, LocalDate.class));
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return Optional.empty();
            }
            throw failed("read the generated days", e);
        }
    }

    /** In one line; the server's messages name tables and values, never a password. */
    static VarveException failed(String what, SQLException e) {
        if (LOCKED.contains(e.getErrorCode())) {
            return VarveException.busy("Cannot " + what + ": another process holds rows of it, or the server is still"
                    + " undoing what a stopped one wrote. Wait, and run it again.");
        }
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
        return VarveException.failed(
                "Cannot " + what + ": " + reason.replaceFirst("[.]$", "") + ". Correct the cause and run it again.", e);
    }

    private static List<String> statements() {
        try (InputStream file = Objects.requireNonNull(StockSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            String sql = new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Pattern.compile(";\\s*$", Pattern.MULTILINE)
                    .splitAsStream(sql)
                    .filter(statement -> !statement.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
