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
                new ServerAccount(PREFERRED_MYSQL_PORT, newPassword()),
                new ServerAccount(PREFERRED_POSTGRES_PORT, newPassword()),
                newPassword(),
                Supervisor.NONE);
    }

    private static String newPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The same sandbox on the ports it had, or, where one is taken, on the next free one above. */
    SandboxState onFreePorts() {
        return new SandboxState(
                mysql.withPort(Ports.firstFree(mysql.port())),
                postgres.withPort(Ports.firstFree(postgres.port())),
                postgresAdminPassword,
                supervisor);
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
