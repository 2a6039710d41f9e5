package dev.varve.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.source.CursorValue;
import dev.varve.warehouse.WarehouseState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lake and warehouse hold of a pipeline, and how far behind they are. As JSON the names are these in snake_case,
 * instants are ISO 8601 in UTC, and what is not known is null.
 *
 * @param pipeline its name
 * @param file the pipeline file
 * @param now the time that lags are counted to
 * @param lake the lake
 * @param warehouse the warehouse
 */
public record StatusReport(String pipeline, String file, Instant now, Lake lake, Warehouse warehouse) {
    /**
     * The lake.
     *
     * @param manifests how many there are
     * @param asOf the label of the last one
     * @param readPoint its read point
     * @param tables the pipeline's source tables
     * @param log the newest manifests, oldest first
     */
    public record Lake(
            int manifests,
            Optional<String> asOf,
            Optional<Instant> readPoint,
            List<SourceTable> tables,
            List<LakeManifest> log) {}

    /**
     * How far one source table has come.
     *
     * @param table its name
     * @param capture the capture's word
     * @param readPoint the read point of its last ingest
     * @param lagSeconds from then to now
     * @param loadedReadPoint the read point of its last ingest that the warehouse holds
     * @param loadedLagSeconds from then to now
     * @param watermark for a cursor: the largest value read
     */
    public record SourceTable(
            String table,
            String capture,
            Optional<Instant> readPoint,
            Optional<Long> lagSeconds,
            Optional<Instant> loadedReadPoint,
            Optional<Long> loadedLagSeconds,
            Optional<CursorValue> watermark) {}

    /**
     * A manifest.
     *
     * @param number its number
     * @param asOf its label
     * @param readPoint its read point
     * @param runId the run that wrote it
     * @param tables what was read
     */
    public record LakeManifest(int number, String asOf, Instant readPoint, String runId, List<TableCounts> tables) {}

    /**
     * What an ingest saw of a table, in rows.
     *
     * @param table its name
     * @param extent how much was read
     * @param counts rows, beside the other fields
     */
    public record TableCounts(
            String table,
            TableManifest.Read extent,
            @JsonUnwrapped Counts counts) {}

    /**
     * The warehouse.
     *
     * @param error why it could not be read; all else is unknown then
     * @param problem why the next load would refuse this lake, which is not the one that was loaded
     * @param loaded how many manifests it holds
     * @param waiting how many the lake has beyond these
     * @param asOf the label of the last loaded one
     * @param readPoint its read point
     * @param loadedAt when it was loaded
     * @param lagSeconds from its read point to now
     * @param tables rows by table
     * @param log the newest loads, oldest first
     */
    public record Warehouse(
            Optional<String> error,
            Optional<String> problem,
            Optional<Integer> loaded,
            Optional<Integer> waiting,
            Optional<String> asOf,
            Optional<Instant> readPoint,
            Optional<Instant> loadedAt,
            Optional<Long> lagSeconds,
            List<WarehouseState.TableState> tables,
            List<WarehouseState.LoadState> log) {}

    /** The report without a warehouse, which could not be read for that reason. */
    public static StatusReport of(Pipeline pipeline, History history, String error, Instant now, int newest) {
        Warehouse none = new Warehouse(
                Optional.of(error),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
        return new StatusReport(
                pipeline.name(), pipeline.file().toString(), now, lake(pipeline, history, 0, now, newest), none);
    }

    /**
     * The report.
     *
     * @param newest how many manifests and loads are listed
     */
    public static StatusReport of(Pipeline pipeline, History history, WarehouseState state, Instant now, int newest) {
        List<WarehouseState.LoadState> loads = state.loads();
        Optional<WarehouseState.LoadState> last =
                loads.isEmpty() ? Optional.empty() : Optional.of(loads.get(loads.size() - 1));
        Optional<String> problem = state.problem(history);
        Warehouse warehouse = new Warehouse(
                Optional.empty(),
                problem,
                Optional.of(loads.size()),
                Optional.of(Math.max(0, history.entries().size() - loads.size())),
                last.map(WarehouseState.LoadState::asOf),
                last.map(WarehouseState.LoadState::readPoint),
                last.map(WarehouseState.LoadState::loadedAt),
                last.map(load -> lag(load.readPoint(), now)),
                state.tables(),
                newest(loads, newest));
        return new StatusReport(
                pipeline.name(),
                pipeline.file().toString(),
                now,
                lake(pipeline, history, problem.isPresent() ? 0 : loads.size(), now, newest),
                warehouse);
    }

    private static Lake lake(Pipeline pipeline, History history, int loaded, Instant now, int newest) {
        History inWarehouse = history.upTo(loaded);
        return new Lake(
                history.entries().size(),
                history.last().map(Manifest::asOf),
                history.last().map(Manifest::readPoint),
                pipeline.tables().stream()
                        .map(table -> sourceTable(table, history, inWarehouse, now))
                        .toList(),
                newest(history.entries(), newest).stream()
                        .map(entry -> manifest(entry.manifest()))
                        .toList());
    }

    private static SourceTable sourceTable(Table table, History history, History inWarehouse, Instant now) {
        Optional<Instant> readPoint = history.newestRead(table.name()).map(Manifest::readPoint);
        Optional<Instant> loaded = inWarehouse.newestRead(table.name()).map(Manifest::readPoint);
        return new SourceTable(
                table.name(),
                table.capture().word(),
                readPoint,
                readPoint.map(point -> lag(point, now)),
                loaded,
                loaded.map(point -> lag(point, now)),
                history.lastOf(table.name()).flatMap(TableManifest::watermark));
    }

    private static LakeManifest manifest(Manifest manifest) {
        return new LakeManifest(
                manifest.number(),
                manifest.asOf(),
                manifest.readPoint(),
                manifest.runId(),
                manifest.tables().entrySet().stream()
                        .map(table -> new TableCounts(
                                table.getKey(),
                                table.getValue().read(),
                                table.getValue().counts()))
                        .toList());
    }

    private static <T> List<T> newest(List<T> all, int newest) {
        return List.copyOf(all.subList(Math.max(0, all.size() - newest), all.size()));
    }

    private static long lag(Instant point, Instant now) {
        return Duration.between(point, now).toSeconds();
    }

    /** The report as one JSON object. */
    public String json() {
        return ReportJson.of(this);
    }
}
