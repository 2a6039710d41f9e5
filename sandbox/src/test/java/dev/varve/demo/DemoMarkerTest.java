package dev.varve.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.datagen.StockPlan;
import dev.varve.pipeline.VarveException;
import dev.varve.sandbox.SandboxLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoMarkerTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() {
        DemoMarker marker = DemoMarker.of(new DemoPlan(3, StockPlan.defaults().withUsers(9)), SandboxLake.s3);
        marker.write(folder.resolve("demo.json"));
        assertThat(DemoMarker.read(folder.resolve("demo.json"))).contains(marker);
    }

    @Test
    void aMarkerOfBeforeThereWasAChoiceIsOfALakeOnDisk() throws IOException {
        Path file = Files.writeString(
                folder.resolve("demo.json"),
                "{\"first_day\": \"2026-11-01\", \"days\": 2, \"stock\": {\"seed\": 42, \"users\": 5, \"stocks\": 6,"
                        + " \"transactions_per_day\": 7}}");
        assertThat(DemoMarker.read(file))
                .contains(DemoMarker.of(new DemoPlan(2, new StockPlan(42, 5, 6, 7)), SandboxLake.disk));
    }

    @Test
    void thereIsNoneWithoutADemo() {
        assertThat(DemoMarker.read(folder.resolve("demo.json"))).isEmpty();
    }

    @Test
    void aBrokenFileNamesItselfAndWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("demo.json"), "{");
        assertThatThrownBy(() -> DemoMarker.read(file))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read " + file + ": it is not what the demo wrote."
                        + " Delete the file; ./varve demo --yes then starts afresh.");
    }
}
