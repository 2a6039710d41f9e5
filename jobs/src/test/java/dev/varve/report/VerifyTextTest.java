package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.run.Verify.Verified;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.Finding.Check;
import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifyTextTest {
    private static final Finding RIGHT = new Finding(Check.VERSIONS, "user_dim", 12_345, "", List.of());
    private static final Finding SOME = new Finding(
            Check.FACTS,
            "trade_fact",
            1,
            "sum of quantity 1",
            List.of(difference("missing fact", 1), difference("fact too many", 2)));
    private static final Finding MANY =
            new Finding(Check.CURRENT, "stock_dim", 7, "", List.of(difference("other attribute", 6_000)));

    @Test
    void whatIsRightIsOneLine() {
        assertThat(VerifyText.lines(RIGHT)).containsExactly("verify   user_dim           12,345 versions: right");
        assertThat(VerifyText.lines(Finding.leftOut("source", "not reached")))
                .containsExactly("left out source             not reached");
    }

    @Test
    void eachKindOfDifferenceHasItsCountAndItsExamples() {
        assertThat(VerifyText.lines(SOME))
                .containsExactly(
                        "verify   trade_fact         1 fact: 3 differences; sum of quantity 1",
                        "  missing fact: 1 row",
                        "    k1: detail 1",
                        "  fact too many: 2 rows",
                        "    k1: detail 1",
                        "    k2: detail 2");
    }

    @Test
    void theEndSaysHowFarAndWhatTheLakeHasBeyond() {
        assertThat(VerifyText.end(new Verified("2026-03-01", 7, 0, List.of(RIGHT))))
                .isEqualTo("verified through 2026-03-01, manifest 7");
        assertThat(VerifyText.end(new Verified("2026-03-01", 7, 2, List.of(SOME))))
                .isEqualTo("not right through 2026-03-01, manifest 7; the lake has 2 manifests more");
    }

    @Test
    void theSummaryNamesEveryTableItsFirstKeysAndWhatToDo() {
        assertThat(VerifyText.summary("stock", new Verified("2026-03-01", 7, 0, List.of(RIGHT))))
                .isEmpty();
        assertThat(VerifyText.summary("stock", new Verified("2026-03-01", 7, 0, List.of(RIGHT, MANY, SOME))))
                .contains(
                        "Cannot verify pipeline stock through 2026-03-01: stock_dim has 6,000 other attribute (k1, k2, k3, k4,"
                                + " k5 and 5,995 more); trade_fact has 1 missing fact (k1), 2 fact too many (k1, k2). See why: varve explain stock"
                                + " stock_dim 'k1'; build it anew: varve rebuild stock --yes.");
    }

    @Test
    void aCompositeKeyIsAskedForValueByValue() {
        Example example = new Example(List.of("N", "it's"), "detail");
        Finding finding = new Finding(
                Check.VERSIONS, "parts", 7, "", List.of(new Difference("missing version", 1, List.of(example))));

        assertThat(VerifyText.summary("depot", new Verified("2026-03-01", 7, 0, List.of(finding)))
                        .orElseThrow())
                .contains("(N, it's)", "varve explain depot parts 'N' 'it'\\''s'; build");
    }

    private static Difference difference(String kind, int count) {
        return new Difference(
                kind,
                count,
                IntStream.rangeClosed(1, Math.min(count, Finding.MOST_EXAMPLES))
                        .mapToObj(i -> new Example("k" + i, "detail " + i))
                        .toList());
    }
}
