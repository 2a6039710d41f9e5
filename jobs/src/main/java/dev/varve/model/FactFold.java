package dev.varve.model;

import dev.varve.pipeline.Fact.OnUpdate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds what manifests asked of one key of a fact, in order, into the records that it must have (design, section 4): one that is
 * overwritten, or one for each state of the source row. It knows rows by number alone.
 */
public final class FactFold {
    private final OnUpdate onUpdate;
    private final List<Fact> facts = new ArrayList<>();

    /** For a fact of which an update does that. */
    public FactFold(OnUpdate onUpdate) {
        this.onUpdate = onUpdate;
    }

    /**
     * One thing that a manifest asked.
     *
     * @param op what
     * @param row the number of the row that asks it
     * @param effectiveAt when it takes effect
     * @param manifest the manifest's number
     */
    public record Event(ModelRow.Op op, long row, Instant effectiveAt, int manifest) {}

    /**
     * A record of the fact.
     *
     * @param row the number of the row that has its columns
     * @param inserted the number of the manifest that brought it
     * @param written the number of the manifest whose read point bounds the look-up of its foreign keys
     * @param recordedAt when it took effect
     * @param deletedAt when the source was seen to have deleted it
     */
    public record Fact(long row, int inserted, int written, Instant recordedAt, Optional<Instant> deletedAt) {
        private Fact deleted(Instant at) {
            return new Fact(row, inserted, written, recordedAt, Optional.of(at));
        }
    }

    /** Takes the next event. */
    public void take(Event event) {
        switch (onUpdate) {
            case OVERWRITE -> overwrite(event);
            case VERSION -> record(event);
        }
    }

    /** The records, oldest first; none if the model no longer yields the fact. */
    public List<Fact> facts() {
        return List.copyOf(facts);
    }

    private void overwrite(Event event) {
        Optional<Fact> before = newest();
        facts.clear();
        switch (event.op()) {
            case UPSERT ->
                facts.add(new Fact(
                        event.row(),
                        before.map(Fact::inserted).orElse(event.manifest()),
                        event.manifest(),
                        before.map(Fact::recordedAt).orElse(event.effectiveAt()),
                        Optional.empty()));
            case DELETE -> before.ifPresent(fact -> facts.add(fact.deleted(event.effectiveAt())));
            case REMOVE -> {
                // it is gone
            }
            case STRAY -> throw new IllegalStateException("A load refuses stray rows");
        }
    }

    private void record(Event event) {
        Instant earliest = newest().map(fact -> fact.recordedAt().plus(1, ChronoUnit.MICROS))
                .orElse(event.effectiveAt());
        Instant at = later(event.effectiveAt(), earliest);
        switch (event.op()) {
            case UPSERT ->
                facts.add(new Fact(
                        event.row(),
                        event.manifest(),
                        event.manifest(),
                        later(at, newest().flatMap(Fact::deletedAt).orElse(at)),
                        Optional.empty()));
            case DELETE, REMOVE ->
                newest().filter(fact -> fact.deletedAt().isEmpty())
                        .ifPresent(fact -> facts.set(facts.size() - 1, fact.deleted(at)));
            case STRAY -> throw new IllegalStateException("A load refuses stray rows");
        }
    }

    private Optional<Fact> newest() {
        return facts.isEmpty() ? Optional.empty() : Optional.of(facts.get(facts.size() - 1));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
