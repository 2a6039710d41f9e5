package dev.varve.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a sandbox keeps between starts, in a file that only its owner may read.
 *
 * @param mysql the MySQL-protocol server
 * @param postgres the warehouse server
 * @param postgresAdminPassword the password of Postgres's superuser
 * @param supervisor the process that runs both, {@link Supervisor#NONE} after a clean stop
 */
record SandboxState(ServerAccount mysql, ServerAccount postgres, String postgresAdminPassword, Supervisor supervisor) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PREFERRED_MYSQL_PORT = 23306;
    private static final int PREFERRED_POSTGRES_PORT = 25432;

    SandboxState {
        ServerAccount.checkPassword(postgresAdminPassword);
    }

    /** A new sandbox with new passwords. */
    static SandboxState fresh() {
        return new SandboxState(
                ServerAccount.on(PREFERRED_MYSQL_PORT, newPassword()),
                ServerAccount.on(PREFERRED_POSTGRES_PORT, newPassword()),
                newPassword(),
                Supervisor.NONE);
    }

    private static String newPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The same sandbox on the ports that a user asks for. */
    SandboxState with(PortWishes wishes) {
        return new SandboxState(
                mysql.wishedOn(wishes.mysql()),
                postgres.wishedOn(wishes.postgres()),
                postgresAdminPassword,
                supervisor);
    }

    /**
     * The same sandbox on the ports it had, or, where one is taken, on the next free one above.
     *
     * @throws VarveException if a port is taken that a user asked for, now or earlier
     */
    SandboxState onFreePorts() {
        requireFree("MariaDB", mysql, PortWishes.MYSQL_OPTION);
        requireFree("Postgres", postgres, PortWishes.POSTGRES_OPTION);
        int reserved = postgres.chosen() ? postgres.port() : 0;
        ServerAccount movedMysql = mysql.chosen() ? mysql : mysql.movedTo(Ports.firstFree(mysql.port(), reserved));
        ServerAccount movedPostgres =
                postgres.chosen() ? postgres : postgres.movedTo(Ports.firstFree(postgres.port(), movedMysql.port()));
        return new SandboxState(movedMysql, movedPostgres, postgresAdminPassword, supervisor);
    }

    private static void requireFree(String server, ServerAccount account, String option) {
        if (account.chosen() && !Ports.isFree(account.port())) {
            throw VarveException.failed("Cannot start " + server + " on port " + account.port()
                    + ": it is taken, or not free to use. Choose another by " + option
                    + ", or stop what listens there.");
        }
    }

    /**
     * Makes sure that a running sandbox listens where a user wants it.
     *
     * @throws VarveException if it does not
     */
    void requireOn(PortWishes wishes) {
        requireOn("MariaDB", mysql, wishes.mysql());
        requireOn("Postgres", postgres, wishes.postgres());
    }

    private static void requireOn(String server, ServerAccount account, Optional<Integer> wish) {
        if (wish.isPresent() && wish.get() != account.port()) {
            throw VarveException.failed("Cannot start " + server + " on port " + wish.get()
                    + ": the sandbox is already up, with " + server + " on port " + account.port()
                    + ". Stop it with ./varve sandbox down first.");
        }
    }

    SandboxState with(Supervisor other) {
        return new SandboxState(mysql, postgres, postgresAdminPassword, other);
    }

    /** Whether both servers are there to connect to. */
    boolean ready() {
        return supervisor.phase() == Supervisor.Phase.READY
                && supervisor.process().isPresent();
    }

    /**
     * The state of a sandbox that was started before.
     *
     * @throws VarveException if the file is there but cannot be understood
     */
    static Optional<SandboxState> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), SandboxState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw VarveException.failed(
                    "Cannot read " + file
                            + ": it is not what the sandbox wrote. Stop the sandbox with ./varve sandbox down,"
                            + " then delete the folder " + file.getParent() + " to start afresh.",
                    e);
        } catch (IOException e) {
            throw VarveException.failed("Cannot read " + file + ": " + e + ". Use the account that started it.", e);
        }
    }

    /** Replaces the file in one step. */
    void write(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            // Created as 0600, so that the passwords are at no time readable for others.
            Path draft = Files.createTempFile(
                    folder,
                    ".sandbox",
                    ".json",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw VarveException.failed(
                    "Cannot write " + file + ": " + e + ". Check the folder's owner and the disk.", e);
        }
    }

    @Override
    public String toString() {
        return "mysql " + mysql + ", postgres " + postgres + ", " + supervisor;
    }
}
