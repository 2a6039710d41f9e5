package dev.varve.run;

import dev.varve.lake.KeyChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What each change of a key did to the rows that the warehouse holds of it, found by the rules that a load goes by (design,
 * section 4): a load says which manifest inserted a row, and the start and end of a version which change they come from.
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
        /** It inserted a fact. */
        INSERTED,
        /** It wrote a fact over. */
        OVERWRITTEN,
        /** It marked a fact as deleted. */
        MARKED,
        /** Nothing: the model did not yield a row of it, or there was none to end. */
        IGNORED,
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
    private final Set<KeyChange> used = new HashSet<>();

    private Timeline(List<Version> versions, List<KeyChange> changes) {
        this.versions = versions;
        this.changes = changes;
    }

    /**
     * The changes of a dimension's key.
     *
     * @param versions oldest first
     * @param changes oldest first
     * @param loaded the number of the last loaded manifest
     */
    public static List<Step> ofVersions(List<Version> versions, List<KeyChange> changes, int loaded) {
        Timeline timeline = new Timeline(
                versions,
                changes.stream().filter(change -> change.manifest() <= loaded).toList());
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
        Optional<KeyChange> begun = changes.stream()
                .filter(change -> !change.isDelete() && !used.contains(change) && !ended.equals(Optional.of(change)))
                .filter(change -> version.bornInferred()
                        ? !version.inferred() && change.manifest() > version.opener()
                        : change.manifest() == version.opener())
                .findFirst();
        begun.ifPresent(change -> add(steps, change, version.bornInferred() ? Effect.FILLED : Effect.OPENED, row));
        ended.ifPresent(change -> add(steps, change, Effect.ENDED, row));
    }

    private void add(List<Step> steps, KeyChange change, Effect effect, int row) {
        used.add(change);
        steps.add(new Step(change, effect, Optional.of(row)));
    }

    /** The change whose time is the version's end: a delete, else the last update that the model yielded no row of. */
    private Optional<KeyChange> ending(Version version) {
        List<KeyChange> candidates = changes.stream()
                .filter(change -> change.manifest() >= version.opener() && !used.contains(change))
                .filter(change -> end(version, change).equals(version.to()))
                .toList();
        return candidates.stream()
                .filter(KeyChange::isDelete)
                .findFirst()
                .or(() -> candidates.stream().reduce((first, second) -> second));
    }

    private static Instant end(Version version, KeyChange change) {
        Instant earliest = version.from().plus(1, ChronoUnit.MICROS);
        return change.effectiveAt().isBefore(earliest) ? earliest : change.effectiveAt();
    }

    private Step keptOrIgnored(KeyChange change, List<Step> steps) {
        Optional<Integer> standing = IntStream.range(0, versions.size())
                .filter(row -> versions.get(row).opener() < change.manifest())
                .boxed()
                .reduce((first, second) -> second)
                .filter(row -> !versions.get(row).inferred())
                .filter(row -> steps.stream()
                        .noneMatch(step -> step.effect() == Effect.ENDED
                                && step.row().equals(Optional.of(row))
                                && step.change().manifest() < change.manifest()));
        return standing.isPresent() && !change.isDelete()
                ? new Step(change, Effect.KEPT, standing)
                : new Step(change, Effect.IGNORED, Optional.empty());
    }

    /**
     * The changes of a fact's key.
     *
     * @param openers the number of the manifest that inserted each row
     * @param changes oldest first
     * @param loaded the number of the last loaded manifest
     */
    public static List<Step> ofFacts(List<Integer> openers, List<KeyChange> changes, int loaded) {
        List<Step> steps = new ArrayList<>();
        for (KeyChange change : changes) {
            Optional<Integer> row = IntStream.range(0, openers.size())
                    .filter(candidate -> openers.get(candidate) <= change.manifest())
                    .boxed()
                    .reduce((first, second) -> second);
            if (change.manifest() > loaded) {
                steps.add(waiting(change));
            } else if (row.isEmpty()) {
                steps.add(new Step(change, Effect.IGNORED, row));
            } else if (change.isDelete()) {
                steps.add(new Step(change, Effect.MARKED, row));
            } else {
                boolean inserted = openers.get(row.get()) == change.manifest();
                steps.add(new Step(change, inserted ? Effect.INSERTED : Effect.OVERWRITTEN, row));
            }
        }
        return List.copyOf(steps);
    }

    private static Step waiting(KeyChange change) {
        return new Step(change, Effect.WAITING, Optional.empty());
    }
}
