package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeLinesTest {
    private static final LocalDateTime MORNING = LocalDateTime.of(2026, 11, 1, 8, 0, 5);

    @Test
    void lineHoldsTheColumnsWithTabsBetween() throws IOException {
        Trade sale = new Trade(7, OptionalInt.of(12), "ABC", -3, MORNING.plusHours(2));
        Trade purchase = new Trade(8, OptionalInt.empty(), "D", 100, LocalDateTime.of(2026, 11, 1, 12, 0));

        assertThat(text(new TradeLines(Stream.of(sale, purchase).iterator(), 9)))
                .isEqualTo("""
                        7\t12\tABC\t-3\t2026-11-01 10:00:05
                        8\t\\N\tD\t100\t2026-11-01 12:00:00
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a\tb,a\\\tb",
                "a\\,a\\\\",
                "\\N,\\\\N",
                "NULL,NULL",
                "'a\nb','a\\\nb'",
                "a\0b,a\\0b",
                "a\"b,a\"b",
                "é😀,é😀"
            })
    void whatWouldEndAColumnIsEscaped(String stockId, String written) throws IOException {
        Trade trade = new Trade(1, OptionalInt.of(2), stockId, 3, MORNING);

        assertThat(text(new TradeLines(Stream.of(trade).iterator(), 1)))
                .isEqualTo("1\t2\t" + written + "\t3\t2026-11-01 08:00:05\n");
    }

    @Test
    void nothingIsDrawnBeforeSomebodyReadsAndThenOnlySome() throws IOException {
        Iterator<Trade> trades = trades(2_000);
        try (TradeLines lines = new TradeLines(trades, 2_000)) {
            assertThat(lines.taken()).isZero();
            assertThat(lines.read(new byte[0], 0, 0)).isZero();
            assertThat(lines.taken()).isZero();
            assertThat(lines.read()).isEqualTo('1');
            assertThat(lines.taken()).isBetween(1, 1_000);
        }
    }

    @Test
    void oneStreamAfterTheOtherTakesAllInOrder() throws IOException {
        Iterator<Trade> trades = trades(2_500);
        TradeLines first = new TradeLines(trades, 1_200);
        TradeLines second = new TradeLines(trades, 1_200);
        TradeLines third = new TradeLines(trades, 1_200);
        TradeLines fourth = new TradeLines(trades, 1_200);

        String all = text(first) + text(second) + text(third) + text(fourth);

        assertThat(all.lines().map(line -> line.substring(0, line.indexOf('\t'))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 2_500)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(new int[] {first.taken(), second.taken(), third.taken(), fourth.taken()})
                .containsExactly(1_200, 1_200, 100, 0);
    }

    @Test
    void singleBytesAreTheSameAsMany() throws IOException {
        TradeLines lines = new TradeLines(trades(700), 700);
        StringBuilder bytes = new StringBuilder();
        for (int b = lines.read(); b >= 0; b = lines.read()) {
            bytes.append((char) b);
        }

        assertThat(bytes).hasToString(text(new TradeLines(trades(700), 700)));
        assertThat(lines.read(new byte[5], 0, 5)).isEqualTo(-1);
    }

    private static Iterator<Trade> trades(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> new Trade(id, OptionalInt.of(id), "ABC", 1, MORNING))
                .iterator();
    }

    private static String text(TradeLines lines) throws IOException {
        return new String(lines.readAllBytes(), StandardCharsets.UTF_8);
    }
}
