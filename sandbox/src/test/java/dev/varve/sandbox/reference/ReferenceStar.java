package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.ReferenceCapture.Change;
import dev.varve.sandbox.reference.ReferenceCapture.Read;
import dev.varve.sandbox.reference.SourceRow.Stock;
import dev.varve.sandbox.reference.SourceRow.Trade;
import dev.varve.sandbox.reference.SourceRow.User;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The stock platform's warehouse as it must be after each night, as {@code pipelines/stock.yaml} declares it. */
public final class ReferenceStar {
    private final ReferenceCapture<String, Stock> stockCapture = new ReferenceCapture<>(instant -> instant);
    private final ReferenceCapture<Integer, User> userCapture = new ReferenceCapture<>(ReferenceStar::day);
    private final ReferenceCapture<Integer, Trade> tradeCapture = new ReferenceCapture<>(ReferenceStar::week);
    private final ReferenceDimension<String, Stock> stocks =
            new ReferenceDimension<>(row -> Texts.of(row.company()) + " | " + Texts.of(row.price()), "null | null");
    private final ReferenceDimension<Integer, User> users =
            new ReferenceDimension<>(row -> row.name() + " | " + Texts.of(row.email()), "null | null");
    private final TreeMap<Integer, Fact> facts = new TreeMap<>();
    private final List<String> captured = new ArrayList<>();
    private final List<String> loaded = new ArrayList<>();
    private Optional<Instant> previousReadPoint = Optional.empty();

    private record Fact(Trade row, String user, String stock, Optional<Instant> deletedAt, String loadedAsOf) {}

    /** Reads the source and loads what changed. */
    public void night(SourceTables source, Instant readPoint, String asOf) {
        Read<String, Stock> stockRead = stockCapture.read(source.stocks(), previousReadPoint, readPoint);
        Read<Integer, User> userRead = userCapture.read(source.users(), previousReadPoint, readPoint);
        Read<Integer, Trade> tradeRead = tradeCapture.read(source.trades(), previousReadPoint, readPoint);
        previousReadPoint = Optional.of(readPoint);
        captured.add("Stock " + stockRead.counts());
        captured.add("Transaction " + tradeRead.counts());
        captured.add("User " + userRead.counts());
        List<String> lines = new ArrayList<>();
        load("stock_dim", stockRead.changes(), lines, (change, counts) -> stocks.apply(change, asOf, counts));
        load("user_dim", userRead.changes(), lines, (change, counts) -> users.apply(change, asOf, counts));
        load(
                "transaction_fact",
                tradeRead.changes(),
                lines,
                (change, counts) -> apply(change, readPoint, asOf, counts));
        lines.sort(Comparator.naturalOrder());
        loaded.addAll(lines);
    }

    private interface Step<K, R> {
        void apply(Change<K, R> change, LoadedCounts counts);
    }

    private static <K, R> void load(String table, List<Change<K, R>> changes, List<String> lines, Step<K, R> step) {
        LoadedCounts counts = new LoadedCounts();
        counts.staged = changes.size();
        changes.forEach(change -> step.apply(change, counts));
        if (!changes.isEmpty()) {
            lines.add(counts.line(table));
        }
    }

    private void apply(Change<Integer, Trade> change, Instant readPoint, String asOf, LoadedCounts counts) {
        Optional<Fact> before = Optional.ofNullable(facts.get(change.key()));
        if (change.after().isEmpty()) {
            Fact fact = before.orElseThrow();
            facts.put(
                    change.key(),
                    new Fact(fact.row(), fact.user(), fact.stock(), Optional.of(readPoint), fact.loadedAsOf()));
            counts.sourceDeleted++;
            return;
        }
        Trade row = change.after().get();
        Instant last = readPoint.minus(1, ChronoUnit.MICROS);
        Instant at = row.cursor().filter(event -> event.isBefore(last)).orElse(last);
        String user = row.user().map(id -> found(users, id, at, asOf, counts)).orElse("unknown");
        String stock = found(stocks, row.stock(), at, asOf, counts);
        facts.put(
                change.key(),
                new Fact(
                        row,
                        user,
                        stock,
                        Optional.empty(),
                        before.map(Fact::loadedAsOf).orElse(asOf)));
        counts.overwritten += before.isPresent() ? 1 : 0;
        counts.inserted += before.isPresent() ? 0 : 1;
    }

    private static <K extends Comparable<K>> String found(
            ReferenceDimension<K, ?> dimension, K key, Instant at, String asOf, LoadedCounts counts) {
        counts.inferred += dimension.infer(key, asOf) ? 1 : 0;
        ReferenceDimension.Found found = dimension.at(key, at);
        counts.gaps += found.inGap() ? 1 : 0;
        return found.version();
    }

    /** Every version of {@code stock_dim}. */
    public List<String> stocks() {
        return stocks.lines();
    }

    /** Every version of {@code user_dim}. */
    public List<String> users() {
        return users.lines();
    }

    /** Every fact, with the key and start of each version that it points to. */
    public List<String> facts() {
        return facts.values().stream()
                .map(fact -> String.join(
                        " | ",
                        "" + fact.row().id(),
                        fact.user(),
                        fact.stock(),
                        "" + fact.row().quantity(),
                        Texts.of(fact.row().cursor().map(Texts::of)),
                        Texts.of(fact.deletedAt().map(Texts::of)),
                        fact.loadedAsOf()))
                .toList();
    }

    /** What every night's reads found, table by table. */
    public List<String> captured() {
        return List.copyOf(captured);
    }

    /** What every night's load did, table by table. */
    public List<String> loaded() {
        return List.copyOf(loaded);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Object week(Instant instant) {
        return List.of(
                day(instant).get(IsoFields.WEEK_BASED_YEAR), day(instant).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
