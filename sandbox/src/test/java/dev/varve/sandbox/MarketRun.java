package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest.Read;
import dev.varve.sandbox.MarketSchedule.Night;
import dev.varve.sandbox.MarketSchedule.Then;
import dev.varve.sandbox.reference.Event;
import dev.varve.sandbox.reference.EventCounts;
import dev.varve.sandbox.reference.Market;
import dev.varve.sandbox.reference.RandomMarket;
import dev.varve.sandbox.reference.SourceTables;
import dev.varve.sandbox.reference.Star;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** One schedule, played by the engine and by the reference side by side and compared after every load. */
final class MarketRun implements AutoCloseable {
    private static final String FILE = Objects.requireNonNull(MarketRun.class.getResource("/pipelines/market.yaml"))
            .getPath();

    private final MarketSchedule schedule;
    private final PipelineFixture fixture = PipelineFixture.fresh("market");
    private final MarketWarehouse warehouse = new MarketWarehouse(fixture.warehouse());
    private final Star star;
    private final RandomMarket source;
    /** The warehouse after each night that loaded, row for row. */
    private final Map<String, List<String>> copies = new TreeMap<>();

    private Instant previous;

    private MarketRun(MarketSchedule schedule) {
        this.schedule = schedule;
        this.star = Market.star(schedule.zone());
        this.source = new RandomMarket(schedule.seed(), schedule.zone(), star.events());
        this.previous = schedule.beginning();
        fixture.variables().put("MARKET_ZONE", schedule.zone().getId());
        MarketSource.create(fixture.source());
    }

    static MarketRun of(MarketSchedule schedule) {
        return new MarketRun(schedule);
    }

    /** Lets an interval happen, ingests it and, if the night says so, loads it. */
    void play(Night night) {
        SourceTables tables = source.interval(previous, night.readPoint());
        previous = night.readPoint();
        MarketSource.write(fixture.source(), tables);
        command(
                "ingest",
                FILE,
                "--as-of",
                night.asOf(),
                "--now",
                night.readPoint().toString());
        int changes = star.interval(tables, night.readPoint(), night.asOf());
        star.events().happened(Event.CHANGE_IN_A_BRIDGED_INTERVAL, night.missed() ? changes : 0);
        star.events().happened(Event.CHANGE_LOADED_LATER, night.then() == Then.WAIT ? changes : 0);
        if (night.then() == Then.WAIT) {
            return;
        }
        load("after " + night.asOf());
        copies.put(night.asOf(), warehouse.copy());
        if (night.then() == Then.LOAD_AND_REPEAT) {
            String again = command(
                    "run",
                    FILE,
                    "--as-of",
                    night.asOf(),
                    "--now",
                    night.readPoint().toString());
            assertThat(again).as(said("the same night again")).contains("nothing to do");
            assertThat(warehouse.copy()).as(said("the same night again")).isEqualTo(copies.get(night.asOf()));
        }
    }

    /** Loads what is not loaded, changes no closed version, and ends where the reference does. */
    private void load(String when) {
        List<String> closed = copies.isEmpty() ? List.of() : warehouse.closed();
        command("load", FILE);
        assertThat(warehouse.closed()).as(said("closed versions, " + when)).containsAll(closed);
        assertSame(when);
    }

    /** Back to the end of an earlier night, in every byte, and by loading to the end of the last one again. */
    void goBackAndLoadAgain() {
        String label = schedule.nights().get(schedule.back() - 1).asOf();
        command("rewind", FILE, "--to", label, "--yes");
        assertThat(warehouse.copy()).as(said("rewound to " + label)).isEqualTo(copies.get(label));
        load("rewound to " + label + " and loaded");
    }

    /** From nothing, by the lake alone. */
    void rebuild() {
        command("rebuild", FILE, "--yes");
        assertSame("rebuilt");
        command("verify", FILE, "--no-source");
    }

    /**
     * What verify computes by its own way is right too, through the last night. Nobody touched the source since: of a table that
     * was read completely then, nothing has changed there, and of others only what that read could not see.
     */
    void verify() {
        String verified = command("verify", FILE);
        Manifest last = fixture.history("market").last().orElseThrow();
        assertThat(verified)
                .as(said("verify"))
                .contains("verified through " + last.asOf() + ", manifest " + last.number());
        last.tables()
                .forEach((name, table) -> assertThat(verified)
                        .as(said("verify " + name + ", whose read was " + table.read()))
                        .containsPattern("verify +" + name + " +[0-9]+ rows? of the source: right"
                                + (table.read() == Read.INCREMENTAL ? "" : "(?!; changed)")));
    }

    EventCounts events() {
        return star.events();
    }

    private void assertSame(String when) {
        Map<String, List<String>> lines = warehouse.lines();
        star.lines().forEach((table, expected) -> {
            List<String> actual = Objects.requireNonNull(lines.get(table));
            for (String history : RandomMarket.histories()) {
                assertThat(of(history, actual))
                        .as(said(table + " of history " + history + ", " + when))
                        .isEqualTo(of(history, expected));
            }
            assertThat(sorted(actual)).as(said(table + ", " + when)).isEqualTo(sorted(expected));
        });
        assertThat(captured()).as(said("reads, " + when)).isEqualTo(sorted(star.captured()));
        assertThat(sorted(warehouse.loaded())).as(said("ledger, " + when)).isEqualTo(sorted(star.loaded()));
    }

    private List<String> captured() {
        List<String> captured = new ArrayList<>();
        fixture.history("market")
                .entries()
                .forEach(entry -> entry.manifest()
                        .tables()
                        .forEach((name, table) -> captured.add("%s | %s | %d %d %d %d %d"
                                .formatted(
                                        entry.manifest().asOf(),
                                        name,
                                        table.counts().read(),
                                        table.counts().inserted(),
                                        table.counts().updated(),
                                        table.counts().deleted(),
                                        table.counts().unchanged()))));
        return sorted(captured);
    }

    private static List<String> of(String history, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(history)).sorted().toList();
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    /** Runs a command, which must succeed, and returns what it printed. */
    private String command(String... arguments) {
        Outcome outcome = fixture.run(arguments);
        assertThat(outcome.code()).as(said(outcome.err())).isZero();
        return outcome.out();
    }

    private String said(String what) {
        return what + " (schedule " + schedule.seed() + " in " + schedule.zone() + "; alone: -Dschedule.seed="
                + schedule.seed() + ")";
    }

    @Override
    public void close() {
        fixture.close();
    }
}
