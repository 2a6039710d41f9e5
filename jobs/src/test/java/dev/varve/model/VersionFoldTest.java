package dev.varve.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.model.VersionFold.Ask;
import dev.varve.model.VersionFold.Event;
import dev.varve.pipeline.ScdType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What becomes of one key, written as tables. An event is: what was asked, the number of its row, whether the tracked columns
 * changed, when, how well that is known, and the manifest's label. Times are days of March 2026.
 */
class VersionFoldTest {
    @Test
    void nothingAskedIsNoVersion() {
        assertThat(fold()).isEmpty();
    }

    @Test
    void aFirstRowOpensAVersionAndTheSameAgainIsNone() {
        assertThat(fold("UPSERT 1 changed 1900 initial m1", "UPSERT 2 same 03 interval m3"))
                .containsExactly("member 1, attributes 2, 1900 to end, CURRENT, initial, m1");
    }

    @Test
    void aChangeEndsTheVersionWhereTheNextBegins() {
        assertThat(fold("UPSERT 1 changed 1900 initial m1", "UPSERT 2 changed 03 interval m3"))
                .containsExactly(
                        "member 1, attributes 1, 1900 to 03, REPLACED, initial, m1",
                        "member 2, attributes 2, 03 to end, CURRENT, interval, m3");
    }

    @Test
    void aChangeNotAfterTheStartIsMovedOneMicrosecondBehindIt() {
        assertThat(fold("UPSERT 1 changed 03 exact m3", "UPSERT 2 changed 03 exact m4", "UPSERT 3 changed 02 exact m5"))
                .containsExactly(
                        "member 1, attributes 1, 03 to 03+1us, REPLACED, exact, m3",
                        "member 2, attributes 2, 03+1us to 03+2us, REPLACED, moved, m4",
                        "member 3, attributes 3, 03+2us to end, CURRENT, moved, m5");
    }

