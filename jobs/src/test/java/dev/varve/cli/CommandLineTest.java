package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final PrintStream standardOut = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(standardOut);
        System.setErr(standardError);
    }

    @Test
    void withoutArgumentsItPrintsItsUsage() {
        assertThat(Varve.run()).isEqualTo(2);
        assertThat(error()).startsWith("Usage: varve ").contains("Exit codes: 0 done or nothing to do");
        assertThat(out()).isEmpty();
    }

    @Test
    void helpListsTheCommandsAndTheExitCodes() {
        assertThat(Varve.run("--help")).isZero();
        assertThat(out())
                .startsWith("Usage: varve ")
                .contains(
                        "validate",
                        "ingest",
                        "plan",
                        "load",
                        "run",
                        "status",
                        "explain",
                        "rewind",
                        "rebuild",
                        "verify",
                        "prune",
                        "sql",
                        "completion",
                        "--verbose",
                        "--version")
                .contains("3 refused by a guard, 4 somebody else is writing");
        assertThat(error()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "validate, Check a pipeline file",
        "ingest,   Read the source",
        "plan,     Show what the next load would insert",
        "load,     Apply the manifests",
        "run,      'Ingest, then load'",
        "status,   Print what lake and warehouse hold",
        "explain,  Print every version that the warehouse holds",
        "rewind,   Take the warehouse back to how it was after a load",
        "rebuild,  Replace all that the warehouse holds of a pipeline",
        "verify,   Compare the warehouse with what follows",
        "prune,    Remove from the lake what it no longer needs",
    })
    void helpOfEveryCommandDocumentsItsOptions(String command, String description) {
        assertThat(Varve.run(command, "--help")).isZero();
        assertThat(out())
                .startsWith("Usage: varve " + command)
                .contains(description)
                .contains("PIPELINE", "--pipelines=DIR", "--help", "--verbose")
                .contains("Exit codes: 0 done or nothing to do");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "run"})
    void commandsThatReadTheSourceDocumentTheReadOptions(String command) {
        assertThat(Varve.run(command, "--help")).isZero();
        assertThat(out()).contains("--as-of=LABEL", "--now=INSTANT", "--approve-deletes=NAME", "--full");
    }

    @Test
    void pruneCanBeTried() {
        assertThat(Varve.run("prune", "--help")).isZero();
        assertThat(out()).contains("--dry-run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"validate", "ingest", "load", "run", "status", "rewind", "rebuild", "prune", "sql", "completion"
            })
    void noInstantIsBrokenAcrossLines(String command) {
        assertThat(Varve.run(command, "--help")).isZero();
        assertThat(out().lines()).noneMatch(line -> line.matches(".*\\d{4}-[\\d:T-]*[-:]$"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewind", "rebuild"})
    void commandsThatChangeAWarehouseBeyondALoadAskForAYes(String command) {
        assertThat(Varve.run(command, "--help")).isZero();
        assertThat(out()).contains("--yes");
    }

    @Test
    void rewindIsToldWhereTo() {
        assertThat(Varve.run("rewind", "stock")).isEqualTo(2);
        assertThat(error()).startsWith("varve: Missing required option: '--to=LABEL'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionIsAScriptForTheShell(String shell) {
        assertThat(Varve.run("completion", shell)).isZero();
        assertThat(out())
                .startsWith("# Completes varve in " + shell + ".")
                .contains("complete -F _complete_varve", "ingest", "'--approve-deletes'");
        assertThat(error()).isEmpty();
    }

    @Test
    void completionOfAnotherShellIsRefused() {
        assertThat(Varve.run("completion", "fish")).isEqualTo(2);
        assertThat(error())
                .startsWith("varve: Invalid value for positional parameter at index 0 (bash|zsh)")
                .contains("[bash, zsh]");
    }

    @Test
    void sqlNeedsAPipelineWhereThereAreTwo(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("shop.yaml"));
        Files.createFile(folder.resolve("depot.yaml"));

        assertThat(Varve.run("sql", "source", "select 1", "--pipelines", folder.toString()))
                .isEqualTo(2);
        assertThat(error())
                .isEqualTo(
                        "varve: Cannot choose a pipeline: " + folder + " holds depot, shop. Name one by --pipeline.");
    }

    @Test
    void sqlNamesTheFormatsItHas() {
        assertThat(Varve.run("sql", "source", "select 1", "--format", "xml")).isEqualTo(2);
        assertThat(error())
                .startsWith("varve: Invalid value for option '--format'")
                .contains("[table, csv, json]");
    }

    @Test
    void versionIsPrinted() {
        assertThat(Varve.run("--version")).isZero();
        assertThat(out()).matches("varve \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "ingest", "load", "run", "status", "rewind", "rebuild", "prune"})
    void versionOfEveryCommandIsThatOfVarve(String command) {
        assertThat(Varve.run(command, "--version")).isZero();
        assertThat(out()).matches("varve \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void unknownCommandIsRefused() {
        assertThat(Varve.run("nonsense")).isEqualTo(2);
        assertThat(error())
                .startsWith("varve: Unmatched argument at index 0: 'nonsense'")
                .endsWith("Try 'varve --help'.");
    }

    @Test
    void unknownOptionIsRefused() {
        assertThat(Varve.run("load", "stock", "--fast")).isEqualTo(2);
        assertThat(error()).startsWith("varve: Unknown option: '--fast'").endsWith("Try 'varve load --help'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "ingest", "load", "run", "status", "rebuild", "prune"})
    void pipelineIsRequired(String command) {
        assertThat(Varve.run(command)).isEqualTo(2);
        assertThat(error())
                .isEqualTo("varve: Missing required parameter: 'PIPELINE'" + System.lineSeparator() + "Try 'varve "
                        + command + " --help'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noon", "2026-11-21", "2026-11-21T00:30:00", "2026-02-30T00:30:00Z"})
    void wrongInstantShowsAnExample(String now) {
        assertThat(Varve.run("ingest", "stock", "--now", now)).isEqualTo(2);
        assertThat(error())
                .startsWith("varve: Invalid value for option '--now': '" + now
                        + "' is no instant such as 2026-11-21T00:30:00Z");
    }

    @Test
    void unknownPipelineListsTheKnownOnes(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("shop.yaml"));
        Files.createFile(folder.resolve("depot.yaml"));

        assertThat(Varve.run("status", "nowhere", "--pipelines", folder.toString()))
                .isEqualTo(2);
        assertThat(error())
                .isEqualTo("varve: Cannot find pipeline 'nowhere': there is no " + folder.resolve("nowhere.yaml")
                        + ". Known are: depot, shop.");
    }

    @Test
    void folderWithoutPipelinesIsSaid(@TempDir Path folder) {
        assertThat(Varve.run("status", "stock", "--pipelines", folder.toString()))
                .isEqualTo(2);
        assertThat(error()).endsWith(". Name a folder with pipeline files by --pipelines.");
    }

    @Test
    void wrongPipelineFileIsNamedWithItsLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("shop.yaml"), "pipeline: Shop\n");

        assertThat(Varve.run("load", file.toString())).isEqualTo(2);
        assertThat(error())
                .isEqualTo("varve: Cannot read " + file + ":1: pipeline must be of lower-case letters, digits, '-' and"
                        + " '_'. Correct the file.");
        assertThat(out()).isEmpty();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String error() {
        return error.toString(StandardCharsets.UTF_8).strip();
    }
}
