package dev.varve.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Folds what manifests asked of one key of a fact, in order, into the records that it must have (design, section 4). It knows
 * rows by number alone.
 */
public final class FactFold {
    private Optional<Fact> fact = Optional.empty();

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
     * @param deletedAt when the source was seen to have deleted it
     */
    public record Fact(long row, int inserted, int written, Optional<Instant> deletedAt) {}

    /** Takes the next event. */
    public void take(Event event) {
        switch (event.op()) {
            case UPSERT ->
                fact = Optional.of(new Fact(
                        event.row(),
                        fact.map(Fact::inserted).orElse(event.manifest()),
                        event.manifest(),
                        Optional.empty()));
            case DELETE ->
                fact = fact.map(found ->
                        new Fact(found.row(), found.inserted(), found.written(), Optional.of(event.effectiveAt())));
            case REMOVE -> fact = Optional.empty();
            case STRAY -> throw new IllegalStateException("A load refuses stray rows");
        }
    }

    /** The records; none if the model no longer yields the fact. */
    public List<Fact> facts() {
        return fact.stream().toList();
    }
}
