package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.varve.lake.KeyChange;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.ForeignKey;
import dev.varve.run.Timeline;
import dev.varve.run.Timeline.Effect;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a version or a foreign key is as it is. Manifest 2 covers 2026-03-06T00:30Z to 2026-03-07T00:30Z. */
class ExplainWordsTest {
    private static final String R1 = "2026-03-06T00:30:00Z";
    private static final String R2 = "2026-03-07T00:30:00Z";
    private static final String LATER = "2026-03-08T00:00:00Z";
    private static final Manifest MANIFEST = new Manifest(
            1,
            "stock",
            2,
            "2026-03-06",
            "run",
            Optional.of(Instant.parse(R1)),
            Instant.parse(R2),
            "snapshot",
            List.of(),
            Map.of());
    private static final VersionWhy USERS = new VersionWhy(users(Optional.empty()), Optional.of("updated_at"));

    // Where a version starts

    @Test
    void aFirstReadIsInitial() {
        assertThat(opened("initial", "1900-01-01T00:00:00Z", R1))
                .isEqualTo(
                        "initial: there at the first read; valid from 1900-01-01T00:00:00Z on, so that older facts find"
                                + " a version");
    }

    @Test
    void anIntervalTakesItsEarlierEnd() {
        assertThat(opened("interval", R1, R1))
                .isEqualTo("interval: only known to lie between " + R1 + " and " + R2 + "; the earlier one is taken");
    }

    @Test
    void anExactTimeIsTheCursors() {
        assertThat(opened("exact", "2026-03-06T18:00:00Z", "2026-03-06T18:00:00Z"))
                .isEqualTo("exact: updated_at says so");
    }

    @Test
    void aTimeOutsideOfTheIntervalIsMovedIntoIt() {
        assertThat(opened("moved", R1, R1))
                .isEqualTo(
                        "moved: updated_at says 2026-03-05T20:00:00Z, which is outside of the interval; its nearest end"
                                + " is taken");
    }

    @Test
    void aTimeThatIsNotAfterTheVersionBeforeIsMovedBehindItsStart() {
        String start = "2026-03-06T00:30:00.000001Z";
        assertThat(USERS.opened(
                        version("moved", start, LATER, false),
                        Optional.of(version("moved", R1, start, false)),
                        Optional.of(change("update", R1)),
                        MANIFEST,
                        Optional.empty()))
                .isEqualTo("moved: its own time, " + R1
                        + ", is not after the start of the version before; one microsecond after that is taken");
    }

    @Test
    void aTimeBeforeTheEndOfADeletedVersionIsMovedToThat() {
        assertThat(USERS.opened(
                        version("moved", R2, LATER, false),
                        Optional.of(version("initial", R1, R2, true)),
                        Optional.of(change("insert", R1)),
                        MANIFEST,
                        Optional.empty()))
                .isEqualTo(
                        "moved: its own time, " + R1 + ", is before the end of the version before; that end is taken");
    }

    @Test
    void anInferredMemberTellsWhoNamedAndWhoFilledIt() {
        WarehouseRow filled = version("inferred", R1, LATER, false);
        assertThat(USERS.opened(filled, Optional.empty(), Optional.empty(), MANIFEST, Optional.of(4)))
                .isEqualTo("inferred: a fact of manifest 2 named it before its own row came; filled by manifest 4");
        WarehouseRow waiting = new WarehouseRow(
                Map.of("valid_from_precision", TextNode.valueOf("inferred"), "is_inferred", BooleanNode.TRUE));
        assertThat(USERS.opened(waiting, Optional.empty(), Optional.empty(), MANIFEST, Optional.empty()))
                .isEqualTo("inferred: a fact of manifest 2 named it before its own row came; that has not come yet");
    }

    // Where it ends, and what leaves it as it is

    @Test
    void aDeleteTakesTheLaterEndOfItsInterval() {
        assertThat(USERS.ended(change("delete", R2), MANIFEST))
                .isEqualTo("deleted: only known to lie between " + R1 + " and " + R2
                        + "; the later one is taken, as it still lived in part of the interval");
    }

    @Test
    void aRowThatTheModelNoLongerYieldsEnds() {
        assertThat(USERS.ended(change("update", R1), MANIFEST))
                .isEqualTo("the model no longer yields the key after this change");
        VersionWhy joined = new VersionWhy(
                new Dimension("d", Optional.empty(), List.of("id"), "sk", Optional.empty(), "SELECT"),
                Optional.empty());
        assertThat(joined.ended(change("delete", R2), MANIFEST))
                .startsWith("the model no longer yields the key: only ");
    }

    @Test
    void aChangeWithoutAVersionTellsWhatItDid() {
        VersionWhy tracked = new VersionWhy(users(Optional.of(List.of("email"))), Optional.empty());
        assertThat(USERS.touched(step("update", Effect.KEPT)))
                .isEqualTo("no column of the model changed: nothing is written");
        assertThat(tracked.touched(step("update", Effect.KEPT)))
                .isEqualTo("none of the tracked columns [email] changed: others are written over in place");
        assertThat(USERS.touched(step("insert", Effect.FILLED)))
                .isEqualTo("its own row came: it fills the attributes and leaves the start");
        assertThat(USERS.other(step("update", Effect.IGNORED))).isEqualTo("the model yields no row of it");
        assertThat(USERS.other(step("delete", Effect.IGNORED))).isEqualTo("there was no version to end");
        assertThat(USERS.other(step("delete", Effect.WAITING))).isEqualTo("not loaded yet");
    }

