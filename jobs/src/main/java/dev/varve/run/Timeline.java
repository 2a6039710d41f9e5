package dev.varve.run;

import dev.varve.lake.KeyChange;
import dev.varve.model.ModelRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What each change of a key did to its versions in a dimension of type 2, found by the rules that a load goes by (design,
 * section 4): a load says which manifest inserted a version, the start and end of it which change they come from, and the
 * processed zone what was asked of a load, as far as it is kept.
 */
public final class Timeline {
    /** What became of a change. */
    public enum Effect {
        /** It opened a version. */
        OPENED,
        /** It filled an inferred member. */
        FILLED,
        /** It left the version open: no tracked attribute changed. */
        KEPT,
        /** It ended a key's last version. */
        ENDED,
        /** It inserted a fact, or the row of a dimension of type 1. */
        INSERTED,
        /** It wrote a fact over, or such a row. */
        OVERWRITTEN,
        /** It marked a fact, or its newest record, or such a row, as deleted. */
        MARKED,
        /** It removed a fact: the model no longer yields it. */
        REMOVED,
        /** Nothing: the model did not yield a row of it, or there was none to end. */
        IGNORED,
        /** Not known any more: no row is left of it, and the processed zone does not have it. */
        UNKNOWN,
        /** Nothing yet: its manifest is not loaded. */
        WAITING
    }

    /**
     * One change.
     *
     * @param change the change
     * @param effect what became of it
     * @param row which row it did that to, from 0; none if it was ignored or waits
     */
    public record Step(KeyChange change, Effect effect, Optional<Integer> row) {}

    /**
     * A version as it is.
     *
     * @param opener the number of the manifest that inserted it; 0 if none did
     * @param from where it starts
     * @param to where it ends
     * @param deleted whether a delete ended it
     * @param bornInferred whether a fact needed it before its own row came
     * @param inferred whether it still has no attributes
     */
    public record Version(
            int opener, Instant from, Instant to, boolean deleted, boolean bornInferred, boolean inferred) {}

    private final List<Version> versions;
    private final List<KeyChange> changes;
    private final Map<KeyChange.Place, ModelRow.Op> asked;
    private final Set<KeyChange> used = new HashSet<>();

    private Timeline(List<Version> versions, List<KeyChange> changes, Map<KeyChange.Place, ModelRow.Op> asked) {
        this.versions = versions;
        this.changes = changes;
        this.asked = asked;
    }

