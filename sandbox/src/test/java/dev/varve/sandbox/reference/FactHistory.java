package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.DimensionRule.States;
import dev.varve.sandbox.reference.FactRule.ForeignKey;
import dev.varve.sandbox.reference.FactRule.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A transactional fact: one record a key, or one for each change of it (design, section 4). */
final class FactHistory {
    private final FactRule rule;
    private final Map<String, Members> dimensions;
    private final EventCounts events;
    private final TreeMap<String, List<Fact>> facts = new TreeMap<>();
    private Optional<Instant> firstRead = Optional.empty();

    /** A fact without rows. */
    FactHistory(FactRule rule, Map<String, Members> dimensions, EventCounts events) {
        this.rule = rule;
        this.dimensions = dimensions;
        this.events = events;
    }

    /**
     * One record.
     *
     * @param recordedAt when the change that made it took effect
     * @param versions the key and start of the versions that it points to
     */
    private record Fact(
            Instant recordedAt,
            List<String> versions,
            List<Optional<String>> measures,
            Optional<Instant> eventTime,
            Optional<Instant> deletedAt,
            String asOf) {
        Fact deleted(Optional<Instant> at) {
            return new Fact(recordedAt, versions, measures, eventTime, at, asOf);
        }
    }

    /** Follows a load's changes of the driving table and counts what that did. */
    void follow(List<Change> changes, States states, Interval interval, LoadedCounts counts) {
        firstRead = Optional.of(firstRead.orElse(interval.readPoint()));
        for (Change change : changes) {
            Optional<TextRow> row =
                    change.after().flatMap(after -> rule.yields().apply(after, states));
            if (row.isPresent()) {
                counts.staged++;
                upsert(change, row.get(), interval, counts);
            } else if (change.after().isEmpty() || !change.isInitial()) {
                counts.staged++;
                boolean isSourceDelete = change.after().isEmpty();
                if (isSourceDelete || rule.mode() == Mode.VERSION) {
                    markDeleted(change, counts);
                } else if (facts.remove(change.key()) != null) {
                    counts.removed++;
                    events.happened(Event.FACT_REMOVED_BY_FILTER);
                }
            }
        }
    }

    private void upsert(Change change, TextRow row, Interval interval, LoadedCounts counts) {
        List<Fact> records = facts.computeIfAbsent(change.key(), key -> new ArrayList<>());
        boolean isNew = records.isEmpty();
        events.happenedIf(!isNew && last(records).deletedAt().isPresent(), Event.FACT_RETURNED);
        if (isNew || rule.mode() == Mode.VERSION) {
            Instant recordedAt = isNew ? change.effective() : after(last(records), change.effective());
            records.add(fact(row, recordedAt, interval.asOf(), interval, counts));
            events.happened(isNew ? Event.FACT_INSERTED : Event.FACT_RECORD_ADDED);
            counts.inserted++;
        } else {
            Fact before = last(records);
            records.set(0, fact(row, before.recordedAt(), before.asOf(), interval, counts));
            boolean differs = !last(records).equals(before);
            events.happenedIf(differs, Event.FACT_OVERWRITTEN);
            counts.overwritten += differs ? 1 : 0;
        }
    }

    /** A record starts after the one before it, and not before that one's end. */
    private static Instant after(Fact newest, Instant effective) {
        Instant start = Times.later(effective, Times.next(newest.recordedAt()));
        return newest.deletedAt().map(end -> Times.later(start, end)).orElse(start);
    }

    private void markDeleted(Change change, LoadedCounts counts) {
        List<Fact> records = facts.getOrDefault(change.key(), List.of());
        if (!records.isEmpty() && last(records).deletedAt().isEmpty()) {
            Instant at = rule.mode() == Mode.VERSION
                    ? Times.later(change.effective(), Times.next(last(records).recordedAt()))
                    : change.effective();
            records.set(records.size() - 1, last(records).deleted(Optional.of(at)));
            events.happened(Event.FACT_DELETED_AT_SOURCE);
            counts.sourceDeleted++;
        }
    }

    private Fact fact(TextRow row, Instant recordedAt, String asOf, Interval interval, LoadedCounts counts) {
        Instant last = interval.readPoint().minusNanos(1000);
        Optional<Instant> eventTime = row.get(rule.eventTime()).map(text -> Times.instant(text, rule.zone()));
        Instant at = Times.earlier(eventTime.orElse(last), last);
        events.happenedIf(eventTime.isEmpty(), Event.EVENT_WITHOUT_TIME);
        eventTime.ifPresent(time -> {
            events.happenedIf(time.isAfter(last), Event.EVENT_AFTER_THE_READ);
            events.happenedIf(time.isBefore(firstRead.orElseThrow()), Event.EVENT_BEFORE_THE_FIRST_READ);
        });
        List<String> versions = rule.foreignKeys().stream()
                .map(foreignKey -> row.key(foreignKey.columns())
                        .map(key -> version(foreignKey, key, at, interval.asOf(), counts))
                        .orElseGet(this::unknown))
                .toList();
        List<Optional<String>> measures = rule.measures().stream().map(row::get).toList();
        return new Fact(recordedAt, versions, measures, eventTime, Optional.empty(), asOf);
    }

    private String version(ForeignKey foreignKey, String key, Instant at, String asOf, LoadedCounts counts) {
        Members dimension = Objects.requireNonNull(dimensions.get(foreignKey.dimension()));
        counts.inferred += dimension.infer(key, asOf) ? 1 : 0;
        Members.Found found = dimension.at(key, at);
        counts.gaps += found.inGap() ? 1 : 0;
        return found.version();
    }

    private String unknown() {
        events.happened(Event.MEMBER_UNKNOWN);
        return "unknown";
    }

    /** Every record as text. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        facts.forEach((key, records) -> records.forEach(fact -> lines.add(line(key, fact))));
        return lines;
    }

    private String line(String key, Fact fact) {
        List<String> values = new ArrayList<>(List.of(key));
        values.addAll(fact.versions());
        fact.measures().forEach(value -> values.add(TextRow.text(value)));
        values.add(TextRow.text(fact.eventTime().map(Times::text)));
        if (rule.mode() == Mode.VERSION) {
            values.add(Times.text(fact.recordedAt()));
        }
        values.add(TextRow.text(fact.deletedAt().map(Times::text)));
        values.add(fact.asOf());
        return TextRow.join(values);
    }

    private static Fact last(List<Fact> records) {
        return records.get(records.size() - 1);
    }
}
