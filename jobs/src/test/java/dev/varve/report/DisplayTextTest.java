package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain, plain",
                "`a\nb\tc\rd`, a\\nb\\tc\\rd",
                "a\u001b[2J, a\\u001b[2J",
                "a\u0085b, a\\u0085b", // a line end for some terminals
                "a\u202eb, a\\u202eb", // turns the direction of what follows
                "a\u2028b, a\\u2028b",
                "h\u00e9llo \ud83d\ude00, h\u00e9llo \ud83d\ude00",
            })
    void whatMovesTheCursorIsWrittenOut(String text, String shown) {
        assertThat(DisplayText.shown(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "h\u00e9llo, 5", "e\u0301, 1", "\u6f22\u5b57, 4", "\ud83d\ude00, 2", "\uff76, 1"})
    void widthIsThatOfATerminal(String text, int columns) {
        assertThat(DisplayText.width(text)).isEqualTo(columns);
    }
}
