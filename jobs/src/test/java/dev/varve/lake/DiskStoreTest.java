package dev.varve.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest extends ObjectStoreContractTest {
    @TempDir
    private Path folder;

    @Override
    ObjectStore emptyStore() {
        return ObjectStore.at(root().toUri(), S3Settings.AWS);
    }

    @Test
    void hiddenFilesAreNotListed() throws IOException {
        Files.createDirectories(root().resolve("manifests"));
        Files.writeString(root().resolve("manifests/.1.json.draft-of-a-killed-run"), "half");
        Files.writeString(root().resolve("manifests/2.json"), "whole");

        assertThat(emptyStore().list("manifests")).containsExactly("2.json");
    }

    @Test
    void draftsDoNotStay() throws IOException {
        ObjectStore store = emptyStore();
        store.putIfAbsent("manifests/1.json", "first".getBytes(UTF_8));
        store.putIfAbsent("manifests/1.json", "second".getBytes(UTF_8));
        store.replace("manifests/1.json", "first".getBytes(UTF_8), "third".getBytes(UTF_8));

        try (Stream<Path> files = Files.list(root().resolve("manifests"))) {
            assertThat(files).containsExactly(root().resolve("manifests/1.json"));
        }
    }

    @Test
    void lookingAtAMissingLakeDoesNotCreateIt() {
        ObjectStore store = emptyStore();
        store.list("manifests");
        store.read("lease.json");
        store.delete("lease.json", new byte[0]);

        assertThat(root()).doesNotExist();
    }

    @Test
    void folderThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(root(), "a file where the lake should be");

        assertThatThrownBy(() -> emptyStore().putIfAbsent("lease.json", new byte[0]))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot write " + root().resolve("lease.json") + ": " + root()
                        + " is no folder. Check the lake's folder, its rights and its free space.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    @Test
    void otherKindsOfLakeAreRefused() {
        assertThatThrownBy(() -> ObjectStore.at(URI.create("ftp://example/lake"), S3Settings.AWS))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot use the lake at ftp://example/lake: ")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private Path root() {
        return folder.resolve("raw root");
    }
}
