package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.varve.lake.KeyChange;
import dev.varve.lake.Manifest;
import dev.varve.run.Timeline;
import dev.varve.run.Timeline.Effect;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to explain: changes of manifest 2, which covers {@link #R1} to {@link #R2}, and versions. */
final class ExplainSamples {
    static final String R1 = "2026-03-06T00:30:00Z";
    static final String R2 = "2026-03-07T00:30:00Z";
    static final String LATER = "2026-03-08T00:00:00Z";
    static final Manifest MANIFEST = new Manifest(
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

    private ExplainSamples() {}

    static WarehouseRow version(String precision, String from, String to, boolean deleted) {
        Map<String, JsonNode> values = Map.of(
                "sk_user_id", IntNode.valueOf(7),
                "valid_from", TextNode.valueOf(from),
                "valid_to", TextNode.valueOf(to),
                "is_deleted", BooleanNode.valueOf(deleted),
                "is_inferred", BooleanNode.FALSE,
                "valid_from_precision", TextNode.valueOf(precision));
        return new WarehouseRow(values);
    }

    static Timeline.Step step(String op, Effect effect) {
        return new Timeline.Step(change(op, R1), effect, Optional.empty());
    }

    static KeyChange change(String op, String effectiveAt) {
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
