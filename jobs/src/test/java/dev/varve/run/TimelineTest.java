package dev.varve.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.KeyChange;
import dev.varve.model.ModelRow.Op;
import dev.varve.run.Timeline.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Days are written as instants of March 2026: manifest n is read at the end of day n. */
class TimelineTest {
    private static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @Test
    void aVersionIsOpenedByTheChangeOfTheManifestThatInsertedIt() {
        assertThat(versions(
                        List.of(version(1, BEGINNING, day(1)), version(2, day(1), day(2)), version(3, day(2), END)),
                        change(1, "insert", BEGINNING),
                        change(2, "update", day(1)),
                        change(3, "update", day(2))))
                .containsExactly("1 OPENED 0", "2 OPENED 1", "3 OPENED 2");
    }

    @Test
    void aDeleteEndsTheVersionAndAReturnOpensTheNext() {
        assertThat(versions(
                        List.of(deleted(1, BEGINNING, day(2)), version(4, day(3), END)),
                        change(1, "insert", BEGINNING),
                        change(2, "delete", day(2)),
                        change(4, "insert", day(3))))
                .containsExactly("1 OPENED 0", "2 ENDED 0", "4 OPENED 1");
    }

    @Test
    void anUpdateThatTheModelDoesNotYieldEndsTheVersion() {
        assertThat(versions(
                        List.of(deleted(1, BEGINNING, day(2))),
                        change(1, "insert", BEGINNING),
                        change(3, "update", day(2)),
                        change(4, "update", day(3)),
                        change(5, "delete", day(5))))
                .containsExactly("1 OPENED 0", "3 ENDED 0", "4 IGNORED", "5 IGNORED");
    }

    @Test
    void anEndIsOneMicrosecondAfterTheStartAtTheEarliest() {
        assertThat(versions(
                        List.of(deleted(1, day(2), day(2).plusNanos(1000))),
                        change(1, "insert", day(1)),
                        change(2, "update", day(2))))
                .containsExactly("1 OPENED 0", "2 ENDED 0");
    }

    @Test
    void anUpdateThatOpensNoVersionIsKeptByTheOneThatStands() {
        assertThat(versions(
                        List.of(version(1, BEGINNING, day(2)), version(3, day(2), END)),
                        change(1, "insert", BEGINNING),
                        change(2, "update", day(1)),
                        change(3, "update", day(2)),
                        change(4, "update", day(3))))
                .containsExactly("1 OPENED 0", "2 KEPT 0", "3 OPENED 1", "4 KEPT 1");
    }

    @Test
    void anInferredMemberIsFilledByTheFirstChangeAfterIt() {
        assertThat(versions(
                        List.of(new Version(2, BEGINNING, END, false, true, false)),
                        change(2, "insert", day(1)),
                        change(3, "update", day(2)),
                        change(4, "update", day(3))))
                .containsExactly("2 IGNORED", "3 FILLED 0", "4 KEPT 0");
    }

    @Test
    void anInferredMemberThatWaitsWasNotFilled() {
        assertThat(versions(List.of(new Version(2, BEGINNING, END, false, true, true)), change(3, "insert", day(2))))
                .containsExactly("3 IGNORED");
    }

    @Test
    void whatIsNotLoadedWaits() {
        assertThat(Timeline.ofVersions(
                                List.of(version(1, BEGINNING, END)),
                                List.of(change(1, "insert", BEGINNING), change(2, "update", day(1))),
                                asked(Map.of(2, Op.UPSERT)),
                                1)
                        .stream()
                        .map(TimelineTest::text))
                .containsExactly("1 OPENED 0", "2 WAITING");
    }

    @Test
    void ofChangesThatTheModelDoesNotYieldNoneFillsAnInferredMember() {
        List<Version> filled = List.of(new Version(2, BEGINNING, END, false, true, false));
        List<KeyChange> changes =
                List.of(change(3, "insert", day(2)), change(4, "update", day(3)), change(5, "update", day(4)));
        assertThat(versions(filled, changes, Map.of(4, Op.DELETE, 5, Op.UPSERT)))
                .containsExactly("3 IGNORED", "4 IGNORED", "5 FILLED 0");
        assertThat(versions(filled, changes.subList(0, 1), Map.of())).containsExactly("3 FILLED 0");
    }

