package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
                .doesNotContain(state.postgresAdminPassword());
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
}
