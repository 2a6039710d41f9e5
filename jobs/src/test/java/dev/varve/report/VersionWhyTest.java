package dev.varve.report;

import static dev.varve.report.ExplainSamples.LATER;
import static dev.varve.report.ExplainSamples.MANIFEST;
import static dev.varve.report.ExplainSamples.R1;
import static dev.varve.report.ExplainSamples.R2;
import static dev.varve.report.ExplainSamples.change;
import static dev.varve.report.ExplainSamples.step;
import static dev.varve.report.ExplainSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.varve.lake.KeyChange;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Reconcile;
import dev.varve.pipeline.ScdType;
import dev.varve.run.Timeline.Effect;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a version is as it is. */
class VersionWhyTest {
    private static final VersionWhy USERS = new VersionWhy(users(Optional.empty()), cursor("created_at"));

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
    void aNewRowsTimeIsThatOfItsInsertIfItHasOne() {
        assertThat(openedBy("insert", TextNode.valueOf("2026-03-06T18:00:00Z"))).isEqualTo("exact: created_at says so");
        assertThat(openedBy("insert", NullNode.getInstance())).isEqualTo("exact: updated_at says so");
        assertThat(openedBy("update", TextNode.valueOf("2026-03-06T18:00:00Z"))).isEqualTo("exact: updated_at says so");
    }

    private static String openedBy(String op, JsonNode createdAt) {
        Instant at = Instant.parse("2026-03-06T18:00:00Z");
        KeyChange change = new KeyChange(2, 0, op, at, "exact", Map.of(), Map.of("created_at", createdAt));
        return USERS.opened(
                version("exact", at.toString(), LATER, false),
                Optional.empty(),
                Optional.of(change),
                MANIFEST,
                Optional.empty());
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
                new Dimension(
                        "d", Optional.empty(), List.of("id"), "sk", ScdType.TYPE_2, Optional.empty(), 0.3, "SELECT"),
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

    private static String opened(String precision, String start, String effective) {
        return USERS.opened(
                version(precision, start, LATER, false),
                Optional.of(version("initial", "1900-01-01T00:00:00Z", start, false)),
                Optional.of(change("update", effective)),
                MANIFEST,
                Optional.empty());
    }

    private static Optional<Capture.Cursor> cursor(String createdAt) {
        return Optional.of(new Capture.Cursor(
                Optional.of("updated_at"),
                Optional.of(createdAt),
                Optional.empty(),
                Reconcile.DAILY,
                Optional.empty()));
    }

    private static Dimension users(Optional<List<String>> tracked) {
        return new Dimension(
                "user_dim",
                Optional.of("User"),
                List.of("user_id"),
                "sk_user_id",
                ScdType.TYPE_2,
                tracked,
                0.3,
                "SELECT");
    }
}
