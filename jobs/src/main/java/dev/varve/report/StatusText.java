package dev.varve.report;

import dev.varve.source.CursorValue;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.TableStatus;
import dev.varve.warehouse.WarehouseState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@link StatusReport} for people, in lines of 120 characters at most where names are not long. */
public final class StatusText {
    private final StatusReport report;
    private final List<String> lines = new ArrayList<>();

    private StatusText(StatusReport report) {
        this.report = report;
    }

    /** The report's lines. */
    public static List<String> lines(StatusReport report) {
        StatusText text = new StatusText(report);
        text.summary();
        text.sourceTables();
        text.log();
        return text.lines.stream().map(DisplayText::shown).toList();
    }

    private void summary() {
        StatusReport.Lake lake = report.lake();
        lines.add("pipeline   " + report.pipeline() + " (" + report.file() + ")");
        lines.add("lake       " + CountWords.of(lake.manifests(), "manifest", "manifests")
                + lake.asOf().map(asOf -> ", the last as of " + asOf).orElse("")
                + lake.readPoint().map(point -> ", read point " + point).orElse(""));
        lines.add("warehouse  " + report.warehouse().loaded().map(this::loaded).orElse("not known"));
        report.warehouse()
                .problem()
                .ifPresent(problem -> lines.add("problem    " + problem
                        + "; a load is refused. Check that lake and warehouse belong together; 'varve rebuild "
                        + report.pipeline() + " --yes' replaces what was loaded by what this lake holds."));
        for (WarehouseState.TableState table : report.warehouse().tables()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-20s %s, %,d current, %,d inferred; %s",
                    table.table(),
                    CountWords.of(table.rows(), "row", "rows"),
                    table.current(),
                    table.inferred(),
                    verified(table.verification())));
        }
    }

    private static String verified(Optional<TableStatus> verification) {
        String through = verification
                .flatMap(TableStatus::verifiedThrough)
                .map(asOf -> "verified through " + asOf)
                .orElse("not verified");
        return verification
                .filter(status -> status.problems() > 0)
                .map(status -> CountWords.of(status.problems(), "problem", "problems") + " found at "
                        + seconds(status.checkedAt()) + ", " + through)
                .orElse(through);
    }

    private String loaded(int loaded) {
        StatusReport.Warehouse warehouse = report.warehouse();
        return loaded + " loaded, " + warehouse.waiting().orElse(0) + " waiting"
                + warehouse.asOf().map(asOf -> ", the last as of " + asOf).orElse("")
                + warehouse.loadedAt().map(at -> ", loaded at " + seconds(at)).orElse("");
    }

    private void sourceTables() {
        lines.add("");
        lines.add("How far behind " + seconds(report.now()) + ":");
        lines.add(sourceTable("source table", "capture", "read point", "lake", "warehouse", "watermark"));
        for (StatusReport.SourceTable table : report.lake().tables()) {
            lines.add(sourceTable(
                    table.table(),
                    table.capture(),
                    instant(table.readPoint()),
                    lag(table.lagSeconds()),
                    isKnown() ? lag(table.loadedLagSeconds()) : "not known",
                    table.capture().equals("cursor") ? watermark(table.watermark()) : ""));
        }
    }

    private boolean isKnown() {
        return report.warehouse().error().isEmpty()
                && report.warehouse().problem().isEmpty();
    }

    private static String sourceTable(
            String table, String capture, String readPoint, String lake, String warehouse, String watermark) {
        return "  %-20s  %-13s  %-20s  %10s  %10s  %s"
                .formatted(table, capture, readPoint, lake, warehouse, watermark)
                .stripTrailing();
    }

    private void log() {
        List<WarehouseState.LoadState> loads = report.warehouse().log();
        for (StatusReport.LakeManifest manifest : report.lake().log()) {
            Optional<WarehouseState.LoadState> load = loads.stream()
                    .filter(candidate -> candidate.number() == manifest.number())
                    .findFirst();
            lines.add("");
            lines.add("manifest " + manifest.number() + " as of " + manifest.asOf() + ", read point "
                    + seconds(manifest.readPoint())
                    + load.map(found -> ", loaded at " + seconds(found.loadedAt()))
                            .orElse(isKnown() ? ", not loaded" : ""));
            manifest.tables()
                    .forEach(table -> lines.add("  %-20s  %-11s  %s"
                            .formatted(
                                    table.table(),
                                    table.extent().name().toLowerCase(Locale.ROOT),
                                    CountWords.of(table.counts()))));
            load.stream()
                    .flatMap(found -> found.tables().stream())
                    .sorted(Comparator.comparingInt(this::position))
                    .forEach(table -> lines.add("  %-20s  %s".formatted(table.table(), CountWords.of(table))));
        }
    }

    /** Dimensions and facts in the order of the pipeline file. */
    private int position(LoadCounts table) {
        return report.warehouse().tables().stream()
                .map(WarehouseState.TableState::table)
                .toList()
                .indexOf(table.table());
    }

    private static String watermark(Optional<CursorValue> watermark) {
        return watermark
                .map(mark -> mark instanceof CursorValue.At at ? seconds(at.instant()) : mark.toString())
                .orElse("none");
    }

    private static String instant(Optional<Instant> instant) {
        return instant.map(StatusText::seconds).orElse("none");
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The two largest units of a lag, such as {@code 3 h 5 min}. */
    private static String lag(Optional<Long> seconds) {
        return seconds.map(StatusText::words).orElse("none");
    }

    private static String words(long seconds) {
        Duration lag = Duration.ofSeconds(Math.abs(seconds));
        List<String> units = Stream.of(
                        lag.toDays() + " d",
                        lag.toHoursPart() + " h",
                        lag.toMinutesPart() + " min",
                        lag.toSecondsPart() + " s")
                .dropWhile(unit -> unit.startsWith("0 "))
                .limit(2)
                .toList();
        return (seconds < 0 ? "-" : "") + (units.isEmpty() ? "0 s" : String.join(" ", units));
    }
}
