package dev.varve.sandbox.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An SCD2 dimension as lists of versions, one list a key (design, section 4). */
final class DimensionHistory implements Members {
    private final DimensionRule rule;
    private final EventCounts events;
    private final List<String> attributes;
    private final TreeMap<String, List<Version>> versions = new TreeMap<>();
    private Optional<String> firstLoad = Optional.empty();

    /** A dimension without members. */
    DimensionHistory(DimensionRule rule, EventCounts events) {
        this.rule = rule;
        this.events = events;
        this.attributes = new ArrayList<>(rule.tracked());
        attributes.addAll(rule.untracked());
    }

    private enum State {
        CURRENT,
        INFERRED,
        REPLACED,
        DELETED
    }

    private record Version(
            List<Optional<String>> values, Instant from, Instant to, State state, String precision, String asOf) {
        Version ended(Instant end, State how) {
            return new Version(values, from, end, how, precision, asOf);
        }

        Version holding(List<Optional<String>> others) {
            return new Version(others, from, to, State.CURRENT, precision, asOf);
        }

        boolean holdsAt(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    @Override
    public void follow(List<Change> changes, String asOf, LoadedCounts counts) {
        begin(asOf);
        counts.staged = changes.size();
        changes.forEach(change -> {
            List<Version> history = versions.computeIfAbsent(change.key(), key -> new ArrayList<>());
            change.after()
                    .ifPresentOrElse(
                            row -> upsert(history, change, row, asOf, counts), () -> delete(history, change, counts));
        });
    }

    @Override
    public void begin(String asOf) {
        firstLoad = Optional.of(firstLoad.orElse(asOf));
    }

    private void delete(List<Version> history, Change change, LoadedCounts counts) {
        current(history).filter(version -> version.state() != State.INFERRED).ifPresent(version -> {
            Instant end = Times.later(change.effective(), Times.next(version.from()));
            replaceLast(history, version.ended(end, State.DELETED));
            events.happened(Event.VERSION_CLOSED);
            events.happenedIf(end.isAfter(change.effective()), Event.VERSION_MOVED_BY_A_MICROSECOND);
            counts.closed++;
        });
    }

    private void upsert(List<Version> history, Change change, TextRow row, String asOf, LoadedCounts counts) {
        List<Optional<String>> values = attributes.stream().map(row::get).toList();
        Optional<Version> current = current(history);
        if (current.isEmpty()) {
            Instant end = history.isEmpty() ? change.effective() : last(history).to();
            events.happenedIf(!history.isEmpty() && change.effective().isAfter(end), Event.VERSION_AFTER_A_GAP);
            open(history, change, values, Times.later(change.effective(), end), asOf, counts);
        } else if (current.get().state() == State.INFERRED) {
            replaceLast(history, current.get().holding(values));
            events.happened(Event.MEMBER_FILLED);
            counts.overwritten++;
        } else if (!tracked(current.get().values()).equals(tracked(values))) {
            Instant start =
                    Times.later(change.effective(), Times.next(current.get().from()));
            events.happenedIf(start.isAfter(change.effective()), Event.VERSION_MOVED_BY_A_MICROSECOND);
            replaceLast(history, current.get().ended(start, State.REPLACED));
            counts.closed++;
            open(history, change, values, start, asOf, counts);
        } else if (!current.get().values().equals(values)) {
            replaceLast(history, current.get().holding(values));
            events.happened(Event.UNTRACKED_OVERWRITTEN);
            counts.overwritten++;
        }
    }

    private void open(
            List<Version> history,
            Change change,
            List<Optional<String>> values,
            Instant start,
            String asOf,
            LoadedCounts counts) {
        String precision = start.equals(change.effective()) ? change.precision() : "moved";
        history.add(new Version(values, start, Times.END, State.CURRENT, precision, asOf));
        events.happened(Event.VERSION_OPENED);
        counts.opened++;
    }

    @Override
    public boolean infer(String key, String asOf) {
        boolean isNew = versions.getOrDefault(key, List.of()).isEmpty();
        if (isNew) {
            List<Optional<String>> nothing =
                    attributes.stream().map(name -> Optional.<String>empty()).toList();
            versions.put(
                    key,
                    new ArrayList<>(List.of(
                            new Version(nothing, Times.BEGINNING, Times.END, State.INFERRED, "inferred", asOf))));
            events.happened(Event.MEMBER_INFERRED);
        }
        return isNew;
    }

    /** The version that was valid at an instant; in a gap the nearest earlier one, else the earliest. */
    @Override
    public Found at(String key, Instant at) {
        List<Version> history = versions.getOrDefault(key, List.of());
        for (Version version : history) {
            if (version.holdsAt(at)) {
                return new Found(key + " " + Times.text(version.from()), false);
            }
        }
        Version nearest = history.get(0);
        for (Version version : history) {
            nearest = version.to().isAfter(at) ? nearest : version;
        }
        events.happened(
                nearest.from().isAfter(at) ? Event.EVENT_BEFORE_THE_FIRST_VERSION : Event.EVENT_BETWEEN_VERSIONS);
        return new Found(key + " " + Times.text(nearest.from()), true);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        versions.forEach((key, history) -> history.forEach(version -> lines.add(line(key, version))));
        firstLoad.ifPresent(asOf -> {
            List<Optional<String>> nothing =
                    attributes.stream().map(name -> Optional.<String>empty()).toList();
            String noKey = TextRow.join(rule.key().stream().map(part -> "null").toList());
            lines.add(line(noKey, new Version(nothing, Times.BEGINNING, Times.END, State.REPLACED, "initial", asOf)));
        });
        return lines;
    }

    private static String line(String key, Version version) {
        List<String> values = new ArrayList<>(List.of(key));
        version.values().forEach(value -> values.add(TextRow.text(value)));
        values.addAll(List.of(
                Times.text(version.from()),
                Times.text(version.to()),
                version.state().name(),
                version.precision(),
                version.asOf()));
        return TextRow.join(values);
    }

    private List<Optional<String>> tracked(List<Optional<String>> values) {
        return values.subList(0, rule.tracked().size());
    }

    private static Optional<Version> current(List<Version> history) {
        return history.stream()
                .filter(version -> version.to().equals(Times.END))
                .findFirst();
    }

    private static Version last(List<Version> history) {
        return history.get(history.size() - 1);
    }

    private static void replaceLast(List<Version> history, Version version) {
        history.set(history.size() - 1, version);
    }
}
