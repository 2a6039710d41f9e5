package dev.varve.run;

import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Rewinding;
import dev.varve.warehouse.Warehouse;
import dev.varve.warehouse.Work;

/** Takes a warehouse back to how it was after a load, surrogate keys included. The lake stays as it is. */
public final class Rewind {
    private final Engine engine;
    private final Pipeline pipeline;

    public Rewind(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /** Whether a rewind does it or only says what it would do. */
    public enum Mode {
        REWIND,
        SHOW
    }

    /**
     * Rewinds.
     *
     * @param to the label of the load to go back to
     * @return what was done, or would be
     * @throws VarveException (usage) if no load has that label, (refused) if it lies beyond the undo horizon, (busy) while another
     *     process loads
     */
    public Rewinding run(String to, Mode mode) {
        if (!pipeline.schedule().isLabel(to)) {
            throw VarveException.usage("Cannot rewind pipeline " + pipeline.name() + " to '" + to
                    + "': it is no label such as 2026-11-20 or 2026-11-20T10:15Z. 'varve status " + pipeline.name()
                    + " --last 0' lists those of the loads.");
        }
        try (Warehouse warehouse = Warehouse.open(pipeline, Work.rewind(pipeline, to))) {
            Rewinding rewinding = switch (mode) {
                case REWIND -> warehouse.rewind(to);
                case SHOW -> warehouse.planRewind(to);
            };
            engine.events().rewound(rewinding, mode);
            return rewinding;
        }
    }
}
