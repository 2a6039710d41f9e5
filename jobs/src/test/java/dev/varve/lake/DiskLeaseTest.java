package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiskLeaseTest extends LeaseContractTest {
    @TempDir
    private Path folder;

    @Override
    ObjectStore emptyStore() {
        return ObjectStore.at(folder.toUri(), S3Settings.AWS);
    }
}
