package dev.varve.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.io.FileUtils;

/**
 * The nights of {@link Till} as they are when nothing goes wrong, played once for all tests that compare with them. A test
 * begins on a copy, from how they stood after the first, the third or the last.
 */
final class TillHistory {
    static final int LAST = 4;

    private final PipelineFixture clean = PipelineFixture.fresh("till");
    private final Map<Integer, PipelineFixture> saved = new HashMap<>();
    private final Map<Integer, List<String>> warehouses = new HashMap<>();
    private final Map<Integer, List<String>> lakes = new HashMap<>();
    private final List<String> processed;

    private TillHistory() {
        night(1);
        saved.put(1, PipelineFixture.copy("till_after_1", clean, clean));
        night(2);
        night(3);
        saved.put(3, PipelineFixture.copy("till_after_3", clean, clean));
        night(LAST);
        saved.put(LAST, clean);
        processed = TillView.processed(clean);
        saved.values()
                .forEach(fixture -> Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> FileUtils.deleteQuietly(fixture.folder().toFile()))));
    }

    private void night(int night) {
        Till.change(clean, night);
        Till.night(clean, "run", night);
        warehouses.put(night, TillView.warehouse(clean));
        lakes.put(night, TillView.lake(clean));
    }

    private static final class Holder {
        private static final TillHistory PLAYED = new TillHistory();
    }

    static TillHistory played() {
        return Holder.PLAYED;
    }

    /** The undisturbed nights; only to be looked at. */
    PipelineFixture clean() {
        return clean;
    }

    /** A copy whose lake has so many nights, of which its warehouse has loaded so many. */
    PipelineFixture copy(String name, int ingested, int loaded) {
        return PipelineFixture.copy(
                name, Objects.requireNonNull(saved.get(ingested)), Objects.requireNonNull(saved.get(loaded)));
    }

    /** What {@link TillView#warehouse} showed after a night. */
    List<String> warehouse(int night) {
        return Objects.requireNonNull(warehouses.get(night));
    }

    /** What {@link TillView#lake} showed after a night. */
    List<String> lake(int night) {
        return Objects.requireNonNull(lakes.get(night));
    }

    /** What {@link TillView#processed} showed in the end. */
    List<String> processed() {
        return processed;
    }
}
