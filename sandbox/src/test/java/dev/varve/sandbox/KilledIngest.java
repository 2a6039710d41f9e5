package dev.varve.sandbox;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An ingest in a process of its own that was killed as soon as it had committed its first snapshot to Delta, before its
 * manifest unless the machine was very slow to kill it.
 *
 * @param pid the dead process
 * @param snapshotVersions how many versions it added to the snapshots of Stock, its first table
 */
record KilledIngest(long pid, long snapshotVersions) {
    private static final int POLL_MILLIS = 20;

    static KilledIngest at(PipelineFixture fixture, LocalDate day) throws IOException, InterruptedException {
        long before = versions(fixture);
        Process ingest = ChildJvm.start(fixture, List.of(), StockDays.arguments("ingest", day))
                .process();
        try {
            while (versions(fixture) == before && !ingest.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                // not yet
            }
        } finally {
            ingest.destroyForcibly().waitFor();
        }
        return new KilledIngest(ingest.pid(), versions(fixture) - before);
    }

    private static long versions(PipelineFixture fixture) {
        return fixture.lake().list("raw/stock/snapshots/Stock/_delta_log").stream()
                .filter(file -> file.matches(".*/\\d{20}\\.json"))
                .count();
    }
}
