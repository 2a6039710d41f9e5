package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.DimensionRule.FromTable;
import dev.varve.sandbox.reference.DimensionRule.Joined;
import dev.varve.sandbox.reference.DimensionRule.States;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A warehouse of dimensions and facts as it must be after each interval. */
public final class Star {
    private final Rules rules;
    private final ZoneId zone;
    private final EventCounts events = new EventCounts();
    private final Map<String, TableHistory> tables = new LinkedHashMap<>();
    private final Map<String, Members> dimensions = new LinkedHashMap<>();
    private final Map<String, FactHistory> facts = new LinkedHashMap<>();
    private final List<String> captured = new ArrayList<>();
    private final List<String> loaded = new ArrayList<>();
    private Optional<Instant> previous = Optional.empty();

    /** What a pipeline declares, its dimensions and facts in the order in which they are loaded. */
    record Rules(List<TableRule> tables, List<DimensionRule> dimensions, List<FactRule> facts) {}

    /**
     * An empty warehouse.
     *
     * @param zone in which the pipeline's days end
     */
    Star(Rules rules, ZoneId zone) {
        this.rules = rules;
        this.zone = zone;
        rules.tables().forEach(rule -> tables.put(rule.name(), new TableHistory(rule, events)));
        rules.dimensions().forEach(rule -> dimensions.put(rule.name(), members(rule)));
        rules.facts().forEach(rule -> facts.put(rule.name(), new FactHistory(rule, dimensions, events)));
    }

    private Members members(DimensionRule rule) {
        return switch (rule.type()) {
            case TYPE_1 -> new RowHistory(rule, events);
            case TYPE_2 -> new DimensionHistory(rule, events);
        };
    }

    /** Reads the source and loads what changed; returns how many rows did. */
    public int interval(SourceTables source, Instant readPoint, String asOf) {
        Interval interval = new Interval(asOf, previous, readPoint, zone);
        Map<String, SortedMap<String, TextRow>> before = states();
        Map<String, List<Change>> changes = new TreeMap<>();
        tables.forEach((name, history) -> {
            TableHistory.Read read = history.read(source.of(name), interval);
            changes.put(name, read.changes());
            captured.add(TextRow.join(List.of(asOf, name, read.counts())));
        });
        previous = Optional.of(readPoint);
        rules.dimensions().forEach(rule -> load(rule, changes, interval, named(before), named(states())));
        rules.facts().forEach(rule -> load(rule, of(changes, rule.table()), interval, named(states())));
        return changes.values().stream().mapToInt(List::size).sum();
    }

    private void load(
            DimensionRule rule, Map<String, List<Change>> changes, Interval interval, States before, States after) {
        Members dimension = Objects.requireNonNull(dimensions.get(rule.name()));
        dimension.begin(interval.asOf());
        List<Change> asked = new ArrayList<>();
        boolean hasChanged = false;
        if (rule.model() instanceof FromTable model) {
            asked.addAll(DimensionChanges.of(model, of(changes, model.table()), events));
            hasChanged = !of(changes, model.table()).isEmpty();
        } else if (rule.model() instanceof Joined model) {
            asked.addAll(DimensionChanges.of(rule, model, before, after, interval));
            hasChanged = model.tables().stream()
                    .anyMatch(table -> !of(changes, table).isEmpty());
            countOtherTable(model, asked, changes);
        }
        if (hasChanged) {
            LoadedCounts counts = new LoadedCounts();
            dimension.follow(asked, interval.asOf(), counts);
            loaded.add(TextRow.join(interval.asOf(), List.of(counts.line(rule.name()))));
        }
    }

    private void load(FactRule rule, List<Change> changes, Interval interval, States states) {
        if (!changes.isEmpty()) {
            LoadedCounts counts = new LoadedCounts();
            Objects.requireNonNull(facts.get(rule.name())).follow(changes, states, interval, counts);
            loaded.add(TextRow.join(interval.asOf(), List.of(counts.line(rule.name()))));
        }
    }

    /** The first table of a join has its key; a change of a key that it does not have comes from another one. */
    private void countOtherTable(Joined model, List<Change> asked, Map<String, List<Change>> changes) {
        List<String> own =
                of(changes, model.tables().get(0)).stream().map(Change::key).toList();
        asked.forEach(change -> events.happenedIf(!own.contains(change.key()), Event.JOIN_CHANGED_BY_THE_OTHER_TABLE));
    }

    private Map<String, SortedMap<String, TextRow>> states() {
        Map<String, SortedMap<String, TextRow>> states = new TreeMap<>();
        tables.forEach((name, history) -> states.put(name, history.state()));
        return states;
    }

    private static States named(Map<String, SortedMap<String, TextRow>> states) {
        return table -> Objects.requireNonNull(states.get(table));
    }

    private static List<Change> of(Map<String, List<Change>> changes, String table) {
        return Objects.requireNonNull(changes.get(table));
    }

    /** Every version of the dimensions and every record of the facts, by warehouse table, in no order. */
    public Map<String, List<String>> lines() {
        Map<String, List<String>> lines = new TreeMap<>();
        dimensions.forEach((name, dimension) -> lines.put(name, dimension.lines()));
        facts.forEach((name, fact) -> lines.put(name, fact.lines()));
        return lines;
    }

    /** What every read found, table by table. */
    public List<String> captured() {
        return List.copyOf(captured);
    }

    /** What every load did, table by table, as the ledger counts it. */
    public List<String> loaded() {
        return List.copyOf(loaded);
    }

    /** What has happened so far. */
    public EventCounts events() {
        return events;
    }
}
