package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.ScdType;
import dev.varve.run.Explained;
import dev.varve.run.FactTimeline;
import dev.varve.run.Timeline.Effect;
import dev.varve.run.Timeline.Step;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.WarehouseRow;
import dev.varve.warehouse.WarehouseTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rows of a fact's key, what stands behind each and where its foreign keys lead. */
final class ExplainedFacts {
    private final Explained explained;
    private final List<Step> steps;
    private final ExplainedEvents events;

    ExplainedFacts(Explained explained) {
        this.explained = explained;
        this.steps = explained.factSteps();
        this.events = new ExplainedEvents(explained);
    }

    ExplainReport report(Map<String, String> key) {
        List<RowsOfKey.FactRow> facts = explained.rows().facts();
        return new ExplainReport(
                explained.pipeline().name(),
                explained.table(),
                key,
                explained.from(),
                List.of(),
                IntStream.range(0, facts.size())
                        .mapToObj(i -> fact(i, facts.get(i)))
                        .toList(),
                events(Optional.empty()));
    }

    private ExplainReport.FactRow fact(int i, RowsOfKey.FactRow fact) {
        List<ExplainReport.Event> own = new ArrayList<>(events(Optional.of(i)));
        int opener = explained.opener(fact.row());
        if (own.isEmpty()) {
            own.add(events.of(Effect.INSERTED, opener, "the lake has no row of it"));
        }
        return new ExplainReport.FactRow(
                fact.row().values(),
                own,
                fact.references().stream()
                        .map(reference -> reference(fact, reference, readPoint(i, opener)))
                        .toList());
    }

    private List<ExplainReport.Event> events(Optional<Integer> row) {
        List<ExplainReport.Event> found = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.row().equals(row)) {
                Optional<Effect> before =
                        FactTimeline.lastOf(steps.subList(0, i)).map(Step::effect);
                Manifest manifest = explained.manifest(step.change().manifest());
                found.add(events.of(step, FactWhy.of(step, before, manifest)));
            }
        }
        return found;
    }

    /** Of the manifest whose load wrote the foreign keys last. */
    private Optional<Instant> readPoint(int row, int opener) {
        return steps.stream()
                .filter(step -> step.row().equals(Optional.of(row)))
                .filter(step -> step.effect() == Effect.INSERTED || step.effect() == Effect.OVERWRITTEN)
                .map(step -> step.change().manifest())
                .reduce((first, second) -> second)
                .or(() -> Optional.of(opener).filter(number -> number > 0))
                .map(number -> explained.manifest(number).readPoint());
    }

    private ExplainReport.Reference reference(
            RowsOfKey.FactRow fact, RowsOfKey.Reference reference, Optional<Instant> readPoint) {
        String column = reference.foreignKey().column();
        long number = fact.row().value(column).asLong();
        Optional<WarehouseRow> known = reference.member().filter(row -> number != FactWhy.UNKNOWN);
        Map<String, JsonNode> member =
                new LinkedHashMap<>(known.map(WarehouseRow::values).orElse(Map.of()));
        Dimension dimension =
                explained.pipeline().dimension(reference.foreignKey().dimension());
        member.keySet().removeAll(WarehouseTable.control(dimension));
        member.remove(dimension.surrogateKey());
        Optional<WarehouseRow> version = known.filter(row -> dimension.type() == ScdType.TYPE_2);
        return new ExplainReport.Reference(
                column,
                number,
                reference.foreignKey().dimension(),
                member,
                version.map(row -> row.instant("valid_from")),
                version.map(row -> row.instant("valid_to")),
                FactWhy.of(dimension.type(), reference, number, fact.eventTime(), readPoint));
    }
}
