package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowProgressTest {
    private final StringWriter err = new StringWriter();
    private long seconds = 7;

    @Test
    void eachStepHasALineOfItsOwn() {
        RowProgress progress = on(Screen.none());
        progress.advance("Stock", OptionalLong.of(100), 10);
        seconds += 10;
        progress.advance("Stock", OptionalLong.of(100), 40);
        progress.advance("User", OptionalLong.empty(), 5);
        seconds += 10;
        progress.advance("User", OptionalLong.empty(), 15);

        assertThat(err.toString().lines())
                .containsExactly("Stock: 50 %, 50 of 100 rows, 5 rows/s, 0:10 left", "User: 20 rows, 2 rows/s");
    }

    @Test
    void anEndedStepMakesRoomAndBeginsAnew() {
        RowProgress progress = on(new Screen(OptionalInt.of(60)));
        progress.advance("Stock", OptionalLong.empty(), 1);
        seconds += 2;
        progress.advance("Stock", OptionalLong.empty(), 99);
        int length = err.toString().length() - 1;
        progress.end();
        progress.advance("Stock", OptionalLong.empty(), 1);
        seconds += 2;
        progress.advance("Stock", OptionalLong.empty(), 3);

        assertThat(err)
                .hasToString("\rStock  100 rows  50 rows/s" + "\r" + " ".repeat(length) + "\r"
                        + "\rStock  4 rows  2 rows/s");
    }

    @Test
    void whatBeginsIsOnATerminalUntilSomethingElseIs() {
        RowProgress progress = on(new Screen(OptionalInt.of(10)));
        progress.show("read     User");
        progress.show("match");
        progress.end();
        progress.end();

        assertThat(err)
                .hasToString("\rread     " + "\r" + " ".repeat(9) + "\r" + "\rmatch" + "\r" + " ".repeat(5) + "\r");
    }

    @Test
    void whatBeginsIsInNoFile() {
        on(Screen.none()).show("read     User");

        assertThat(err).hasToString("");
    }

    private RowProgress on(Screen screen) {
        return new RowProgress(new PrintWriter(err), screen, () -> seconds * 1_000_000_000);
    }
}