    // What a change did to a fact

    @Test
    void aFactTellsWhatEachChangeDid() {
        assertThat(fact(step("insert", Effect.INSERTED), Optional.empty())).isEqualTo("the model yields a fact of it");
        assertThat(fact(step("update", Effect.OVERWRITTEN), Optional.empty()))
                .isEqualTo("its columns and its foreign keys are computed anew");
        assertThat(fact(step("insert", Effect.OVERWRITTEN), Optional.of(step("delete", Effect.MARKED))))
                .isEqualTo("returned: the mark is cleared, and its columns and its foreign keys are computed anew");
        assertThat(fact(step("delete", Effect.MARKED), Optional.empty()))
                .isEqualTo("deleted at the source: only known to lie between " + R1 + " and " + R2
                        + "; marked with the later one, and kept");
        assertThat(fact(step("update", Effect.IGNORED), Optional.empty())).isEqualTo("the model yields no fact of it");
    }

    // Where a foreign key leads

    @Test
    void anEventLiesInAVersionUntilThatEnds() {
        assertThat(reference(R1, LATER, Optional.of(R1))).isEqualTo("its time, " + R1 + ", lies in that version");
        assertThat(reference("1900-01-01T00:00:00Z", R1, Optional.of(R1)))
                .isEqualTo("its time, " + R1 + ", is in a gap: the nearest earlier version is taken");
    }

    @Test
    void anEventBeforeTheFirstVersionTakesTheEarliest() {
        assertThat(reference(R1, LATER, Optional.of("2026-03-06T00:29:59.999999Z")))
                .isEqualTo("its time, 2026-03-06T00:29:59.999999Z, is before the first version: the earliest is taken");
    }

    @Test
    void anEventAtTheReadPointIsLookedUpBeforeIt() {
        assertThat(reference(R1, LATER, Optional.of(R2)))
                .isEqualTo(
                        "its time, " + R2 + ", is at or after the read point: looked up one microsecond before the read"
                                + " point, 2026-03-07T00:29:59.999999Z, which lies in that version");
        assertThat(reference(R1, LATER, Optional.of("2026-03-07T00:29:59.999999Z")))
                .isEqualTo("its time, 2026-03-07T00:29:59.999999Z, lies in that version");
    }

    @Test
    void anEventWithoutATimeIsLookedUpAtTheRead() {
        assertThat(reference(R1, LATER, Optional.empty()))
                .isEqualTo("it has no time (decision 0006): looked up one microsecond before the read point,"
                        + " 2026-03-07T00:29:59.999999Z, which lies in that version");
    }

    @Test
    void membersThatNoRowStandsBehindAreTold() {
        assertThat(FactWhy.of(pointing(Optional.empty()), -1, Optional.empty(), Optional.empty()))
                .isEqualTo("the unknown member: the fact has no key there");
        assertThat(FactWhy.of(pointing(Optional.empty()), 7, Optional.empty(), Optional.empty()))
                .isEqualTo("there is no such version: no load left it so");
        RowsOfKey.Reference inferred = pointing(Optional.of(version("inferred", "1900-01-01T00:00:00Z", LATER, false)));
        assertThat(FactWhy.of(inferred, 7, Optional.of(Instant.parse(R1)), Optional.of(Instant.parse(R2))))
                .endsWith("lies in that version; an inferred member, named by a fact before its own row came");
    }

    private static String opened(String precision, String start, String effective) {
        return USERS.opened(
                version(precision, start, LATER, false),
                Optional.of(version("initial", "1900-01-01T00:00:00Z", start, false)),
                Optional.of(change("update", effective)),
                MANIFEST,
                Optional.empty());
    }

    private static String fact(Timeline.Step step, Optional<Timeline.Step> before) {
        return FactWhy.of(step, before, MANIFEST);
    }

    private static String reference(String from, String to, Optional<String> time) {
        return FactWhy.of(
                pointing(Optional.of(version("exact", from, to, false))),
                7,
                time.map(Instant::parse),
                Optional.of(Instant.parse(R2)));
    }

    private static RowsOfKey.Reference pointing(Optional<WarehouseRow> member) {
        return new RowsOfKey.Reference(new ForeignKey("fk_user_id", "user_dim", List.of("user_id")), member);
    }

    private static Dimension users(Optional<List<String>> tracked) {
        return new Dimension("user_dim", Optional.of("User"), List.of("user_id"), "sk_user_id", tracked, "SELECT");
    }

    private static WarehouseRow version(String precision, String from, String to, boolean deleted) {
        Map<String, JsonNode> values = Map.of(
                "sk_user_id", IntNode.valueOf(7),
                "valid_from", TextNode.valueOf(from),
                "valid_to", TextNode.valueOf(to),
                "is_deleted", BooleanNode.valueOf(deleted),
                "is_inferred", BooleanNode.FALSE,
                "valid_from_precision", TextNode.valueOf(precision));
        return new WarehouseRow(values);
    }

    private static Timeline.Step step(String op, Effect effect) {
        return new Timeline.Step(change(op, R1), effect, Optional.empty());
    }

    private static KeyChange change(String op, String effectiveAt) {
        return new KeyChange(
                2,
                0,
                op,
                Instant.parse(effectiveAt),
                "interval",
                Map.of(),
                Map.of("updated_at", TextNode.valueOf("2026-03-05T20:00:00Z")));
    }
}
