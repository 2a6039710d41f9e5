package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages say of the work that they end. */
class WorkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LOAD     | Cannot load pipeline stock: why. Run 'varve load stock'. Nothing was loaded.
        PLAN     | Cannot plan pipeline stock: why. Run 'varve plan stock'. Nothing was changed.
        REBUILD  | Cannot rebuild pipeline stock: why. Run 'varve rebuild stock --yes'. Nothing was changed.
        VERIFY   | Cannot verify pipeline stock: why. Run 'varve verify stock'.
        VALIDATE | Cannot validate pipeline stock: why. Run 'varve validate stock'.
        """)
    void eachCommandIsNamedAsItIsTyped(Purpose purpose, String message) {
        Work work = of(purpose);
        assertThat(work.refused("why", "Run " + work.command() + "."))
                .hasMessage(message)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
    }

    @Test
    void tableAndIntervalAreNamedOnceTheyAreKnown() {
        assertThat(of(Purpose.LOAD).on(manifest(2)).table("item_dim").failed("why.", ""))
                .hasMessage(
                        "Cannot load item_dim of pipeline stock as of 2026-03-02: why. Nothing of this interval was loaded.");
        assertThat(of(Purpose.PLAN).on(manifest(2)).table("item_dim").failed("why", ""))
                .hasMessage("Cannot plan item_dim of pipeline stock as of 2026-03-02: why. Nothing was changed.");
    }

    @Test
    void aRewindIsNamedByItsLabel() {
        Work rewind = new Work(Purpose.REWIND, "stock", Optional.of("2026-03-02"), Optional.empty(), Optional.empty());
        assertThat(rewind.busy())
                .hasMessage(
                        "Cannot rewind pipeline stock to 2026-03-02: another process is loading it into this warehouse. Wait for"
                                + " it, then run 'varve rewind stock --to 2026-03-02 --yes'.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
    }

    @Test
    void aCorrectedModelIsLoadedIfNoneWasAndRebuiltOtherwise() {
        assertThat(of(Purpose.LOAD).on(manifest(1)).commandForOtherModel()).isEqualTo("'varve load stock'");
        assertThat(of(Purpose.LOAD).on(manifest(2)).commandForOtherModel()).isEqualTo("'varve rebuild stock --yes'");
        assertThat(of(Purpose.PLAN).on(manifest(2)).commandForOtherModel()).isEqualTo("'varve rebuild stock --yes'");
    }

    @Test
    void aChangedModelCountsTheManifestsThatWereLoadedWithTheOther() {
        assertThat(of(Purpose.LOAD).otherModel("the model of item_dim has changed", 1))
                .hasMessageContaining("has changed since its manifest was loaded. Run 'varve rebuild stock --yes',");
        assertThat(of(Purpose.VERIFY).otherModel("the model of item_dim has changed", 4))
                .hasMessageContaining("has changed since its 4 manifests were loaded. Run 'varve rebuild stock --yes',")
                .hasMessageEndingWith(" or restore the pipeline file.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LOAD    | pipeline stock was loaded as of 2026-03-01: | Run 'varve load stock'; what was loaded is not loaded twice.
        REBUILD | pipeline stock was rebuilt as of 2026-03-01: | Run 'varve rebuild stock --yes'; a rebuild may be done twice.
        """)
    void aCommitWithoutAnAnswerMayBeTriedAgain(Purpose purpose, String what, String then) {
        VarveException told = of(purpose).on(manifest(1)).unanswered(new SQLException("gone"));
        assertThat(told)
                .hasMessage("Cannot tell whether " + what + " the warehouse did not answer the commit: gone. " + then)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    private static Work of(Purpose purpose) {
        return new Work(purpose, "stock", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Manifest manifest(int number) {
        return new Manifest(
                1,
                "stock",
                number,
                "2026-03-0" + number,
                "run",
                Optional.empty(),
                Instant.parse("2026-03-06T00:30:00Z"),
                "snapshot",
                List.of(),
                Map.of());
    }
}
