package dev.varve.sandbox;

import java.nio.file.Path;

class OneWriterOnS3IT extends OneWriterContract {
    @Override
    TestLake lake(Path folder) {
        return TestLake.onS3("one_writer");
    }
}
