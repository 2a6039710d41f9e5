package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.lake.KeyChange;
import dev.varve.run.Explained;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every row that the warehouse holds of one key, with what stands behind it. As JSON the names are these in snake_case,
 * instants are ISO 8601 in UTC, and what is not known is null.
 *
 * @param pipeline its name
 * @param table the dimension or fact
 * @param key the key, as the warehouse writes its values
 * @param from the source table that drives it; null for a dimension that joins tables
 * @param versions of a dimension, oldest first; of type 1 its one row
 * @param facts the rows of a fact
 * @param other changes of the key that left no trace in the warehouse, or are not loaded yet
 */
public record ExplainReport(
        String pipeline,
        String table,
        Map<String, String> key,
        Optional<String> from,
        List<Version> versions,
        List<FactRow> facts,
        List<Event> other) {

    /**
     * A version of a dimension's key.
     *
     * @param version its number, from 1
     * @param surrogateKey its column and number
     * @param attributes its other columns, without those that load keeps
     * @param validFrom where it starts; null for a row of type 1
     * @param validTo where it ends; likewise
     * @param validFromPrecision how well its start is known; likewise
     * @param isCurrent whether it is open, or not marked as deleted
     * @param isDeleted whether a delete ended it, or marked it
     * @param isInferred whether it still waits for its own row
     * @param loadedAsOf the label of the load that inserted it
     * @param events what opened, filled, touched and ended it, in that order
     */
    public record Version(
            int version,
            Map<String, JsonNode> surrogateKey,
            Map<String, JsonNode> attributes,
            Optional<Instant> validFrom,
            Optional<Instant> validTo,
            Optional<String> validFromPrecision,
            boolean isCurrent,
            boolean isDeleted,
            boolean isInferred,
            String loadedAsOf,
            List<Event> events) {}

    /**
     * A row of a fact.
     *
     * @param columns all of them
     * @param events what inserted it, wrote it over and marked it
     * @param references where its foreign keys lead
     */
    public record FactRow(Map<String, JsonNode> columns, List<Event> events, List<Reference> references) {}

    /**
     * Where a foreign key leads.
     *
     * @param column the foreign key
     * @param surrogateKey its number
     * @param dimension the dimension
     * @param member the version's key and attributes; none if there is no such version
     * @param validFrom where the version starts; null for a row of type 1
     * @param validTo where it ends; likewise
     * @param why why it leads there
     */
    public record Reference(
            String column,
            long surrogateKey,
            String dimension,
            Map<String, JsonNode> member,
            Optional<Instant> validFrom,
            Optional<Instant> validTo,
            String why) {}

    /**
     * What a manifest did.
     *
     * @param what what became of the change: a {@link dev.varve.run.Timeline.Effect} in lower case
     * @param manifest the manifest; null if no manifest of this lake did it
     * @param change the row behind it; null where the lake has none
     * @param why why it is so
     */
    public record Event(String what, Optional<ManifestLine> manifest, Optional<Change> change, String why) {}

    /**
     * A manifest.
     *
     * @param number its number
     * @param asOf its label
     * @param previousReadPoint where its interval starts; null for the first
     * @param readPoint where it ends
     * @param runId the run that wrote it
     */
    public record ManifestLine(
            int number, String asOf, Optional<Instant> previousReadPoint, Instant readPoint, String runId) {}

    /**
     * A row of a layer, or for a dimension that joins tables one of the processed zone.
     *
     * @param tables the source table, or those that changed in that manifest
     * @param op what happened
     * @param effectiveAt when it takes effect
     * @param precision how well that is known
     * @param columns those that changed, each with its value before and after
     */
    public record Change(
            List<String> tables,
            String op,
            Instant effectiveAt,
            String precision,
            Map<String, KeyChange.Value> columns) {}

    /** The report. */
    public static ExplainReport of(Explained explained) {
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < explained.keyColumns().size(); i++) {
            key.put(explained.keyColumns().get(i), explained.rows().key().get(i));
        }
        return explained.pipeline().dimensions().stream()
                .filter(candidate -> candidate.name().equals(explained.table()))
                .findFirst()
                .map(dimension -> switch (dimension.type()) {
                    case TYPE_1 -> new ExplainedRow(explained).report(key);
                    case TYPE_2 -> new ExplainedVersions(explained).report(key);
                })
                .orElseGet(() -> new ExplainedFacts(explained).report(key));
    }

    /** The report as one JSON object. */
    public String json() {
        return ReportJson.of(this);
    }
}
