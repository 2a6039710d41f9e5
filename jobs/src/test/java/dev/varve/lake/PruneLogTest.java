package dev.varve.lake;

import static dev.varve.lake.Manifests.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneLogTest {
    @TempDir
    private Path folder;

    private ManifestLog log;

    @BeforeEach
    void openLog() {
        log = new ManifestLog(ObjectStore.at(folder.toUri(), S3Settings.AWS), "shop");
        for (int number = 1; number <= 3; number++) {
            log.append(manifest(
                    number,
                    Map.of(
                            "User",
                            number == 1 ? Manifests.initial(Optional.empty()) : Manifests.complete(Optional.empty()))));
        }
    }

    @Test
    void withoutARecordNothingWasPruned() {
        assertThat(log.read().prune()).isEmpty();
        assertThat(log.read().snapshots("User")).hasSize(3);
    }

    @Test
    void theNewestRecordSpeaksForAll() {
        for (int number = 1; number <= 10; number++) { // as text, 10 comes before 9
            log.append(prune(number, number == 10 ? List.of(1, 3) : List.of(1, 2, 3)));
        }

        assertThat(log.read().prune()).contains(prune(10, List.of(1, 3)));
        assertThat(log.read().snapshots("User")).map(Manifest::number).containsExactly(1, 3);
    }

    @Test
    void olderRecordsAreNotRead() throws IOException {
        log.append(prune(1, List.of(1, 2, 3)));
        log.append(prune(2, List.of(1, 3)));
        Files.writeString(file(1), "gibberish");

        assertThat(log.read().prune()).contains(prune(2, List.of(1, 3)));
    }

    @Test
    void aRecordThatIsKnownIsNotReadAgain() throws IOException {
        log.append(prune(1, List.of(1, 2, 3)));
        History before = log.read();
        String first = Files.readString(file(1));
        Files.writeString(file(1), "gibberish");

        assertThat(log.refreshed(before)).isEqualTo(before);

        Files.writeString(file(1), first);
        log.append(prune(2, List.of(1, 3)));
        assertThat(log.refreshed(before).snapshots("User"))
                .map(Manifest::number)
                .containsExactly(1, 3);
    }

    @Test
    void aRecordMayBeNewerThanTheManifestsThatWereRead() {
        log.append(new PruneRecord(
                PruneRecord.FORMAT, "shop", 1, "prune-1", Instant.EPOCH, 5, Map.of("User", List.of(1, 5))));

        assertThat(log.read().newestSnapshot("User")).map(Manifest::number).contains(1);
    }

    @Test
    void aLogWithAllManifestsThatAPruneSawIsWhole() {
        assertThat(log.readWhole().entries()).hasSize(3);
        log.append(prune(1, List.of(1, 3)));

        assertThat(log.readWhole()).isEqualTo(log.read());
    }

    @Test
    void aLogThatLostWhatAPruneSawIsRefused() throws IOException {
        log.append(prune(1, List.of(1, 3)));
        for (int there = 2; there >= 0; there--) {
            Files.delete(folder.resolve("manifests/" + (there + 1) + ".json"));

            assertThatThrownBy(log::readWhole)
                    .isInstanceOf(VarveException.class)
                    .hasMessage("Cannot write the lake of pipeline shop: prunes/1.json saw 3 manifests, and " + there
                            + " are there. Restore manifests/ from a copy of the lake, or delete prunes/ as well if the"
                            + " lake was deleted to begin anew. Nothing was changed.")
                    .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
        }
    }

    @Test
    void fileIsJsonInSnakeCase() throws IOException {
        log.append(prune(1, List.of(1, 3)));

        JsonNode json = new JsonMapper().readTree(Files.readString(file(1)));
        assertThat(json.get("format").asInt()).isEqualTo(1);
        assertThat(json.get("pipeline").asText()).isEqualTo("shop");
        assertThat(json.get("run_id").asText()).isEqualTo("prune-1");
        assertThat(json.get("pruned_at").asText()).isEqualTo("2026-11-22T03:00:00Z");
        assertThat(json.get("through").asInt()).isEqualTo(3);
        assertThat(json.get("snapshots").toString()).isEqualTo("{\"User\":[1,3]}");
    }

    @Test
    void lostRaceIsBusy() {
        log.append(prune(1, List.of(1, 3)));
        PruneRecord late = new PruneRecord(
                PruneRecord.FORMAT, "shop", 1, "prune-late", Instant.EPOCH, 3, Map.of("User", List.of(1)));

        assertThatThrownBy(() -> log.append(late))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot prune pipeline shop: run prune-1 wrote prunes/1.json first. Nothing was removed;"
                        + " run again.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
        assertThat(log.read().prune()).contains(prune(1, List.of(1, 3)));
    }

    @Test
    void refusedPutOfOnesOwnRunHadSucceeded() {
        log.append(prune(1, List.of(1, 3)));
        log.append(prune(1, List.of(1, 3)));

        assertThat(log.read().prune()).contains(prune(1, List.of(1, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{}", "[]", "null", "{\"format\": 1, \"number\": 1}"})
    void fileThatIsNoRecordIsAnError(String content) throws IOException {
        Files.createDirectories(folder.resolve("prunes"));
        Files.writeString(file(1), content);

        assertIsNoRecord();
    }

    @Test
    void recordOfALaterVersionIsAnError() throws IOException {
        log.append(prune(1, List.of(1, 3)));
        Files.writeString(file(1), Files.readString(file(1)).replace("\"format\" : 1", "\"format\" : 2"));

        assertIsNoRecord();
    }

    @Test
    void recordUnderAnotherNumberIsAnError() throws IOException {
        log.append(prune(2, List.of(1, 3)));
        Files.move(file(2), file(1));

        assertIsNoRecord();
    }

    @Test
    void recordOfAnotherPipelineIsRefused() throws IOException {
        log.append(prune(1, List.of(1, 3)));
        Files.writeString(file(1), Files.readString(file(1)).replace("\"shop\"", "\"depot\""));

        assertThatThrownBy(log::read)
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read prunes/1.json: it is of pipeline depot, not shop."
                        + " Restore the file from a copy of this lake.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
    }

    private void assertIsNoRecord() {
        assertThatThrownBy(log::read)
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read prunes/1.json: it is no record of a prune of this version."
                        + " Restore the file from a copy of the lake.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    private static PruneRecord prune(int number, List<Integer> left) {
        return new PruneRecord(
                PruneRecord.FORMAT,
                "shop",
                number,
                "prune-" + number,
                Instant.parse("2026-11-22T03:00:00Z"),
                3,
                Map.of("User", left));
    }

    private Path file(int number) {
        return folder.resolve("prunes/" + number + ".json");
    }
}
