package dev.varve.model;

import dev.varve.pipeline.ScdType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds what manifests asked of one key of a dimension, in order, into the versions that it must have (design, section 4): of
 * type 1 one, which lasts from the beginning to the end of time. It knows rows by number alone; who asks says which of them
 * differ.
 */
public final class VersionFold {
    private static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final ScdType type;
    private final List<Version> versions = new ArrayList<>();

    /** For a dimension of that type. */
    public VersionFold(ScdType type) {
        this.type = type;
    }

    /** What a manifest asked. */
    public enum Ask {
        /** The row is so. */
        UPSERT,
        /** The source deleted it, or the model no longer yields it. */
        DELETE,
        /** A fact needs the key; within a manifest this comes last. */
        MENTION;
    }

    /**
     * One thing that a manifest asked.
     *
     * @param ask what
     * @param row the number of the row that asks it
     * @param changed whether an upsert's tracked columns differ from those of the one before
     * @param effectiveAt when it takes effect; without a meaning for a mention
     * @param precision how well that is known
     * @param asOf the manifest's label
     */
    public record Event(Ask ask, long row, boolean changed, Instant effectiveAt, String precision, String asOf) {}

    /** What has become of a version. */
    public enum State {
        /** A member without attributes, current. */
        INFERRED,
        CURRENT,
        REPLACED,
        DELETED
    }

    /**
     * A version.
     *
     * @param member the number of the row that brought it, which has its key
     * @param attributes the number of the row that has its attributes; empty for none
     * @param from its start
     * @param to its end, exclusive
     * @param state what has become of it
     * @param precision how well its start is known
     * @param loadedAsOf the label of the manifest that brought it
     */
    public record Version(
            long member,
            Optional<Long> attributes,
            Instant from,
            Instant to,
            State state,
            String precision,
            String loadedAsOf) {
        private Version ended(Instant end, State how) {
            return new Version(member, attributes, from, end, how, precision, loadedAsOf);
        }

        private Version holding(long row) {
            return new Version(member, Optional.of(row), from, to, State.CURRENT, precision, loadedAsOf);
        }
    }

    /** Takes the next event. */
    public void take(Event event) {
        switch (event.ask()) {
            case UPSERT -> {
                switch (type) {
                    case TYPE_1 -> overwrite(event);
                    case TYPE_2 -> upsert(event);
                }
            }
            case DELETE -> delete(event);
            case MENTION -> mention(event);
        }
    }

    /** The versions, oldest first. */
    public List<Version> versions() {
        return List.copyOf(versions);
    }

    private void overwrite(Event event) {
        if (versions.isEmpty()) {
            open(event, BEGINNING);
        } else {
            replaceLast(last().holding(event.row()));
        }
    }

    private void upsert(Event event) {
        Optional<Version> current = current();
        if (current.isEmpty()) {
            open(event, versions.isEmpty() ? event.effectiveAt() : later(event.effectiveAt(), last().to()));
        } else if (current.get().state() == State.INFERRED || !event.changed()) {
            replaceLast(current.get().holding(event.row()));
        } else {
            Instant start = after(current.get(), event.effectiveAt());
            replaceLast(current.get().ended(start, State.REPLACED));
            open(event, start);
        }
    }

    /** An inferred member stays: facts point to it, and it has nothing that could end. */
    private void delete(Event event) {
        current()
                .filter(version -> version.state() == State.CURRENT)
                .ifPresent(version -> replaceLast(version.ended(end(version, event.effectiveAt()), State.DELETED)));
    }

    private Instant end(Version version, Instant deleted) {
        return switch (type) {
            case TYPE_1 -> END;
            case TYPE_2 -> after(version, deleted);
        };
    }

    private void mention(Event event) {
        if (versions.isEmpty()) {
            versions.add(new Version(
                    event.row(), Optional.empty(), BEGINNING, END, State.INFERRED, "inferred", event.asOf()));
        }
    }

    private void open(Event event, Instant start) {
        String precision = start.equals(event.effectiveAt()) ? event.precision() : "moved";
        versions.add(
                new Version(event.row(), Optional.of(event.row()), start, END, State.CURRENT, precision, event.asOf()));
    }

    private Optional<Version> current() {
        return versions.isEmpty() || !last().to().equals(END) ? Optional.empty() : Optional.of(last());
    }

    private Version last() {
        return versions.get(versions.size() - 1);
    }

    private void replaceLast(Version version) {
        versions.set(versions.size() - 1, version);
    }

    private static Instant after(Version version, Instant instant) {
        return later(instant, version.from().plus(1, ChronoUnit.MICROS));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