    /**
     * The changes of a dimension's key.
     *
     * @param versions oldest first
     * @param changes oldest first
     * @param asked what a load was asked with a change, where that is kept
     * @param loaded the number of the last loaded manifest
     */
    public static List<Step> ofVersions(
            List<Version> versions, List<KeyChange> changes, Map<KeyChange.Place, ModelRow.Op> asked, int loaded) {
        Timeline timeline = new Timeline(
                versions,
                changes.stream().filter(change -> change.manifest() <= loaded).toList(),
                asked);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            timeline.versionsOwn(i, steps);
        }
        for (KeyChange change : changes) {
            if (!timeline.used.contains(change)) {
                steps.add(change.manifest() > loaded ? waiting(change) : timeline.keptOrIgnored(change, steps));
            }
        }
        steps.sort((a, b) -> Integer.compare(changes.indexOf(a.change()), changes.indexOf(b.change())));
        return List.copyOf(steps);
    }

    /** What opened, filled and ended a version, as far as the lake has it. */
    private void versionsOwn(int row, List<Step> steps) {
        Version version = versions.get(row);
        Optional<KeyChange> ended = version.deleted() ? ending(version) : Optional.empty();
        List<KeyChange> candidates = changes.stream()
                .filter(change -> !change.isDelete() && !used.contains(change) && !ended.equals(Optional.of(change)))
                .filter(change -> version.bornInferred()
                        ? !version.inferred() && change.manifest() > version.opener()
                        : change.manifest() == version.opener())
                .toList();
        Optional<KeyChange> begun = firstYielded(candidates.stream()
                        .filter(change -> begins(row, change))
                        .filter(change -> steps.stream().allMatch(step -> isBefore(step, change)))
                        .toList())
                .or(() -> firstYielded(candidates));
        begun.ifPresent(change -> add(steps, change, version.bornInferred() ? Effect.FILLED : Effect.OPENED, row));
        ended.ifPresent(change -> add(steps, change, Effect.ENDED, row));
    }

    /** Whether a change's time is where the version starts: of several in one interval each may begin another. */
    private boolean begins(int row, KeyChange change) {
        Version version = versions.get(row);
        if (row == 0 || version.bornInferred()) {
            return version.bornInferred() || version.from().equals(change.effectiveAt());
        }
        Version before = versions.get(row - 1);
        return version.from().equals(before.deleted() ? later(change.effectiveAt(), before.to()) : end(before, change));
    }

    /** The first that the model is known to yield a row of, else the first of which it is not known. */
    private Optional<KeyChange> firstYielded(List<KeyChange> candidates) {
        return candidates.stream()
                .filter(change -> isAsked(change, ModelRow.Op.UPSERT))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(change -> !asked.containsKey(change.place()))
                        .findFirst());
    }

    private boolean isAsked(KeyChange change, ModelRow.Op op) {
        return asked.get(change.place()) == op;
    }

    private void add(List<Step> steps, KeyChange change, Effect effect, int row) {
        used.add(change);
        steps.add(new Step(change, effect, Optional.of(row)));
    }

    /** The change whose time is the version's end: the first that is known to have ended it, else the last of that time. */
    private Optional<KeyChange> ending(Version version) {
        List<KeyChange> candidates = changes.stream()
                .filter(change -> change.manifest() >= version.opener() && !used.contains(change))
                .filter(change -> !isAsked(change, ModelRow.Op.UPSERT))
                .filter(change -> end(version, change).equals(version.to()))
                .toList();
        return candidates.stream()
                .filter(change -> change.isDelete() || isAsked(change, ModelRow.Op.DELETE))
                .findFirst()
                .or(() -> candidates.stream().reduce((first, second) -> second));
    }

    private static Instant end(Version version, KeyChange change) {
        return later(change.effectiveAt(), version.from().plus(1, ChronoUnit.MICROS));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Step keptOrIgnored(KeyChange change, List<Step> steps) {
        Optional<Integer> standing = IntStream.range(0, versions.size())
                .filter(row -> versions.get(row).opener() < change.manifest() || wasOpened(row, change, steps))
                .boxed()
                .reduce((first, second) -> second)
                .filter(row -> !versions.get(row).inferred())
                .filter(row -> steps.stream()
                        .filter(step -> step.row().equals(Optional.of(row)))
                        .noneMatch(step -> endedBefore(step, change) || filledAfter(step, change)));
        return standing.isPresent() && !change.isDelete()
                ? new Step(change, Effect.KEPT, standing)
                : new Step(change, Effect.IGNORED, Optional.empty());
    }

    /** Whether an earlier change of the same interval opened a version. */
    private static boolean wasOpened(int row, KeyChange change, List<Step> steps) {
        return steps.stream()
                .filter(step -> step.effect() == Effect.OPENED && step.row().equals(Optional.of(row)))
                .anyMatch(step -> step.change().manifest() == change.manifest() && isBefore(step, change));
    }

    private static boolean endedBefore(Step step, KeyChange change) {
        return step.effect() == Effect.ENDED && isBefore(step, change);
    }

    private static boolean filledAfter(Step step, KeyChange change) {
        return step.effect() == Effect.FILLED
                && change.place().isBefore(step.change().place());
    }

    private static boolean isBefore(Step step, KeyChange change) {
        return step.change().place().isBefore(change.place());
    }

    static Step waiting(KeyChange change) {
        return new Step(change, Effect.WAITING, Optional.empty());
    }
}
