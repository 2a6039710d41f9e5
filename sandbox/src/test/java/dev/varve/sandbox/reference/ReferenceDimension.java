package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.ReferenceCapture.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** An SCD2 dimension as lists of versions, one list a key. */
final class ReferenceDimension<K extends Comparable<K>, R> {
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final Function<R, String> attributes;
    private final String noAttributes;
    private final TreeMap<K, List<Version>> versions = new TreeMap<>();

    /**
     * A dimension without members.
     *
     * @param attributes a row's attributes as text
     * @param noAttributes those of a member that has none yet
     */
    ReferenceDimension(Function<R, String> attributes, String noAttributes) {
        this.attributes = attributes;
        this.noAttributes = noAttributes;
    }

    private enum State {
        CURRENT,
        INFERRED,
        REPLACED,
        DELETED
    }

    private record Version(
            String attributes, Instant from, Instant to, State state, String precision, String loadedAsOf) {
        Version ended(Instant end, State how) {
            return new Version(attributes, from, end, how, precision, loadedAsOf);
        }

        boolean holdsAt(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    /**
     * What an event found.
     *
     * @param version the key and start of a version
     * @param inGap whether that version was not valid at the event
     */
    record Found(String version, boolean inGap) {}

    /** Applies a change and counts what it did. */
    void apply(Change<K, R> change, String asOf, LoadedCounts counts) {
        List<Version> history = versions.computeIfAbsent(change.key(), key -> new ArrayList<>());
        Optional<Version> current = current(history);
        if (change.after().isEmpty()) {
            current.ifPresent(version -> {
                history.set(history.size() - 1, version.ended(change.effective(), State.DELETED));
                counts.closed++;
            });
            return;
        }
        String wanted = attributes.apply(change.after().get());
        if (current.isEmpty()) {
            Instant end = history.isEmpty()
                    ? change.effective()
                    : history.get(history.size() - 1).to();
            open(history, change, wanted, later(change.effective(), end), asOf, counts);
        } else if (current.get().state() == State.INFERRED) {
            Version inferred = current.get();
            Version filled = new Version(
                    wanted, inferred.from(), END, State.CURRENT, inferred.precision(), inferred.loadedAsOf());
            history.set(history.size() - 1, filled);
            counts.overwritten++;
        } else if (!current.get().attributes().equals(wanted)) {
            Instant start = later(change.effective(), current.get().from().plus(1, ChronoUnit.MICROS));
            history.set(history.size() - 1, current.get().ended(start, State.REPLACED));
            counts.closed++;
            open(history, change, wanted, start, asOf, counts);
        }
    }

    private void open(
            List<Version> history,
            Change<K, R> change,
            String wanted,
            Instant start,
            String asOf,
            LoadedCounts counts) {
        String precision = start.equals(change.effective()) ? change.precision() : "moved";
        history.add(new Version(wanted, start, END, State.CURRENT, precision, asOf));
        counts.opened++;
    }

    /** Makes sure that a key that a fact needs has a member; true if there was none. */
    boolean infer(K key, String asOf) {
        Version inferred = new Version(noAttributes, ReferenceCapture.BEGINNING, END, State.INFERRED, "inferred", asOf);
        return versions.putIfAbsent(key, new ArrayList<>(List.of(inferred))) == null;
    }

    /** The version that was valid at an instant; in a gap the nearest earlier one, else the earliest. */
    Found at(K key, Instant at) {
        List<Version> history = versions.getOrDefault(key, List.of());
        for (Version version : history) {
            if (version.holdsAt(at)) {
                return new Found(key + " " + Texts.of(version.from()), false);
            }
        }
        Version nearest = history.get(0);
        for (Version version : history) {
            nearest = version.to().isAfter(at) ? nearest : version;
        }
        return new Found(key + " " + Texts.of(nearest.from()), true);
    }

    /** Every version as text. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        versions.forEach((key, history) -> history.forEach(version -> lines.add(String.join(
                " | ",
                key.toString(),
                version.attributes(),
                Texts.of(version.from()),
                Texts.of(version.to()),
                version.state().name(),
                version.precision(),
                version.loadedAsOf()))));
        return lines;
    }

    private static Optional<Version> current(List<Version> history) {
        return history.stream().filter(version -> version.to().equals(END)).findFirst();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
