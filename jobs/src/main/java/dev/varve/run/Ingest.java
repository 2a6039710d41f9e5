package dev.varve.run;

import dev.varve.capture.CapturedTable;
import dev.varve.capture.ReadPlan;
import dev.varve.capture.TableRead;
import dev.varve.lake.AtOnce;
import dev.varve.lake.History;
import dev.varve.lake.LakeFailure;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Lease;
import dev.varve.lake.Manifest;
import dev.varve.lake.Quarantine;
import dev.varve.lake.Sessions;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Source;
import dev.varve.source.SourceSnapshot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Source to lake: reads every table in one consistent snapshot, finds what changed, writes layers and snapshots, and commits
 * them with one manifest. A table that is refused leaves no manifest; an ingest that died is simply done anew.
 */
public final class Ingest {
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Engine engine;
    private final Pipeline pipeline;

    public Ingest(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /**
     * Ingests one interval.
     *
     * @return its manifest; empty if the label was ingested before
     */
    public Optional<Manifest> run(IngestRequest request) {
        Optional<String> wanted = request.asOf().flatMap(pipeline.schedule()::parse);
        IngestOrder order = new IngestOrder(engine, request);
        order.checkApprovals();
        if (wanted.isPresent() && order.isDone(engine.log().read(), wanted.get())) {
            return Optional.empty();
        }
        String run = UUID.randomUUID().toString().substring(0, 8);
        try (Lease lease = Lease.claim(engine.store(), run, engine.clock());
                SourceSnapshot source = Source.of(pipeline.source()).open()) {
            Instant readPoint = request.now().orElse(source.clock()).truncatedTo(ChronoUnit.MICROS);
            String asOf = wanted.orElse(pipeline.schedule().label(readPoint));
            History history = engine.log().readWhole();
            if (order.isDone(history, asOf)) {
                return Optional.empty();
            }
            order.check(history, asOf, readPoint);
            Interval interval = new Interval(
                    history, asOf, RUN_TIME.format(readPoint) + "-" + run, readPoint, source.consistency());
            return Optional.of(capture(source, interval, request, lease));
        }
    }

    /** The interval that an ingest is about to cover. */
    private record Interval(History history, String asOf, String runId, Instant readPoint, String consistency) {
        int number() {
            return history.entries().size() + 1;
        }
    }

    private Manifest capture(SourceSnapshot source, Interval interval, IngestRequest request, Lease lease) {
        SparkSession spark = engine.spark(interval.history());
        LakeTables lake = new LakeTables(spark, engine.layout());
        List<TableRead> reads = new ArrayList<>();
        List<CapturedTable> captured = Collections.synchronizedList(new ArrayList<>());
        try {
            List<ReadPlan> plans = plans(source, interval, request);
            Map<String, Dataset<Row>> states = new ConcurrentHashMap<>();
            // The states are looked up while the one connection reads table after table.
            AtOnce.run(List.of(
                    () -> reads.addAll(fetch(spark, source, plans, interval)),
                    () -> lookUp(states, plans, lake, interval)));
            source.close();
            long rowsRead = reads.stream().mapToLong(TableRead::rowCount).sum();
            Sessions.suit(spark, interval.history(), rowsRead);
            engine.events().beginning(RunEvents.Step.COMPARE, rowsRead);
            compare(reads, states, interval, captured);
            guard(captured, interval, request, lease);
            engine.events()
                    .beginning(
                            RunEvents.Step.WRITE,
                            captured.stream()
                                    .mapToLong(table -> table.counts().changed())
                                    .sum());
            Manifest manifest = write(lake, captured, interval, request);
            lease.ensureHeld();
            engine.log().append(manifest);
            engine.committed(manifest.runId());
            engine.events().committed(manifest);
            return manifest;
        } finally {
            captured.forEach(CapturedTable::close);
            reads.forEach(TableRead::close);
        }
    }

    private List<TableRead> fetch(SparkSession spark, SourceSnapshot source, List<ReadPlan> plans, Interval interval) {
        List<TableRead> reads = new ArrayList<>();
        List<OptionalLong> expected = plans.stream()
                .map(plan -> source.estimate(plan.schema(), plan.bound()))
                .toList();
        Sessions.suit(
                spark,
                interval.history(),
                expected.stream().mapToLong(rows -> rows.orElse(0)).sum());
        try {
            for (int i = 0; i < plans.size(); i++) {
                ReadPlan plan = plans.get(i);
                OptionalLong guess = expected.get(i);
                engine.events().reading(plan);
                reads.add(told(
                        plan.table(),
                        interval,
                        () -> TableRead.fetch(
                                spark,
                                source,
                                plan,
                                interval.readPoint(),
                                guess.orElse(0),
                                rows -> engine.events().fetching(plan, rows, guess))));
            }
            return reads;
        } catch (RuntimeException e) {
            reads.forEach(TableRead::close);
            throw e;
        }
    }

    private boolean lookUp(Map<String, Dataset<Row>> states, List<ReadPlan> plans, LakeTables lake, Interval interval) {
        for (ReadPlan plan : plans) {
            String table = plan.table().name();
            told(plan.table(), interval, () -> lake.state(interval.history(), table))
                    .ifPresent(state -> states.put(table, state));
        }
        return !states.isEmpty();
    }

    private void compare(
            List<TableRead> reads, Map<String, Dataset<Row>> states, Interval interval, List<CapturedTable> captured) {
        List<Callable<CapturedTable>> steps = new ArrayList<>();
        for (TableRead read : reads) {
            steps.add(() -> told(read.plan().table(), interval, () -> {
                CapturedTable table = CapturedTable.compare(
                        read,
                        Optional.ofNullable(states.get(read.plan().table().name())),
                        interval.history().last().map(Manifest::readPoint),
                        interval.readPoint());
                captured.add(table); // at once: a sibling that fails must not leave it kept
                table.checkState(interval.history());
                return table;
            }));
        }
        AtOnce.run(steps).forEach(engine.events()::captured);
    }

    private void guard(List<CapturedTable> captured, Interval interval, IngestRequest request, Lease lease) {
        RefusedReads refused = RefusedReads.of(pipeline.name(), captured, request.approvedDeletes());
        if (!refused.isEmpty()) {
            lease.ensureHeld();
            told(refused.first(), interval, () -> {
                refused.quarantine(
                        new Quarantine(engine.layout()),
                        interval.history(),
                        interval.asOf(),
                        interval.runId(),
                        interval.readPoint());
                return refused;
            });
            throw refused.told(interval.asOf());
        }
    }

    /** What Spark, a disk or a damaged lake says, with the table and what became of the run. */
    private <T> T told(Table table, Interval interval, Callable<T> step) {
        try {
            return step.call();
        } catch (Exception | FSError e) { // Spark's, checked ones among them, and what Hadoop says of a full disk
            throw VarveException.within(e)
                    .orElseGet(() -> VarveException.failed(
                            "Cannot ingest table " + table.name() + " of pipeline " + pipeline.name() + " as of "
                                    + interval.asOf() + ": " + LakeFailure.reason(e)
                                    + " Nothing of this run is visible; run again once the cause is gone.",
                            e));
        }
    }

    private List<ReadPlan> plans(SourceSnapshot source, Interval interval, IngestRequest request) {
        List<ReadPlan> plans = new ArrayList<>();
        for (Table table : pipeline.tables()) {
            ReadPlan plan = ReadPlan.of(
                    table, source.schema(table.name()), interval.history(), interval.readPoint(), pipeline.schedule());
            plans.add(request.extent() == IngestRequest.Extent.FULL ? plan.complete() : plan);
        }
        return plans;
    }

    private Manifest write(LakeTables lake, List<CapturedTable> captured, Interval interval, IngestRequest request) {
        List<Callable<TableManifest>> steps = new ArrayList<>();
        for (CapturedTable table : captured) {
            steps.add(() -> told(
                    table.read().plan().table(),
                    interval,
                    () -> table.write(lake, interval.runId(), interval.number(), interval.readPoint())));
        }
        List<TableManifest> written = AtOnce.run(steps);
        Map<String, TableManifest> tables = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            tables.put(captured.get(i).read().plan().table().name(), written.get(i));
        }
        return new Manifest(
                Manifest.FORMAT,
                pipeline.name(),
                interval.number(),
                interval.asOf(),
                interval.runId(),
                interval.history().last().map(Manifest::readPoint),
                interval.readPoint(),
                interval.consistency(),
                RefusedReads.approved(captured, request.approvedDeletes()),
                tables);
    }
}
