package dev.varve.lake;

import static dev.varve.lake.Manifests.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import dev.varve.source.CursorValue;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestLogTest {
    private static final Optional<Instant> WATERMARK = Optional.of(Instant.parse("2026-11-15T23:59:59.000001Z"));

    @TempDir
    private Path folder;

    private ManifestLog log;

    @BeforeEach
    void openLog() {
        log = new ManifestLog(ObjectStore.at(folder.toUri(), S3Settings.AWS));
    }

    @Test
    void emptyLakeHasNoHistory() {
        assertThat(log.read().entries()).isEmpty();
        assertThat(log.read().last()).isEmpty();
    }

    @Test
    void manifestsAreReadAsTheyWereAppended() {
        Manifest first =
                manifest(1, Map.of("User", Manifests.initial(WATERMARK), "Stock", Manifests.initial(Optional.empty())));
        Manifest second = new Manifest(
                Manifest.FORMAT,
                "shop",
                2,
                "2026-11-16",
                "run-2",
                Optional.of(first.readPoint()),
                first.readPoint().plusSeconds(86_400),
                "one_snapshot",
                List.of("Stock"),
                Map.of("User", Manifests.incremental(3, WATERMARK), "Stock", Manifests.complete(Optional.empty())));
        log.append(first);
        log.append(second);

        assertThat(log.read().entries()).extracting(History.Entry::manifest).containsExactly(first, second);
        assertThat(log.read().last()).contains(second);
    }

    @Test
    void moreThanNineManifestsKeepTheirOrder() {
        for (int number = 1; number <= 11; number++) {
            log.append(manifest(number, Map.of()));
        }

        assertThat(log.read().entries())
                .extracting(entry -> entry.manifest().number())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void fileIsJsonInSnakeCase() throws IOException {
        log.append(manifest(1, Map.of("User", Manifests.initial(WATERMARK))));

        JsonNode json = new JsonMapper().readTree(Files.readString(file(1)));
        assertThat(json.get("format").asInt()).isEqualTo(1);
        assertThat(json.get("as_of").asText()).isEqualTo("2026-11-15");
        assertThat(json.get("run_id").asText()).isEqualTo("run-1");
        assertThat(json.get("previous_read_point").isNull()).isTrue();
        assertThat(json.get("read_point").asText()).isEqualTo("2026-11-16T00:30:00.123456Z");
        assertThat(json.get("approved_deletes").isEmpty()).isTrue();
        JsonNode user = json.get("tables").get("User");
        assertThat(user.get("read").asText()).isEqualTo("initial");
        assertThat(user.get("watermark").asText()).isEqualTo("2026-11-15T23:59:59.000001Z");
        assertThat(user.get("counts").get("inserted").asLong()).isEqualTo(9);
        assertThat(user.get("columns").get(0).get("source_type").asText()).isEqualTo("int(11)");
    }

    @Test
    void aWatermarkThatIsANumberIsOneInJsonAndComesBack() throws IOException {
        Optional<CursorValue> large = Optional.of(new CursorValue.WholeNumber(new BigInteger("18446744073709551615")));
        TableManifest user = Manifests.initial(Optional.empty());
        log.append(manifest(
                1,
                Map.of(
                        "User",
                        new TableManifest(
                                user.capture(),
                                user.read(),
                                user.snapshot(),
                                user.key(),
                                user.columns(),
                                user.counts(),
                                Optional.of("user_id"),
                                large))));

        assertThat(new JsonMapper()
                        .readTree(Files.readString(file(1)))
                        .at("/tables/User/watermark")
                        .bigIntegerValue())
                .isEqualTo("18446744073709551615");
        assertThat(log.read().lastOf("User").orElseThrow().watermark()).isEqualTo(large);
    }

    @Test
    void hashIsThatOfTheFile() throws Exception {
        log.append(manifest(1, Map.of("User", Manifests.initial(WATERMARK))));

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file(1)));
        assertThat(log.read().entries())
                .extracting(History.Entry::sha256)
                .containsExactly(HexFormat.of().formatHex(hash));
    }

    @Test
    void missingNumberIsAnError() throws IOException {
        for (int number = 1; number <= 3; number++) {
            log.append(manifest(number, Map.of()));
        }
        Files.delete(file(2));

        assertThatThrownBy(log::read)
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read the lake's log: manifests/2.json is missing, but 3.json is there."
                        + " Restore the missing file.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{}", "[]", "null", "{\"format\": 1, \"number\": 1}", "{\"format\": 1, "})
    void fileThatIsNoManifestIsAnError(String content) throws IOException {
        Files.createDirectories(folder.resolve("manifests"));
        Files.writeString(file(1), content);

        assertIsNoManifest();
    }

    @Test
    void manifestOfALaterVersionIsAnError() throws IOException {
        log.append(manifest(1, Map.of()));
        edit(file(1), "\"format\" : 1", "\"format\" : 2");

        assertIsNoManifest();
    }

    @Test
    void manifestUnderAnotherNumberIsAnError() throws IOException {
        log.append(manifest(2, Map.of()));
        Files.move(file(2), file(1));

        assertIsNoManifest();
    }

    @Test
    void otherFilesOfTheFolderAreLeftAlone() throws IOException {
        log.append(manifest(1, Map.of()));
        Files.writeString(folder.resolve("manifests/README"), "not a manifest");
        Files.writeString(folder.resolve("manifests/02.json"), "nor this");

        assertThat(log.read().entries()).hasSize(1);
    }

    @Test
    void lostRaceIsBusy() throws IOException {
        log.append(manifest(1, Map.of()));
        String winner = Files.readString(file(1));

        assertThatThrownBy(() -> log.append(withRun(manifest(1, Map.of()), "run-late")))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot commit manifest 1 of pipeline shop: run run-1 committed it first."
                        + " Nothing of this run is visible; run again.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
        assertThat(file(1)).hasContent(winner);
    }

    @Test
    void refusedPutOfOnesOwnRunHadSucceeded() throws IOException {
        log.append(manifest(1, Map.of()));
        String first = Files.readString(file(1));

        log.append(manifest(1, Map.of()));

        assertThat(file(1)).hasContent(first);
        assertThat(log.read().entries()).hasSize(1);
    }

    private void assertIsNoManifest() {
        assertThatThrownBy(log::read)
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read manifests/1.json: it is no manifest of this version."
                        + " Restore the file from a copy of the lake.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    private static void edit(Path file, String text, String replacement) throws IOException {
        String content = Files.readString(file);
        assertThat(content).contains(text);
        Files.writeString(file, content.replace(text, replacement));
    }

    private static Manifest withRun(Manifest manifest, String runId) {
        return new Manifest(
                manifest.format(),
                manifest.pipeline(),
                manifest.number(),
                manifest.asOf(),
                runId,
                manifest.previousReadPoint(),
                manifest.readPoint(),
                manifest.consistency(),
                manifest.approvedDeletes(),
                manifest.tables());
    }

    private Path file(int number) {
        return folder.resolve("manifests").resolve(number + ".json");
    }

    @Test
    void manifestOfAnotherPipelineIsRefused() {
        log.append(manifest(1, Map.of()));

        assertThatThrownBy(() -> new ManifestLog(ObjectStore.at(folder.toUri(), S3Settings.AWS), "stock").read())
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read manifests/1.json: it is of pipeline shop, not stock."
                        + " Restore the file from a copy of this lake.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
        assertThat(new ManifestLog(ObjectStore.at(folder.toUri(), S3Settings.AWS), "shop")
                        .read()
                        .entries())
                .hasSize(1);
    }

    @Test
    void manifestThatDoesNotFollowTheOneBeforeIsRefused() {
        log.append(manifest(1, Map.of()));
        log.append(manifest(2, Instant.parse("2026-11-19T00:30:00Z"), Map.of()));

        assertThatThrownBy(log::read)
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read manifests/2.json: its interval starts at 2026-11-18T00:30:00Z, the one before"
                        + " ends at 2026-11-16T00:30:00.123456Z. Restore the file from a copy of this lake.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
    }
}
