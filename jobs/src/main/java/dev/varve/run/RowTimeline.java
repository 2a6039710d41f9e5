package dev.varve.run;

import dev.varve.lake.KeyChange;
import dev.varve.lake.LakeRow;
import dev.varve.model.ModelRow;
import dev.varve.run.Timeline.Effect;
import dev.varve.run.Timeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each change of a key did to its one row in a dimension of type 1, by the rules that a load goes by. */
public final class RowTimeline {
    private final Row row;
    private final Map<KeyChange.Place, ModelRow.Op> asked;
    private final List<Step> steps = new ArrayList<>();
    private Optional<Effect> last = Optional.empty();

    private RowTimeline(Row row, Map<KeyChange.Place, ModelRow.Op> asked) {
        this.row = row;
        this.asked = asked;
    }

    /**
     * The row as it is.
     *
     * @param opener the number of the manifest that inserted it; 0 if none did
     * @param inferred whether its own row has not come yet
     */
    public record Row(int opener, boolean inferred) {}

    /**
     * The changes of a dimension's key.
     *
     * @param row its row; none if there is none
     * @param changes oldest first
     * @param asked what a load was asked with a change, where that is kept
     * @param loaded the number of the last loaded manifest
     */
    public static List<Step> of(
            Optional<Row> row, List<KeyChange> changes, Map<KeyChange.Place, ModelRow.Op> asked, int loaded) {
        RowTimeline timeline = new RowTimeline(row.orElse(new Row(Integer.MAX_VALUE, true)), asked);
        for (KeyChange change : changes) {
            timeline.steps.add(change.manifest() > loaded ? Timeline.waiting(change) : timeline.follow(change));
        }
        return List.copyOf(timeline.steps);
    }

    private Step follow(KeyChange change) {
        Effect effect = isAsked(change, ModelRow.Op.DELETE) ? deleted() : upserted(change);
        if (effect == Effect.IGNORED) {
            return new Step(change, effect, Optional.empty());
        }
        last = Optional.of(effect);
        return new Step(change, effect, Optional.of(0));
    }

    /** Before its own row came, and after a delete, there is nothing to mark. */
    private Effect deleted() {
        return last.isEmpty() || last.get() == Effect.MARKED ? Effect.IGNORED : Effect.MARKED;
    }

    private Effect upserted(KeyChange change) {
        if (row.inferred() || change.manifest() < row.opener() || !isAsked(change, ModelRow.Op.UPSERT)) {
            return Effect.IGNORED;
        }
        if (last.isPresent()) {
            return Effect.OVERWRITTEN;
        }
        return change.manifest() == row.opener() ? Effect.INSERTED : Effect.FILLED;
    }

    private boolean isAsked(KeyChange change, ModelRow.Op op) {
        return asked(change).equals(Optional.of(op));
    }

    /** Where it is not kept, the change itself says it, but an insert that the model does not yield asks nothing. */
    private Optional<ModelRow.Op> asked(KeyChange change) {
        boolean insert = change.op().equals(LakeRow.Op.INSERT.word());
        return Optional.ofNullable(asked.get(change.place()))
                .or(() -> insert && !asked.isEmpty()
                        ? Optional.empty()
                        : Optional.of(change.isDelete() ? ModelRow.Op.DELETE : ModelRow.Op.UPSERT));
    }
}
