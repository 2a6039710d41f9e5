package dev.varve.run;

import dev.varve.lake.KeyChange;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Fact.OnUpdate;
import dev.varve.run.Timeline.Effect;
import dev.varve.run.Timeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each change of a fact's key did to its rows, found by the rules that a load goes by (design, section 4; decision 0009).
 * The rows that are left say which manifest inserted them; of a fact that is gone only the processed zone can tell.
 */
public final class FactTimeline {
    private final List<Integer> openers;
    private final List<KeyChange> changes;
    private final Map<KeyChange.Place, ModelRow.Op> asked;
    private final List<Step> steps = new ArrayList<>();
    private int recorded;

    private FactTimeline(List<Integer> openers, List<KeyChange> changes, Map<KeyChange.Place, ModelRow.Op> asked) {
        this.openers = openers;
        this.changes = changes;
        this.asked = asked;
    }

    /**
     * The changes of a fact's key.
     *
     * @param onUpdate what an update does to the fact
     * @param openers the number of the manifest that inserted each row, oldest first
     * @param changes oldest first
     * @param asked what a load was asked with a change, where that is kept
     * @param loaded the number of the last loaded manifest
     */
    public static List<Step> of(
            OnUpdate onUpdate,
            List<Integer> openers,
            List<KeyChange> changes,
            Map<KeyChange.Place, ModelRow.Op> asked,
            int loaded) {
        List<KeyChange> applied =
                changes.stream().filter(change -> change.manifest() <= loaded).toList();
        FactTimeline timeline = new FactTimeline(openers, applied, asked);
        for (KeyChange change : applied) {
            switch (onUpdate) {
                case OVERWRITE -> timeline.overwrite(change);
                case VERSION -> timeline.record(change);
            }
        }
        changes.stream()
                .filter(change -> change.manifest() > loaded)
                .map(Timeline::waiting)
                .forEach(timeline.steps::add);
        return List.copyOf(timeline.steps);
    }

    private void overwrite(KeyChange change) {
        Optional<Integer> row = newest(change);
        Optional<KeyChange> inserting = row.flatMap(this::inserting);
        if (row.isEmpty()
                || inserting
                        .filter(first -> change.place().isBefore(first.place()))
                        .isPresent()) {
            ofOneThatIsGone(change);
        } else if (change.isDelete()) {
            add(change, Effect.MARKED, row);
        } else {
            add(change, inserting.equals(Optional.of(change)) ? Effect.INSERTED : Effect.OVERWRITTEN, row);
        }
    }

    /** The change of its manifest that inserted a fact: the first after which it was not removed again. */
    private Optional<KeyChange> inserting(int row) {
        List<KeyChange> inManifest = changes.stream()
                .filter(change -> change.manifest() == openers.get(row))
                .toList();
        Optional<KeyChange> removing = inManifest.stream()
                .filter(change -> isAsked(change, ModelRow.Op.REMOVE))
                .reduce((first, second) -> second);
        return inManifest.stream()
                .filter(change -> !change.isDelete())
                .filter(change -> removing.map(last -> last.place().isBefore(change.place()))
                        .orElse(true))
                .findFirst();
    }

    /** Of a fact that a later change removed; whether there was one is what the steps before did. */
    private void ofOneThatIsGone(KeyChange change) {
        boolean there = last().filter(effect -> effect != Effect.REMOVED).isPresent();
        Effect effect = Optional.ofNullable(asked.get(change.place()))
                .map(op -> switch (op) {
                    case UPSERT -> there ? Effect.OVERWRITTEN : Effect.INSERTED;
                    case DELETE -> there ? Effect.MARKED : Effect.IGNORED;
                    case REMOVE -> there ? Effect.REMOVED : Effect.IGNORED;
                    case STRAY -> Effect.UNKNOWN;
                })
                .orElseGet(() -> asksNothing(change) ? Effect.IGNORED : Effect.UNKNOWN);
        add(change, effect, Optional.empty());
    }

    /** Of a first read, what the model does not yield asks nothing; every other change asks something. */
    private boolean asksNothing(KeyChange change) {
        return isInitial(change)
                && changes.stream().allMatch(other -> isInitial(other) || asked.containsKey(other.place()));
    }

    private static boolean isInitial(KeyChange change) {
        return change.precision().equals("initial");
    }

    /** A record is there for ever: a change that the model yields a row of has one, and the others end the newest, once. */
    private void record(KeyChange change) {
        while (recorded < openers.size() && openers.get(recorded) < change.manifest()) {
            recorded++; // of a change that the lake does not have
        }
        if (recorded < openers.size() && inserted(change, recorded)) {
            add(change, Effect.INSERTED, Optional.of(recorded++));
        } else if (recorded == 0 || last().equals(Optional.of(Effect.MARKED))) {
            add(change, Effect.IGNORED, Optional.empty());
        } else {
            add(change, Effect.MARKED, Optional.of(recorded - 1));
        }
    }

    private Optional<Integer> newest(KeyChange change) {
        return IntStream.range(0, openers.size())
                .filter(row -> openers.get(row) <= change.manifest())
                .boxed()
                .reduce((first, second) -> second);
    }

    private boolean inserted(KeyChange change, int row) {
        return !change.isDelete() && openers.get(row) == change.manifest() && !isAsked(change, ModelRow.Op.REMOVE);
    }

    private boolean isAsked(KeyChange change, ModelRow.Op op) {
        return asked.get(change.place()) == op;
    }

    /** The last thing that was done to a fact of the key. */
    private Optional<Effect> last() {
        return lastOf(steps).map(Step::effect);
    }

    /** The last of these that did something to a fact. */
    public static Optional<Step> lastOf(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.effect() != Effect.IGNORED && step.effect() != Effect.UNKNOWN)
                .reduce((first, second) -> second);
    }

    private void add(KeyChange change, Effect effect, Optional<Integer> row) {
        steps.add(new Step(change, effect, row));
    }
}
