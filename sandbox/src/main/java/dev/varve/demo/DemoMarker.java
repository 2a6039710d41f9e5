package dev.varve.demo;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.varve.datagen.StockPlan;
import dev.varve.pipeline.VarveException;
import dev.varve.sandbox.SandboxLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that says: the stock data of this sandbox is the demo's, and may be wiped by the next one. It is written before
 * the demo touches anything.
 *
 * @param firstDay the first generated day
 * @param days how many
 * @param stock what was generated
 * @param lake where it was ingested
 */
record DemoMarker(String firstDay, int days, StockPlan stock, SandboxLake lake) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** As a file has it; one of before there was a choice is of a lake on disk. */
    @JsonCreator
    static DemoMarker of(
            @JsonProperty("first_day") String firstDay,
            @JsonProperty("days") int days,
            @JsonProperty("stock") StockPlan stock,
            @JsonProperty("lake") @Nullable SandboxLake lake) {
        return new DemoMarker(firstDay, days, stock, Objects.requireNonNullElse(lake, SandboxLake.disk));
    }

    static DemoMarker of(DemoPlan plan, SandboxLake lake) {
        return new DemoMarker(DemoPlan.FIRST_DAY.toString(), plan.days(), plan.stock(), lake);
    }

    /**
     * The marker of an earlier demo.
     *
     * @throws VarveException if the file is there but cannot be understood
     */
    static Optional<DemoMarker> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), DemoMarker.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw VarveException.failed(
                    "Cannot read " + file + ": it is not what the demo wrote."
                            + " Delete the file; ./varve demo --yes then starts afresh.",
                    e);
        } catch (IOException e) {
            throw VarveException.failed("Cannot read " + file + ": " + e + ". Use the account that wrote it.", e);
        }
    }

    /** Replaces the file in one step. */
    void write(Path file) {
        try {
            Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".demo", ".json");
            Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw VarveException.failed("Cannot write " + file + ": " + e + ". Check the folder and the disk.", e);
        }
    }
}
