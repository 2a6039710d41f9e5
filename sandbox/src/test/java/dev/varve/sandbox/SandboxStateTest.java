package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxStateTest {
    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWritten() {
        Path file = folder.resolve("sandbox.json");
        SandboxState state = SandboxState.fresh().with(Supervisor.current(Supervisor.Phase.READY));
        state.write(file);
        assertThat(SandboxState.read(file)).contains(state);
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        Path file = folder.resolve("sandbox.json");
        Files.writeString(file, "");
        SandboxState.fresh().write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void everySandboxHasItsOwnPasswords() {
        SandboxState state = SandboxState.fresh();
        assertThat(state.mysql().password())
                .hasSize(32)
                .isNotEqualTo(state.postgres().password())
                .isNotEqualTo(SandboxState.fresh().mysql().password());
    }

    @Test
    void showsNoPassword() {
        SandboxState state = SandboxState.fresh();
        assertThat(state.toString())
                .doesNotContain(state.mysql().password())
                .doesNotContain(state.postgres().password())
                .doesNotContain(state.postgresAdminPassword())
                .doesNotContain(state.s3().accessKeyId())
                .doesNotContain(state.s3().server().password());
    }

    @Test
    void aFileOfSomethingElseIsNamedWithWhatToDo() throws IOException {
        Path file = folder.resolve("sandbox.json");
        Files.writeString(file, "{\"mysql\": 3}");
        assertThatThrownBy(() -> SandboxState.read(file))
                .isInstanceOf(VarveException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("delete the folder");
    }

    @Test
    void isReadyOnlyWhileItsOwnProcessRuns() {
        Supervisor self = Supervisor.current(Supervisor.Phase.READY);
        SandboxState state = SandboxState.fresh();
        assertThat(state.with(self).ready()).isTrue();
        assertThat(state.with(Supervisor.current(Supervisor.Phase.STARTING)).ready())
                .isFalse();
        assertThat(state.with(new Supervisor(self.pid(), self.startedAtMillis() - 60_000, self.phase()))
                        .ready())
                .isFalse();
        assertThat(state.with(Supervisor.NONE).ready()).isFalse();
    }

    @Test
    void aChosenPortIsKept() throws IOException {
        int port = freePort();
        Path file = folder.resolve("sandbox.json");
        SandboxState.fresh().with(mysqlOn(port)).onFreePorts().write(file);
        assertThat(SandboxState.read(file).orElseThrow().onFreePorts().mysql().port())
                .isEqualTo(port);
    }

    @Test
    void aChosenPortThatIsTakenIsNamedWithItsOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            SandboxState state = SandboxState.fresh();
            assertThatThrownBy(() -> state.with(mysqlOn(port)).onFreePorts())
                    .isInstanceOf(VarveException.class)
                    .hasMessage("Cannot start MariaDB on port " + port + ": it is taken, or not free to use. Choose"
                            + " another by --mysql-port, or stop what listens there.")
                    .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
        }
    }

    @Test
    void aPortThatNobodyChoseGivesWayToOneThatSomebodyDid() {
        SandboxState state = SandboxState.fresh();
        int free = Ports.firstFree(state.mysql().port(), Set.of());
        SandboxState moved = state.with(new PortWishes(Optional.empty(), Optional.of(free), Optional.empty()))
                .onFreePorts();
        assertThat(moved.postgres().port()).isEqualTo(free);
        assertThat(moved.mysql().port()).isGreaterThan(free);
    }

    @Test
    void aStateOfBeforePortsCouldBeChosenIsRead() throws IOException {
        Path file = folder.resolve("sandbox.json");
        SandboxState.fresh().write(file);
        Files.writeString(file, Files.readString(file).replaceAll("\"chosen\" : false,", ""));
        assertThat(SandboxState.read(file).orElseThrow().mysql().chosen()).isFalse();
    }

    @Test
    void aRunningSandboxOnOtherPortsIsNamed() {
        SandboxState state = SandboxState.fresh();
        int other = state.mysql().port() + 1;
        state.requireOn(mysqlOn(state.mysql().port()));
        assertThatThrownBy(() -> state.requireOn(mysqlOn(other)))
                .hasMessage(
                        "Cannot start MariaDB on port " + other + ": the sandbox is already up, with MariaDB on port "
                                + state.mysql().port() + ". Stop it with ./varve sandbox down first.");
    }

    @Test
    void theS3ServersPortStaysOffThoseOfTheDatabases() {
        SandboxState state = SandboxState.fresh();
        int wanted = state.s3().server().port();
        SandboxState crowded = state.with(mysqlOn(Ports.firstFree(wanted, Set.of())));
        assertThat(crowded.withS3OnFreePort().s3().server().port())
                .isGreaterThan(crowded.mysql().port());
    }

    @Test
    void aTakenPortOfTheS3ServerIsNamedWithItsOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            PortWishes wishes = new PortWishes(Optional.empty(), Optional.empty(), Optional.of(port));
            assertThatThrownBy(() -> SandboxState.fresh().with(wishes).withS3OnFreePort())
                    .hasMessage(
                            "Cannot start the S3 server on port " + port + ": it is taken, or not free to use. Choose"
                                    + " another by --s3-port, or stop what listens there.");
        }
    }

    @Test
    void aStateOfBeforeTheS3ServerHasItsLakeOnDisk() throws IOException {
        Path file = folder.resolve("sandbox.json");
        SandboxState state = SandboxState.fresh().with(SandboxLake.s3);
        state.write(file);
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        assertThat(tree.remove("s3").has("accessKeyId")).isTrue();
        assertThat(tree.remove("lake").asText()).isEqualTo("s3");
        Files.writeString(file, tree.toString());
        SandboxState read = SandboxState.read(file).orElseThrow();
        assertThat(read.lake()).isEqualTo(SandboxLake.disk);
        assertThat(read.s3().server().port()).isEqualTo(29000);
        assertThat(read.mysql()).isEqualTo(state.mysql());
    }

    @Test
    void aChangeKeepsWhatOthersWrote() {
        SandboxDirectory directory = new SandboxDirectory(folder);
        directory.createServersFolder();
        SandboxState.change(directory, state -> state.with(SandboxLake.s3));
        assertThat(directory.stateFile()).doesNotExist();
        SandboxState state = SandboxState.fresh();
        state.write(directory.stateFile());
        SandboxState.change(directory, last -> last.with(SandboxLake.s3));
        SandboxState.change(directory, last -> last.with(Supervisor.current(Supervisor.Phase.READY)));
        assertThat(SandboxState.read(directory.stateFile()))
                .contains(state.with(SandboxLake.s3).with(Supervisor.current(Supervisor.Phase.READY)));
    }

    private static PortWishes mysqlOn(int port) {
        return new PortWishes(Optional.of(port), Optional.empty(), Optional.empty());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
