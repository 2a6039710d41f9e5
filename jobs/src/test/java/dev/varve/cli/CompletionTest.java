package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.varve.Varve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script as bash runs it; zsh loads the same one. */
class CompletionTest {
    @TempDir
    private Path folder;

    private Path script = Path.of("");

    @BeforeEach
    void makeTheScriptBesideAPipeline() throws IOException {
        assumeTrue(bash("true").equals(List.of()), "bash is not installed");
        Files.createFile(Files.createDirectory(folder.resolve("pipelines")).resolve("stock.yaml"));
        script = Files.writeString(folder.resolve("script"), completion());
    }

    @Test
    void itIsAScript() {
        assertThat(bash("bash -n '" + script + "'; echo $?")).containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource({
        "st,                    status",
        "run s,                 stock",
        "ingest stock --app,    --approve-deletes",
        "prune stock --d,       --dry-run",
        "completion z,          zsh",
        "sql w,                 warehouse",
    })
    void aWordIsCompleted(String typed, String completed) {
        String line = "varve " + typed;
        int last = line.split(" ").length - 1;
        assertThat(bash("source '" + script + "'; complete -p varve; COMP_WORDS=(" + line + "); COMP_CWORD=" + last
                        + "; _complete_varve; printf '%s\\n' \"${COMPREPLY[@]}\""))
                .containsExactly("complete -o default -F _complete_varve varve", completed);
    }

    private String completion() {
        PrintStream standardOut = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setProperty("varve.home", folder.toString());
        try {
            assertThat(Varve.run("completion", "bash")).isZero();
            return out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(standardOut);
            System.clearProperty("varve.home");
        }
    }

    /** What a command prints, line by line. */
    private static List<String> bash(String command) {
        try {
            Process bash = new ProcessBuilder("bash", "--norc", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt's, outside of a completion
                    .start();
            String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            bash.waitFor();
            return out.lines().toList();
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage())); // there is no bash
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
