package dev.varve.lake;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * What a lake no longer needs. Layers and each table's first snapshot stay for ever, so that every state and the whole
 * warehouse can be computed from it before and after. Looking changes nothing.
 */
public final class Retention {
    /**
     * Debris stays that long after it was written, by the clock of who wrote it: a writer that stalled, and whose lease was
     * taken over, may yet commit.
     */
    static final Duration SAFE_AGE = Duration.ofHours(24);

    /** What a store on disk writes first; a process that was killed leaves it behind. */
    private static final Pattern DRAFT = Pattern.compile("\\.(lease|\\d+)\\.json\\.[0-9a-f-]{36}");

    private final SparkSession spark;
    private final Pipeline pipeline;
    private final Layout layout;
    private final Instant now;
    private final Instant safe;

    /** The retention of a pipeline's lake as of a time. */
    public Retention(SparkSession spark, Pipeline pipeline, Layout layout, Instant now) {
        this.spark = spark;
        this.pipeline = pipeline;
        this.layout = layout;
        this.now = now;
        this.safe = now.minus(SAFE_AGE);
    }

    /**
     * What to remove and to rewrite.
     *
     * @throws dev.varve.pipeline.VarveException (refused) if something is missing that has to stay
     */
    public PrunePlan plan(History history) throws IOException {
        SnapshotPolicy policy = new SnapshotPolicy(pipeline.lake().keepSnapshots(), pipeline.schedule());
        Map<String, Set<Integer>> staying = new TreeMap<>();
        history.tables().forEach(table -> staying.put(table, policy.staying(history, table)));
        List<PruneStep> steps = new ArrayList<>(drafts());
        steps.addAll(tableSteps(history, staying));
        boolean asItIs = staying.entrySet().stream()
                .allMatch(table -> history.snapshots(table.getKey()).size()
                        == table.getValue().size());
        Map<String, List<Integer>> left = new TreeMap<>();
        staying.forEach((table, manifests) -> left.put(table, List.copyOf(manifests)));
        return new PrunePlan(asItIs ? Map.of() : left, steps);
    }

    private List<PruneStep> tableSteps(History history, Map<String, Set<Integer>> staying) {
        List<Callable<List<PruneStep>>> looks = new ArrayList<>();
        for (String table : tables(history)) {
            looks.add(() -> new SnapshotRetention(raw(layout.snapshots(table), snapshots(table)), table)
                    .plan(history, staying.getOrDefault(table, Set.of())));
            looks.add(() -> new LayerRetention(raw(layout.changes(table), changes(table)), table).plan(history));
        }
        List<PruneStep> steps = AtOnce.run(looks).stream().flatMap(List::stream).toList();
        // Without a manifest no row is named: they are a first ingest's, or the manifests were lost.
        return history.entries().isEmpty() ? List.of() : steps;
    }

    /** Files that no reader needs any more. */
    public List<PruneStep> vacuum(History history) {
        List<Callable<Optional<PruneStep>>> looks = new ArrayList<>();
        for (String table : tables(history)) {
            looks.add(() -> vacuum(layout.snapshots(table), snapshots(table)));
            looks.add(() -> vacuum(layout.changes(table), changes(table)));
        }
        for (String table : warehouseTables()) {
            looks.add(() -> vacuum(layout.processed(table), "processed/" + table));
        }
        return AtOnce.run(looks).stream().flatMap(Optional::stream).toList();
    }

    private Optional<PruneStep> vacuum(String path, String place) throws IOException {
        return new DeltaFolder(spark, path).exists()
                ? new Vacuum(spark, new LakeFolder(spark, path), place, now).step()
                : Optional.empty();
    }

    private RawFolder raw(String path, String place) {
        return new RawFolder(spark, path, place, safe);
    }

    private static String snapshots(String table) {
        return "snapshots/" + table;
    }

    private static String changes(String table) {
        return "changes/" + table;
    }

    /** Also those that are no longer in the pipeline file; a folder of any other name is not this pipeline's. */
    private Set<String> tables(History history) {
        Set<String> tables = new TreeSet<>(history.tables());
        pipeline.tables().stream().map(Table::name).forEach(tables::add);
        return tables;
    }

    private List<String> warehouseTables() {
        return Stream.concat(
                        pipeline.dimensions().stream().map(Dimension::name),
                        pipeline.facts().stream().map(Fact::name))
                .toList();
    }

    private List<PruneStep> drafts() throws IOException {
        List<PruneStep> steps = new ArrayList<>();
        for (String folder : List.of(".", "manifests", "prunes")) {
            List<FileStatus> drafts = new LakeFolder(spark, layout.log(folder))
                    .list().stream()
                            .filter(file ->
                                    DRAFT.matcher(file.getPath().getName()).matches())
                            .filter(file -> LakeFolder.written(file).isBefore(safe))
                            .toList();
            if (!drafts.isEmpty()) {
                Pruned pruned = new Pruned(
                        Pruned.Kind.DEBRIS,
                        folder,
                        "drafts of killed runs",
                        drafts.size(),
                        drafts.stream().mapToLong(FileStatus::getLen).sum());
                steps.add(PruneStep.of(
                        pruned,
                        () -> drafts.forEach(
                                draft -> new LakeFolder(spark, draft.getPath().toString()).delete())));
            }
        }
        return steps;
    }
}
