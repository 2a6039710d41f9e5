package dev.varve.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The SQL that MariaDB runs as it starts: the database {@code stock}, the account {@code varve}, and the same for the
 * operating system's user, whose name the {@code mysql} client takes when it is told none.
 */
final class MariaDbAccounts {
    private MariaDbAccounts() {}

    /** Writes the file, readable for its owner only; one statement a line, as the server wants it. */
    static Path write(Path file, ServerAccount account) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, statements(System.getProperty("user.name", ServerAccount.USER), account));
    }

    static String statements(String systemUser, ServerAccount account) {
        StringBuilder sql = new StringBuilder("""
                CREATE DATABASE IF NOT EXISTS stock CHARACTER SET utf8mb4;
                DELETE FROM mysql.global_priv WHERE User = '';
                FLUSH PRIVILEGES;
                """);
        for (String user : new LinkedHashSet<>(List.of(ServerAccount.USER, systemUser))) {
            for (String host : List.of("127.0.0.1", "localhost")) {
                sql.append(account(literal(user) + "@" + literal(host), literal(account.password())));
            }
        }
        return sql.toString();
    }

    private static String account(String name, String password) {
        return """
                CREATE USER IF NOT EXISTS %1$s;
                ALTER USER %1$s IDENTIFIED VIA mysql_native_password USING PASSWORD(%2$s);
                GRANT ALL PRIVILEGES ON *.* TO %1$s WITH GRANT OPTION;
                """.formatted(name, password);
    }

    private static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
