package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is being done with a warehouse, as messages name it. Whatever ends it says so in one form: {@code Cannot load item_dim of
 * pipeline stock as of 2026-11-20: reason. What to do. What is left.}
 *
 * @param purpose the command
 * @param pipeline the pipeline's name
 * @param to the label that a rewind goes to
 * @param manifest the interval, once one is worked on
 * @param table the warehouse table, once one is worked on
 */
public record Work(
        Purpose purpose, String pipeline, Optional<String> to, Optional<Manifest> manifest, Optional<String> table) {
    /** Of a whole pipeline. */
    public static Work of(Purpose purpose, Pipeline pipeline) {
        return new Work(purpose, pipeline.name(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Of going back to a label. */
    public static Work rewind(Pipeline pipeline, String to) {
        return new Work(Purpose.REWIND, pipeline.name(), Optional.of(to), Optional.empty(), Optional.empty());
    }

    /** The same for one interval. */
    public Work on(Manifest interval) {
        return new Work(purpose, pipeline, to, Optional.of(interval), table);
    }

    /** The same for one warehouse table. */
    public Work table(String name) {
        return new Work(purpose, pipeline, to, manifest, Optional.of(name));
    }

    /** How a message about it begins: {@code Cannot load item_dim of pipeline stock as of 2026-11-20: }. */
    public String cannot() {
        String of = table.map(name -> name + " of ").orElse("");
        return "Cannot " + purpose.word() + " " + of + "pipeline " + pipeline + label() + ": ";
    }

    private String label() {
        return to.map(target -> " to " + target)
                .or(() -> manifest.map(interval -> " as of " + interval.asOf()))
                .orElse("");
    }

    /** The command that does it, in quotes. */
    public String command() {
        return switch (purpose) {
            case LOAD, PLAN, VERIFY, EXPLAIN, VALIDATE -> "'varve " + purpose.word() + " " + pipeline + "'";
            case REWIND -> "'varve rewind " + pipeline + " --to " + to.orElse("LABEL") + " --yes'";
            case REBUILD -> rebuild();
        };
    }

    /** The command that does it although it closes so much of a dimension, in quotes. */
    String commandApproving(String dimension) {
        String approval = " --approve-deletes " + dimension + "'";
        return switch (purpose) {
            case REBUILD -> "'varve rebuild " + pipeline + " --yes" + approval;
            case LOAD, PLAN, REWIND, VERIFY, EXPLAIN, VALIDATE -> "'varve load " + pipeline + approval;
        };
    }

    /** The command that replays every manifest, in quotes. */
    public String rebuild() {
        return "'varve rebuild " + pipeline + " --yes'";
    }

    /** The command that goes on once a model has been corrected: over rows of the one before, only a rebuild does. */
    String commandForOtherModel() {
        return manifest.filter(interval -> interval.number() > 1).isPresent() ? rebuild() : command();
    }

    /** What is there when it ends early. */
    private String left() {
        return switch (purpose) {
            case LOAD -> manifest.isPresent() ? "Nothing of this interval was loaded." : "Nothing was loaded.";
            case PLAN, REWIND, REBUILD -> "Nothing was changed.";
            case VERIFY, EXPLAIN, VALIDATE -> ""; // they never change anything
        };
    }

    /** A guard refuses it; the advice is one sentence or more. */
    public VarveException refused(String reason, String advice) {
        return VarveException.refused(message(reason, advice));
    }

    /** The pipeline file or the tables are wrong for it. */
    VarveException usage(String reason, String advice) {
        return VarveException.usage(message(reason, advice));
    }

    /** Something outside did not work. */
    public VarveException failed(String reason, String advice) {
        return VarveException.failed(message(reason, advice));
    }

    /** As {@link #failed(String, String)}, where an exception tells more. */
    public VarveException failed(String reason, String advice, Throwable cause) {
        return VarveException.failed(message(reason, advice), cause);
    }

    /** The server refused a statement. */
    VarveException failed(SQLException e) {
        return failed(Sql.reason(e), Sql.cure(e), e);
    }

    /** Another process holds the pipeline's lock. */
    VarveException busy() {
        return VarveException.busy(cannot()
                + "another process is loading it into this warehouse. Wait for it, then run " + command() + ".");
    }

    /** Nobody knows whether the commit came through. */
    VarveException unanswered(SQLException e) {
        return VarveException.failed(
                "Cannot tell whether pipeline " + pipeline + " " + purpose.done() + label()
                        + ": the warehouse did not answer the commit: " + Sql.reason(e) + ". Run " + command() + "; "
                        + purpose.again() + ".",
                e);
    }

    /** The ledger is of another lake: why, as {@link WarehouseState#problem} says it. */
    public VarveException otherLake(String problem) {
        return refused(
                problem,
                "Check that lake and warehouse belong together; " + rebuild()
                        + " replaces what was loaded by what this lake holds.");
    }

    /** The tables were declared otherwise when so many manifests were loaded. */
    VarveException otherModel(String problem, int manifests) {
        return refused(
                problem + " since its " + (manifests == 1 ? "manifest was" : manifests + " manifests were") + " loaded",
                "Run " + rebuild()
                        + ", which replays every manifest with the models as they are now, or restore the pipeline file.");
    }

    /** A table is not what was written to it: so many rows. */
    VarveException otherWriter(String rows) {
        return failed(
                "after it " + rows,
                "Look for other writers of the table, and have " + rebuild() + " replace what they wrote.");
    }

    private String message(String reason, String advice) {
        return Stream.of(cannot() + VarveException.sentence(reason), advice.strip(), left())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
