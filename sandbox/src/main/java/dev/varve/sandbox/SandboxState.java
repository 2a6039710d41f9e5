package dev.varve.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox keeps between starts, in a file that only its owner may read.
 *
 * @param mysql the MySQL-protocol server
 * @param postgres the warehouse server
 * @param postgresAdminPassword the password of Postgres's superuser
 * @param s3 the S3 server, which runs only on demand
 * @param lake where the lake is
 * @param supervisor the process that runs MariaDB and Postgres, {@link Supervisor#NONE} after a clean stop
 */
record SandboxState(
        ServerAccount mysql,
        ServerAccount postgres,
        String postgresAdminPassword,
        S3Account s3,
        SandboxLake lake,
        Supervisor supervisor) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PREFERRED_MYSQL_PORT = 23306;
    private static final int PREFERRED_POSTGRES_PORT = 25432;

    SandboxState {
        ServerAccount.checkPassword(postgresAdminPassword);
    }

    /** As a file has it; one of before there was an S3 server gets keys for one. */
    @JsonCreator
    static SandboxState of(
            @JsonProperty("mysql") ServerAccount mysql,
            @JsonProperty("postgres") ServerAccount postgres,
            @JsonProperty("postgresAdminPassword") String postgresAdminPassword,
            @JsonProperty("s3") @Nullable S3Account s3,
            @JsonProperty("lake") @Nullable SandboxLake lake,
            @JsonProperty("supervisor") Supervisor supervisor) {
        return new SandboxState(
                mysql,
                postgres,
                postgresAdminPassword,
                Objects.requireNonNullElseGet(s3, S3Account::fresh),
                Objects.requireNonNullElse(lake, SandboxLake.disk),
                supervisor);
    }

    /** A new sandbox with new passwords. */
    static SandboxState fresh() {
        return new SandboxState(
                ServerAccount.on(PREFERRED_MYSQL_PORT, ServerAccount.newPassword()),
                ServerAccount.on(PREFERRED_POSTGRES_PORT, ServerAccount.newPassword()),
                ServerAccount.newPassword(),
                S3Account.fresh(),
                SandboxLake.disk,
                Supervisor.NONE);
    }

    /** The same sandbox on the ports that a user asks for. */
    SandboxState with(PortWishes wishes) {
        return new SandboxState(
                mysql.wishedOn(wishes.mysql()),
                postgres.wishedOn(wishes.postgres()),
                postgresAdminPassword,
                s3.wishedOn(wishes.s3()),
                lake,
                supervisor);
    }

    /**
     * The same sandbox with MariaDB and Postgres on the ports they had, or, where one is taken, on the next free one above.
     *
     * @throws VarveException if a port is taken that a user asked for, now or earlier
     */
    SandboxState onFreePorts() {
        mysql.requireFree("MariaDB", PortWishes.MYSQL_OPTION);
        postgres.requireFree("Postgres", PortWishes.POSTGRES_OPTION);
        Set<Integer> spoken = new HashSet<>();
        Stream.of(postgres, s3.server()).filter(ServerAccount::chosen).forEach(account -> spoken.add(account.port()));
        ServerAccount movedMysql = mysql.onFreePort(spoken);
        spoken.add(movedMysql.port());
        return new SandboxState(movedMysql, postgres.onFreePort(spoken), postgresAdminPassword, s3, lake, supervisor);
    }

    /** As {@link #onFreePorts} for the S3 server, which is started alone. */
    SandboxState withS3OnFreePort() {
        S3Account moved = s3.onFreePort(Set.of(mysql.port(), postgres.port()));
        return new SandboxState(mysql, postgres, postgresAdminPassword, moved, lake, supervisor);
    }

    /**
     * Makes sure that running MariaDB and Postgres listen where a user wants them.
     *
     * @throws VarveException if one does not
     */
    void requireOn(PortWishes wishes) {
        mysql.requireOn("MariaDB", wishes.mysql());
        postgres.requireOn("Postgres", wishes.postgres());
    }

    SandboxState with(SandboxLake other) {
        return new SandboxState(mysql, postgres, postgresAdminPassword, s3, other, supervisor);
    }

    SandboxState with(Supervisor other) {
        return new SandboxState(mysql, postgres, postgresAdminPassword, s3, lake, other);
    }

    /** Whether MariaDB and Postgres are there to connect to. */
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

    /** Reads, changes and writes the file, if it is there; nobody else changes it meanwhile. */
    static synchronized void change(SandboxDirectory directory, UnaryOperator<SandboxState> change) {
        SandboxLock turn = SandboxLock.await(directory.stateLockFile());
        try {
            read(directory.stateFile()).map(change).ifPresent(changed -> changed.write(directory.stateFile()));
        } finally {
            turn.close();
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
        return "mysql " + mysql + ", postgres " + postgres + ", s3 " + s3 + ", lake on " + lake + ", " + supervisor;
    }
}
