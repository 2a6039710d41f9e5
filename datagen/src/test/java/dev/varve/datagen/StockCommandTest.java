package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No STOCK_SOURCE_ variable is set here and no sandbox is on the class path. */
class StockCommandTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01", "2026-02-30", "tomorrow", "01.11.2026"})
    void wrongDateNamesTheFormat(String day) {
        assertThat(Varve.run("datagen", "stock", "--day", day)).isEqualTo(2);
        assertThat(error())
                .startsWith("varve: Invalid value for option '--day': '" + day
                        + "' is not a date in the format YYYY-MM-DD, yesterday or today");
    }

    @ParameterizedTest
    @CsvSource({
        "--days, days is 0",
        "--users, users is 0",
        "--stocks, stocks is 0",
    })
    void zeroIsRefused(String option, String message) {
        assertThat(Varve.run("datagen", "stock", "--day", "2026-11-01", option, "0"))
                .isEqualTo(2);
        assertThat(error()).startsWith("varve: Cannot generate stock data: the number of " + message + ", and must be");
    }

    @Test
    void negativeNumberOfTransactionsIsRefused() {
        assertThat(Varve.run("datagen", "stock", "--day", "2026-11-01", "--transactions-per-day=-1"))
                .isEqualTo(2);
        assertThat(error()).contains("transactions per day is -1, and must not be negative.");
    }

    @Test
    void withoutAServerItSaysWhatToSet() {
        assertThat(Varve.run("datagen", "stock", "--day", "2026-11-01")).isEqualTo(2);
        assertThat(error())
                .isEqualTo("varve: Cannot generate stock data: STOCK_SOURCE_URL is not set. Set STOCK_SOURCE_URL,"
                        + " STOCK_SOURCE_USER and STOCK_SOURCE_PASSWORD, or start the sandbox with"
                        + " ./varve sandbox up.");
    }

    @Test
    void dayIsRequired() {
        assertThat(Varve.run("datagen", "stock")).isEqualTo(2);
        assertThat(error()).startsWith("varve: Missing required option: '--day=YYYY-MM-DD'");
    }

    @Test
    void datagenAloneNamesTheGenerators() {
        assertThat(Varve.run("datagen")).isEqualTo(2);
        assertThat(error()).startsWith("varve: Missing the database to fill: stock");
    }

    @Test
    void helpShowsEveryOptionWithItsDefault() {
        assertThat(Varve.run("datagen", "--help")).isZero();
        assertThat(Varve.run("datagen", "stock", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Usage: varve datagen [-hvV] COMMAND")
                .contains("Usage: varve datagen stock")
                .contains("--seed", "Default: 42", "Default: 1000", "Default: 100", "Default: 5000", "--yes");
    }

    private String error() {
        return error.toString(StandardCharsets.UTF_8).strip();
    }
}
