package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.LakeFailure;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.Purpose;
import dev.varve.warehouse.TableStatus;
import dev.varve.warehouse.Verification;
import dev.varve.warehouse.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FSError;

/**
 * Proves that the warehouse is what the lake says, through the last loaded manifest, and the lake what the source says. It reads
 * one state of each and writes nothing but what it found; loads and ingests go on meanwhile.
 */
public final class Verify {
    private final Engine engine;
    private final Pipeline pipeline;

    public Verify(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /** Whether the source is read too. */
    public enum Extent {
        WITH_SOURCE,
        WITHOUT_SOURCE
    }

    /**
     * What a verification found.
     *
     * @param through the label of the last loaded manifest
     * @param loaded how many manifests are loaded
     * @param waiting how many the lake has beyond these
     * @param findings in the order in which they were made
     */
    public record Verified(String through, int loaded, int waiting, List<Finding> findings) {
        public Verified {
            findings = List.copyOf(findings);
        }

        /** Those that found differences. */
        public List<Finding> wrong() {
            return findings.stream().filter(finding -> finding.problems() > 0).toList();
        }
    }

    /**
     * Compares everything, and records what was found of each warehouse table.
     *
     * @throws VarveException (refused) if nothing is loaded, (failed) if something cannot be read
     */
    public Verified run(Extent extent) {
        try (Verification warehouse = Verification.open(pipeline, engine.events())) {
            History history = engine.log().read(); // after the ledger: whatever is in that is in this
            try {
                return compare(warehouse, history, extent);
            } catch (VarveException e) {
                if (engine.log().refreshed(history).equals(history)) {
                    throw e;
                }
            }
        }
        return run(extent); // a prune removed a snapshot between its choice and its reading
    }

    private Verified compare(Verification warehouse, History history, Extent extent) {
        List<Finding> findings = new ArrayList<>();
        found(findings, warehouse.ledger(history));
        if (findings.get(0).problems() == 0) {
            History loaded = history.upTo(warehouse.lastLoaded());
            VerifyModels models = new VerifyModels(engine, warehouse, loaded);
            for (Fact fact : pipeline.facts()) { // before the dimensions, which must have the members that they mention
                models.ask(fact).forEach(finding -> found(findings, finding));
            }
            for (Dimension dimension : pipeline.dimensions()) {
                found(findings, told(pipeline, dimension.name(), () -> models.current(dimension)));
                models.ask(dimension).forEach(finding -> found(findings, finding));
                found(findings, warehouse.versions(dimension, loaded));
            }
            for (Fact fact : pipeline.facts()) {
                warehouse.facts(fact, loaded).forEach(finding -> found(findings, finding));
            }
            record(loaded, warehouse.loadedAt().orElseThrow(), findings);
        }
        if (extent == Extent.WITH_SOURCE) {
            new VerifySource(engine, history).run().forEach(finding -> found(findings, finding));
        }
        return verified(warehouse.lastLoaded(), history, findings);
    }

    private Verified verified(int loaded, History history, List<Finding> findings) {
        int known = Math.min(loaded, history.entries().size());
        String through = history.upTo(known).last().map(Manifest::asOf).orElse("none");
        Verified verified = new Verified(through, loaded, history.entries().size() - known, findings);
        engine.events().verified(verified);
        return verified;
    }

    private void found(List<Finding> findings, Finding finding) {
        findings.add(finding);
        engine.events().found(finding);
    }

    private void record(History loaded, Instant loadedAt, List<Finding> findings) {
        Map<String, Long> problems = new LinkedHashMap<>();
        pipeline.dimensions().forEach(dimension -> problems.put(dimension.name(), 0L));
        pipeline.facts().forEach(fact -> problems.put(fact.name(), 0L));
        findings.forEach(
                finding -> problems.computeIfPresent(finding.table(), (table, before) -> before + finding.problems()));
        History.Entry last = loaded.entries().get(loaded.entries().size() - 1);
        if (!TableStatus.record(pipeline, last, loadedAt, problems)) {
            engine.events()
                    .warning(
                            "not recorded: the loads that were verified have been undone meanwhile, or later ones verified");
        }
    }

    /** What Spark, a disk or a store says, with what could not be verified. */
    static <T> T told(Pipeline pipeline, String table, Callable<T> step) {
        try {
            return step.call();
        } catch (Exception | FSError e) { // Spark's, checked ones among them, and what Hadoop says of a full disk
            throw VarveException.within(e)
                    .orElseGet(() -> Work.of(Purpose.VERIFY, pipeline)
                            .table(table)
                            .failed(
                                    "the lake cannot be read: " + LakeFailure.reason(e),
                                    "Run again once the cause is gone.",
                                    e));
        }
    }
}