    @Test
    void aChangeThatTheModelYieldsEndsNoVersion() {
        List<Version> ended = List.of(deleted(1, BEGINNING, day(2)));
        List<KeyChange> changes =
                List.of(change(1, "insert", BEGINNING), change(2, "update", day(2)), change(3, "update", day(2)));
        assertThat(versions(ended, changes, Map.of(1, Op.UPSERT, 2, Op.DELETE, 3, Op.DELETE)))
                .containsExactly("1 OPENED 0", "2 ENDED 0", "3 IGNORED");
        assertThat(versions(ended, changes, Map.of(1, Op.UPSERT, 2, Op.UPSERT, 3, Op.DELETE)))
                .containsExactly("1 OPENED 0", "2 KEPT 0", "3 ENDED 0");
    }

    @Test
    void ofSeveralChangesInOneIntervalEachDidItsOwn() {
        List<KeyChange> changes = List.of(
                change(2, "insert", BEGINNING),
                several(0, "update", day(1)),
                several(1, "update", day(2)),
                several(2, "update", day(3)),
                several(3, "delete", day(4)),
                several(4, "insert", day(4)),
                several(5, "delete", day(4)),
                several(6, "insert", day(6)),
                several(7, "update", day(7)));
        List<Version> versions = List.of(
                version(2, BEGINNING, day(1)),
                version(5, day(1), day(3)),
                deleted(5, day(3), day(4)),
                deleted(5, day(4), day(4).plusNanos(1000)),
                version(5, day(6), END));
        assertThat(steps(versions, changes))
                .containsExactly(
                        "2.0 OPENED 0",
                        "5.0 OPENED 1",
                        "5.1 KEPT 1",
                        "5.2 OPENED 2",
                        "5.3 ENDED 2",
                        "5.4 OPENED 3",
                        "5.5 ENDED 3",
                        "5.6 OPENED 4",
                        "5.7 KEPT 4");
    }

    @Test
    void ofSeveralChangesOfOneInstantEachOpensAVersionInOrder() {
        assertThat(steps(
                        List.of(version(5, day(1), day(1).plusNanos(1000)), version(5, day(1).plusNanos(1000), END)),
                        List.of(
                                several(0, "insert", day(1)),
                                several(1, "update", day(1)),
                                several(2, "update", day(3)))))
                .containsExactly("5.0 OPENED 0", "5.1 OPENED 1", "5.2 KEPT 1");
    }

    private static List<String> steps(List<Version> versions, List<KeyChange> changes) {
        return Timeline.ofVersions(versions, changes, Map.of(), 9).stream()
                .map(TimelineTest::placed)
                .toList();
    }

    static String placed(Timeline.Step step) {
        return step.change().manifest() + "." + step.change().position()
                + text(step).substring(1);
    }

    /** One of several changes that manifest 5 has. */
    static KeyChange several(int position, String op, Instant effectiveAt) {
        return new KeyChange(5, position, op, effectiveAt, "exact", Map.of(), Map.of());
    }

    private static List<String> versions(List<Version> versions, KeyChange... changes) {
        return versions(versions, List.of(changes), Map.of());
    }

    private static List<String> versions(List<Version> versions, List<KeyChange> changes, Map<Integer, Op> asked) {
        return Timeline.ofVersions(versions, changes, asked(asked), 9).stream()
                .map(TimelineTest::text)
                .toList();
    }

    /** What was asked where each manifest has one change. */
    static Map<KeyChange.Place, Op> asked(Map<Integer, Op> byManifest) {
        return byManifest.entrySet().stream()
                .collect(Collectors.toMap(asked -> new KeyChange.Place(asked.getKey(), 0), Map.Entry::getValue));
    }

    static String text(Timeline.Step step) {
        return step.change().manifest() + " " + step.effect()
                + step.row().map(row -> " " + row).orElse("");
    }

    private static Version version(int opener, Instant from, Instant to) {
        return new Version(opener, from, to, false, false, false);
    }

    private static Version deleted(int opener, Instant from, Instant to) {
        return new Version(opener, from, to, true, false, false);
    }

    static KeyChange change(int manifest, String op, Instant effectiveAt) {
        return new KeyChange(manifest, 0, op, effectiveAt, "interval", Map.of(), Map.of());
    }

    static Instant day(int day) {
        return Instant.parse("2026-03-0" + day + "T00:30:00Z");
    }
}
