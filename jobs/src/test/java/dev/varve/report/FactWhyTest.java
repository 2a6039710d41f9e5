package dev.varve.report;

import static dev.varve.report.ExplainSamples.LATER;
import static dev.varve.report.ExplainSamples.MANIFEST;
import static dev.varve.report.ExplainSamples.R1;
import static dev.varve.report.ExplainSamples.R2;
import static dev.varve.report.ExplainSamples.step;
import static dev.varve.report.ExplainSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.ScdType;
import dev.varve.run.Timeline.Effect;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Why a fact is as it is, and why its foreign keys lead where they do. */
class FactWhyTest {
    // What a change did to a fact

    @Test
    void aFactThatIsOverwrittenTellsWhatEachChangeDid() {
        assertThat(fact("insert", Effect.INSERTED)).isEqualTo("the model yields a fact of it");
        assertThat(fact("update", Effect.OVERWRITTEN, Effect.INSERTED))
                .isEqualTo("its columns and its foreign keys are computed anew");
        assertThat(fact("insert", Effect.OVERWRITTEN, Effect.MARKED))
                .isEqualTo("returned: the mark is cleared, and its columns and its foreign keys are computed anew");
        assertThat(fact("delete", Effect.MARKED, Effect.INSERTED))
                .isEqualTo("deleted at the source: only known to lie between " + R1 + " and " + R2
                        + "; marked with the later one, and kept");
        assertThat(fact("update", Effect.REMOVED, Effect.INSERTED))
                .isEqualTo("the model no longer yields it: the fact is deleted");
        assertThat(fact("update", Effect.INSERTED, Effect.REMOVED)).isEqualTo("the model yields a fact of it again");
    }

    @Test
    void aFactThatKeepsItsRecordsTellsWhatEachChangeDid() {
        assertThat(fact("update", Effect.INSERTED, Effect.INSERTED))
                .isEqualTo("it changed: one more record, and the one before stays as it was");
        assertThat(fact("update", Effect.MARKED, Effect.INSERTED))
                .isEqualTo(
                        "the model no longer yields it: the newest record ends with this change, and is kept (decision"
                                + " 0009)");
        assertThat(fact("update", Effect.INSERTED, Effect.MARKED))
                .isEqualTo("it came back: one more record, and the mark of the one before stays");
        assertThat(fact("delete", Effect.IGNORED, Effect.MARKED))
                .isEqualTo("it had left the model before: the mark stays where it is (decision 0009)");
    }

    @Test
    void aChangeWithoutAFactTellsWhy() {
        assertThat(fact("update", Effect.IGNORED)).isEqualTo("the model yields no fact of it");
        assertThat(fact("delete", Effect.IGNORED)).isEqualTo("there was no fact to mark");
        assertThat(fact("update", Effect.UNKNOWN))
                .isEqualTo("no fact of it is left, and the processed zone does not say whether there was one");
        assertThat(fact("update", Effect.WAITING)).isEqualTo("not loaded yet");
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
        assertThat(FactWhy.of(ScdType.TYPE_2, pointing(Optional.empty()), -1, Optional.empty(), Optional.empty()))
                .isEqualTo("the unknown member: the fact has no key there");
        assertThat(FactWhy.of(ScdType.TYPE_2, pointing(Optional.empty()), 7, Optional.empty(), Optional.empty()))
                .isEqualTo("there is no such version: no load left it so");
        RowsOfKey.Reference inferred = pointing(Optional.of(version("inferred", "1900-01-01T00:00:00Z", LATER, false)));
        assertThat(FactWhy.of(
                        ScdType.TYPE_2, inferred, 7, Optional.of(Instant.parse(R1)), Optional.of(Instant.parse(R2))))
                .endsWith("lies in that version; an inferred member, named by a fact before its own row came");
    }

    @Test
    void aRowOfType1IsFoundWhateverTheTime() {
        RowsOfKey.Reference row = pointing(Optional.of(new WarehouseRow(Map.of("is_inferred", BooleanNode.FALSE))));
        assertThat(FactWhy.of(ScdType.TYPE_1, row, 7, Optional.empty(), Optional.empty()))
                .isEqualTo("the one row of its key, whatever the time");
        RowsOfKey.Reference inferred = pointing(Optional.of(new WarehouseRow(Map.of("is_inferred", BooleanNode.TRUE))));
        assertThat(FactWhy.of(ScdType.TYPE_1, inferred, 7, Optional.empty(), Optional.empty()))
                .isEqualTo("the one row of its key, whatever the time; an inferred member, named by a fact before its"
                        + " own row came");
    }

    private static String fact(String op, Effect effect, Effect... before) {
        return FactWhy.of(step(op, effect), Stream.of(before).findFirst(), MANIFEST);
    }

    private static String reference(String from, String to, Optional<String> time) {
        return FactWhy.of(
                ScdType.TYPE_2,
                pointing(Optional.of(version("exact", from, to, false))),
                7,
                time.map(Instant::parse),
                Optional.of(Instant.parse(R2)));
    }

    private static RowsOfKey.Reference pointing(Optional<WarehouseRow> member) {
        return new RowsOfKey.Reference(new ForeignKey("fk_user_id", "user_dim", List.of("user_id")), member);
    }
}
