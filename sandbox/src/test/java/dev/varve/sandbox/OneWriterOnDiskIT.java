package dev.varve.sandbox;

import java.nio.file.Path;

class OneWriterOnDiskIT extends OneWriterContract {
    @Override
    TestLake lake(Path folder) {
        return TestLake.onDisk(folder);
    }
}
