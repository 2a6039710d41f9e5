package dev.varve.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.lake.Quarantine;
import dev.varve.lake.RefusedSnapshot;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.run.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots of a pipeline that a guard refused. As JSON the names are these in snake_case, instants are ISO 8601 in UTC.
 *
 * @param pipeline its name
 * @param snapshots the newest first
 * @param rows some of the rows of the snapshot that is kept of the one table that was asked for, by column
 */
public record QuarantineReport(String pipeline, List<Refused> snapshots, List<Map<String, JsonNode>> rows) {
    public QuarantineReport {
        snapshots = List.copyOf(snapshots);
        rows = List.copyOf(rows);
    }

    /** What became of a refused snapshot. */
    public enum Outcome {
        /** No ingest of the table has succeeded since. */
        @JsonProperty("waiting")
        WAITING,
        /** A user let the next one through. */
        @JsonProperty("approved")
        APPROVED,
        /** The next one needed no approval. */
        @JsonProperty("passed")
        PASSED
    }

    /**
     * A refused snapshot.
     *
     * @param table the source table
     * @param asOf the label of the interval
     * @param readPoint when the source was read
     * @param runId the run that read it
     * @param rows how many rows it had
     * @param kept whether its rows are still kept: of each table one snapshot's are
     * @param reason what the guard said
     * @param outcome what became of it
     * @param endedBy the label of the manifest that ended it
     */
    public record Refused(
            String table,
            String asOf,
            Instant readPoint,
            String runId,
            long rows,
            boolean kept,
            String reason,
            Outcome outcome,
            Optional<String> endedBy) {}

    /**
     * Reads the lake.
     *
     * @param table only of this table, and with rows
     * @param most so many rows at most
     * @throws VarveException (usage) if the pipeline has no such table
     */
    public static QuarantineReport read(Engine engine, Optional<String> table, int most) {
        table.ifPresent(name -> checkKnown(engine.pipeline(), name));
        Quarantine quarantine = new Quarantine(engine.layout());
        List<RefusedSnapshot> snapshots = quarantine.all().stream()
                .filter(snapshot -> table.isEmpty() || table.get().equals(snapshot.table()))
                .toList();
        History history = engine.log().read();
        boolean hasRows = most > 0 && snapshots.stream().anyMatch(snapshot -> snapshot.rows() > 0);
        List<Map<String, JsonNode>> rows = table.filter(name -> hasRows)
                .map(name -> quarantine.rows(Sessions.open(engine.layout()), name, most))
                .orElse(List.of());
        return of(engine.pipeline().name(), snapshots, history, rows);
    }

    private static void checkKnown(Pipeline pipeline, String name) {
        List<String> known = pipeline.tables().stream().map(Table::name).toList();
        if (!known.contains(name)) {
            throw VarveException.usage("Cannot look at table " + name + " of pipeline " + pipeline.name()
                    + ": it has no such table. Known are: " + String.join(", ", known) + ".");
        }
    }

    /** Of refused snapshots, oldest first, and the manifests since. */
    static QuarantineReport of(
            String pipeline, List<RefusedSnapshot> snapshots, History history, List<Map<String, JsonNode>> rows) {
        List<Refused> newestFirst = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        for (int i = snapshots.size() - 1; i >= 0; i--) {
            RefusedSnapshot snapshot = snapshots.get(i);
            newestFirst.add(refused(snapshot, snapshot.kept() && kept.add(snapshot.table()), history));
        }
        return new QuarantineReport(pipeline, newestFirst, rows);
    }

    private static Refused refused(RefusedSnapshot snapshot, boolean kept, History history) {
        Optional<Manifest> next = history.entries().stream()
                .map(History.Entry::manifest)
                .filter(manifest -> !manifest.readPoint().isBefore(snapshot.readPoint()))
                .filter(manifest -> manifest.table(snapshot.table()).isPresent())
                .findFirst();
        Outcome outcome = next.map(manifest ->
                        manifest.approvedDeletes().contains(snapshot.table()) ? Outcome.APPROVED : Outcome.PASSED)
                .orElse(Outcome.WAITING);
        return new Refused(
                snapshot.table(),
                snapshot.asOf(),
                snapshot.readPoint(),
                snapshot.runId(),
                snapshot.rows(),
                kept,
                snapshot.reason(),
                outcome,
                next.map(Manifest::asOf));
    }

    /** The report as one JSON object. */
    public String json() {
        return ReportJson.of(this);
    }
}
