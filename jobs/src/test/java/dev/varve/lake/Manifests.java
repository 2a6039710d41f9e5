package dev.varve.lake;

import dev.varve.lake.TableManifest.Read;
import dev.varve.source.Column;
import dev.varve.source.CursorValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests of tests: a table {@code User} with the key {@code user_id} and a cursor {@code updated_at}. */
public final class Manifests {
    public static final List<String> KEY = List.of("user_id");

    public static final List<Column> COLUMNS = List.of(
            new Column("user_id", "int(11)", "int"),
            new Column("email", "varchar(255)", "string"),
            new Column("updated_at", "timestamp", "timestamp"));

    private Manifests() {}

    /** The first read of a table. */
    public static TableManifest initial(Optional<Instant> watermark) {
        return new TableManifest(
                "cursor",
                Read.INITIAL,
                true,
                KEY,
                COLUMNS,
                new Counts(9, 9, 0, 0, 0),
                Optional.of("updated_at"),
                watermark.map(CursorValue.At::new));
    }

    /** A complete read that found two changes, so that its snapshot is stored. */
    public static TableManifest complete(Optional<Instant> watermark) {
        return new TableManifest(
                "cursor",
                Read.COMPLETE,
                true,
                KEY,
                COLUMNS,
                new Counts(9, 1, 1, 0, 7),
                Optional.of("updated_at"),
                watermark.map(CursorValue.At::new));
    }

    /** A complete read that found nothing, so that no snapshot is stored. */
    public static TableManifest unchanged(Optional<Instant> watermark) {
        return new TableManifest(
                "cursor",
                Read.COMPLETE,
                false,
                KEY,
                COLUMNS,
                new Counts(9, 0, 0, 0, 9),
                Optional.of("updated_at"),
                watermark.map(CursorValue.At::new));
    }

    /** An incremental read that found that many new rows. */
    public static TableManifest incremental(long inserted, Optional<Instant> watermark) {
        Counts counts = new Counts(inserted, inserted, 0, 0, 0);
        return new TableManifest(
                "cursor",
                Read.INCREMENTAL,
                false,
                KEY,
                COLUMNS,
                counts,
                Optional.of("updated_at"),
                watermark.map(CursorValue.At::new));
    }

    /** A read of each change in order, of which there are that many. */
    public static TableManifest changes(long updated) {
        Counts counts = new Counts(updated, 0, updated, 0, 0);
        return new TableManifest(
                "stream", Read.CHANGES, false, KEY, COLUMNS, counts, Optional.empty(), Optional.empty());
    }

    /** A manifest of run {@code run-<number>} whose read point is that many days after 2026-11-15. */
    public static Manifest manifest(int number, Map<String, TableManifest> tables) {
        return manifest(number, Instant.parse("2026-11-15T00:30:00.123456Z").plusSeconds(number * 86_400L), tables);
    }

    /** As above, with a read point of its own. */
    public static Manifest manifest(int number, Instant readPoint, Map<String, TableManifest> tables) {
        return new Manifest(
                Manifest.FORMAT,
                "shop",
                number,
                "2026-11-%02d".formatted(14 + number),
                "run-" + number,
                number == 1 ? Optional.empty() : Optional.of(readPoint.minusSeconds(86_400)),
                readPoint,
                "one_snapshot",
                List.of(),
                tables);
    }

    /** The history of these manifests. */
    public static History history(Manifest... manifests) {
        return new History(Arrays.stream(manifests)
                .map(manifest -> new History.Entry(manifest, "0".repeat(64)))
                .toList());
    }
}