    @Test
    void untrackedColumnsAreOverwrittenInTheCurrentVersionAlone() {
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "UPSERT 2 changed 03 interval m3",
                        "UPSERT 3 same 04 interval m4"))
                .containsExactly(
                        "member 1, attributes 1, 1900 to 03, REPLACED, initial, m1",
                        "member 2, attributes 3, 03 to end, CURRENT, interval, m3");
    }

    @Test
    void aDeleteEndsTheVersionAndAReturnOpensOneThoughNothingChanged() {
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "DELETE 2 changed 03 interval m3",
                        "UPSERT 3 same 04 interval m5"))
                .containsExactly(
                        "member 1, attributes 1, 1900 to 03, DELETED, initial, m1",
                        "member 3, attributes 3, 04 to end, CURRENT, interval, m5");
    }

    @Test
    void aReturnIsNeverBeforeTheEndOfTheDeletedVersion() {
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "DELETE 2 changed 05 interval m5",
                        "UPSERT 3 changed 04 exact m6"))
                .containsExactly(
                        "member 1, attributes 1, 1900 to 05, DELETED, initial, m1",
                        "member 3, attributes 3, 05 to end, CURRENT, moved, m6");
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "DELETE 2 changed 05 interval m5",
                        "UPSERT 3 changed 05 interval m6"))
                .last()
                .isEqualTo("member 3, attributes 3, 05 to end, CURRENT, interval, m6");
    }

    @Test
    void aDeleteNotAfterTheStartEndsTheVersionOneMicrosecondBehindIt() {
        assertThat(fold("UPSERT 1 changed 05 moved m5", "DELETE 2 changed 05 interval m5"))
                .containsExactly("member 1, attributes 1, 05 to 05+1us, DELETED, moved, m5");
    }

    @Test
    void aDeleteOfNothingIsNothing() {
        assertThat(fold("DELETE 1 changed 03 interval m3")).isEmpty();
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "DELETE 2 changed 03 interval m3",
                        "DELETE 3 changed 04 interval m4"))
                .containsExactly("member 1, attributes 1, 1900 to 03, DELETED, initial, m1");
    }

    @Test
    void eachOfSeveralChangesInOneIntervalIsAVersion() {
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "UPSERT 2 changed 03 exact m9",
                        "UPSERT 3 same 04 exact m9",
                        "UPSERT 4 changed 05 exact m9",
                        "UPSERT 5 changed 05 exact m9"))
                .containsExactly(
                        "member 1, attributes 1, 1900 to 03, REPLACED, initial, m1",
                        "member 2, attributes 3, 03 to 05, REPLACED, exact, m9",
                        "member 4, attributes 4, 05 to 05+1us, REPLACED, exact, m9",
                        "member 5, attributes 5, 05+1us to end, CURRENT, moved, m9");
    }

    @Test
    void whatComesAndGoesInOneIntervalIsAClosedVersionAndWhatGoesAndComesBackTwo() {
        assertThat(fold("UPSERT 1 changed 03 exact m9", "UPSERT 2 changed 04 exact m9", "DELETE 3 changed 05 exact m9"))
                .containsExactly(
                        "member 1, attributes 1, 03 to 04, REPLACED, exact, m9",
                        "member 2, attributes 2, 04 to 05, DELETED, exact, m9");
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "DELETE 2 changed 05 exact m9",
                        "UPSERT 3 changed 05 exact m9",
                        "DELETE 4 changed 05 exact m9",
                        "UPSERT 5 changed 07 exact m9"))
                .containsExactly(
                        "member 1, attributes 1, 1900 to 05, DELETED, initial, m1",
                        "member 3, attributes 3, 05 to 05+1us, DELETED, exact, m9",
                        "member 5, attributes 5, 07 to end, CURRENT, exact, m9");
    }

    @Test
    void aMentionedKeyIsInferredOnceAndFilledByItsOwnRow() {
        assertThat(fold("MENTION 1 same 1970 - m2", "MENTION 2 same 1970 - m3"))
                .containsExactly("member 1, attributes none, 1900 to end, INFERRED, inferred, m2");
        assertThat(fold("MENTION 1 same 1970 - m2", "UPSERT 2 changed 05 exact m5"))
                .containsExactly("member 1, attributes 2, 1900 to end, CURRENT, inferred, m2");
    }

    @Test
    void aFilledMemberChangesAndEndsLikeAnyOther() {
        assertThat(fold(
                        "MENTION 1 same 1970 - m2",
                        "UPSERT 2 changed 05 exact m5",
                        "UPSERT 3 changed 06 exact m6",
                        "DELETE 4 changed 07 interval m7"))
                .containsExactly(
                        "member 1, attributes 2, 1900 to 06, REPLACED, inferred, m2",
                        "member 3, attributes 3, 06 to 07, DELETED, exact, m6");
    }

    @Test
    void anInferredMemberIsNotDeletedAndAKnownKeyNotInferred() {
        assertThat(fold("MENTION 1 same 1970 - m2", "DELETE 2 changed 03 interval m3"))
                .containsExactly("member 1, attributes none, 1900 to end, INFERRED, inferred, m2");
        assertThat(fold(
                        "UPSERT 1 changed 1900 initial m1",
                        "DELETE 2 changed 03 interval m3",
                        "MENTION 3 same 1970 - m4"))
                .containsExactly("member 1, attributes 1, 1900 to 03, DELETED, initial, m1");
    }

    @Test
    void ofType1ThereIsOneRowThatIsWrittenOverMarkedAndCleared() {
        List<String> events = List.of(
                "UPSERT 1 changed 1900 initial m1",
                "UPSERT 2 changed 03 interval m2",
                "DELETE 3 changed 04 interval m3",
                "DELETE 4 changed 05 interval m4",
                "UPSERT 5 changed 06 interval m5");
        assertThat(fold(ScdType.TYPE_1, events.subList(0, 2)))
                .containsExactly("member 1, attributes 2, 1900 to end, CURRENT, initial, m1");
        assertThat(fold(ScdType.TYPE_1, events.subList(0, 4)))
                .containsExactly("member 1, attributes 2, 1900 to end, DELETED, initial, m1");
        assertThat(fold(ScdType.TYPE_1, events))
                .containsExactly("member 1, attributes 5, 1900 to end, CURRENT, initial, m1");
    }

    @Test
    void ofType1AnInferredMemberIsFilledAndNotDeleted() {
        List<String> events = List.of(
                "MENTION 1 same 1970 - m1", "DELETE 2 changed 03 interval m2", "UPSERT 3 changed 04 interval m3");
        assertThat(fold(ScdType.TYPE_1, events.subList(0, 2)))
                .containsExactly("member 1, attributes none, 1900 to end, INFERRED, inferred, m1");
        assertThat(fold(ScdType.TYPE_1, events))
                .containsExactly("member 1, attributes 3, 1900 to end, CURRENT, inferred, m1");
    }

    private static List<String> fold(String... events) {
        return fold(ScdType.TYPE_2, List.of(events));
    }

    private static List<String> fold(ScdType type, List<String> events) {
        VersionFold fold = new VersionFold(type);
        events.stream().map(VersionFoldTest::event).forEach(fold::take);
        return fold.versions().stream().map(VersionFoldTest::text).toList();
    }

    private static Event event(String text) {
        String[] words = text.split(" ", -1);
        return new Event(
                Ask.valueOf(words[0]),
                Long.parseLong(words[1]),
                words[2].equals("changed"),
                day(words[3]),
                words[4],
                words[5]);
    }

    private static Instant day(String text) {
        return Instant.parse(text.length() == 4 ? text + "-01-01T00:00:00Z" : "2026-03-" + text + "T00:00:00Z");
    }

    private static String text(VersionFold.Version version) {
        return "member " + version.member() + ", attributes "
                + version.attributes().map(String::valueOf).orElse("none") + ", " + time(version.from()) + " to "
                + time(version.to()) + ", " + version.state() + ", " + version.precision() + ", "
                + version.loadedAsOf();
    }

    private static String time(Instant instant) {
        return instant.toString()
                .replace("1900-01-01T00:00:00Z", "1900")
                .replace("9999-12-31T00:00:00Z", "end")
                .replace("2026-03-", "")
                .replaceAll("T00:00:00Z", "")
                .replaceAll("T00:00:00\\.00000(\\d)Z", "+$1us");
    }
}
