package dev.varve.report;

import dev.varve.lake.KeyChange;
import dev.varve.lake.Manifest;
import dev.varve.run.Explained;
import dev.varve.run.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The events of a key, from the steps of its timeline. */
final class ExplainedEvents {
    private final Explained explained;

    ExplainedEvents(Explained explained) {
        this.explained = explained;
    }

    ExplainReport.Event of(Timeline.Step step, String why) {
        KeyChange change = step.change();
        Manifest manifest = explained.manifest(change.manifest());
        return new ExplainReport.Event(
                step.effect().name().toLowerCase(Locale.ROOT),
                Optional.of(line(manifest)),
                Optional.of(new ExplainReport.Change(
                        tables(manifest), change.op(), change.effectiveAt(), change.precision(), change.columns())),
                why);
    }

    /** Where the lake has no row behind it; 0 is no manifest. */
    ExplainReport.Event of(Timeline.Effect effect, int manifest, String why) {
        return new ExplainReport.Event(
                effect.name().toLowerCase(Locale.ROOT),
                manifest == 0 ? Optional.empty() : Optional.of(line(explained.manifest(manifest))),
                Optional.empty(),
                why);
    }

    private static ExplainReport.ManifestLine line(Manifest manifest) {
        return new ExplainReport.ManifestLine(
                manifest.number(),
                manifest.asOf(),
                manifest.previousReadPoint(),
                manifest.readPoint(),
                manifest.runId());
    }

    private List<String> tables(Manifest manifest) {
        return explained
                .from()
                .map(List::of)
                .orElseGet(() -> explained.readTables().stream()
                        .filter(table -> manifest.table(table)
                                .map(found -> found.counts().changed() > 0)
                                .orElse(false))
                        .toList());
    }
}
