package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.DimensionRule.FromTable;
import dev.varve.sandbox.reference.DimensionRule.Joined;
import dev.varve.sandbox.reference.FactRule.ForeignKey;
import dev.varve.sandbox.reference.FactRule.Mode;
import dev.varve.sandbox.reference.TableRule.Cursor;
import dev.varve.sandbox.reference.TableRule.Reconcile;
import dev.varve.sandbox.reference.TableRule.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A history that is typed by hand. Five tables: {@code price} (item, amount, note) is compared by snapshots, {@code person}
 * (id, name, alias, city, changed) and {@code sale} (id, item, person, amount, sold) have a cursor, which is their last column,
 * {@code guest} (id, name, came, changed) has one that may be NULL, and says when a row came; {@code visit} (item, page, seen) has no
 * key.
 * Read points print as R1, R2 and so on, the beginning and the end of time as R0 and R9.
 */
final class TypedHistory {
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "price", List.of("item", "amount", "note"),
            "person", List.of("id", "name", "alias", "city", "changed"),
            "sale", List.of("id", "item", "person", "amount", "sold"),
            "guest", List.of("id", "name", "came", "changed"),
            "visit", List.of("item", "page", "seen"));
    private static final List<String> ID = List.of("id");
    private static final List<String> ITEM = List.of("item");

    private final Star star;
    private final List<String> readPoints = new ArrayList<>();

    /** Sales are facts of that mode. */
    TypedHistory(Mode sales) {
        this.star = new Star(
                new Star.Rules(
                        List.of(
                                new TableRule("price", ITEM, Optional.empty()),
                                new TableRule("person", ID, cursor("changed")),
                                new TableRule("sale", ID, cursor("sold")),
                                new TableRule(
                                        "guest",
                                        ID,
                                        Optional.of(new Cursor(
                                                "changed",
                                                Optional.of("came"),
                                                ZoneOffset.UTC,
                                                Duration.ofHours(1),
                                                Reconcile.DAILY))),
                                new TableRule("visit", List.of("item", "page", "seen"), Optional.empty(), Rows.BAG)),
                        List.of(prices(), persons(), personsNow(), homes(), guests()),
                        List.of(sales(sales), visits())),
                ZoneOffset.UTC);
    }

    private static Optional<Cursor> cursor(String column) {
        return Optional.of(new Cursor(column, ZoneOffset.UTC, Duration.ofHours(1), Reconcile.DAILY));
    }

    /** A new amount is a version, a new note is not. */
    private static DimensionRule prices() {
        return new DimensionRule(
                "price_dim",
                ITEM,
                DimensionRule.Type.TYPE_2,
                List.of("amount"),
                List.of("note"),
                new FromTable("price", Optional::of));
    }

    /** Those who live somewhere. */
    private static DimensionRule persons() {
        return new DimensionRule(
                "person_dim",
                ID,
                DimensionRule.Type.TYPE_2,
                List.of("name", "alias"),
                List.of(),
                new FromTable("person", TypedHistory::ofPerson));
    }

    /** The same without their past. */
    private static DimensionRule personsNow() {
        return new DimensionRule(
                "person_now",
                ID,
                DimensionRule.Type.TYPE_1,
                List.of(),
                List.of("name", "alias"),
                new FromTable("person", TypedHistory::ofPerson));
    }

    private static Optional<TextRow> ofPerson(TextRow row) {
        return Optional.of(row).filter(person -> person.get("city").isPresent());
    }

    private static DimensionRule guests() {
        return new DimensionRule(
                "guest_dim",
                ID,
                DimensionRule.Type.TYPE_2,
                List.of("name"),
                List.of(),
                new FromTable("guest", Optional::of));
    }

    /** Each price with the name of the person who is called as its item. */
    private static DimensionRule homes() {
        return new DimensionRule(
                "owner_dim",
                ITEM,
                DimensionRule.Type.TYPE_2,
                List.of("amount", "name"),
                List.of(),
                new Joined(List.of("price", "person"), states -> {
                    List<TextRow> rows = new ArrayList<>();
                    states.of("price")
                            .values()
                            .forEach(price -> states.of("person").values().stream()
                                    .filter(person -> person.get("id").equals(price.get("item")))
                                    .forEach(person -> rows.add(price.with("name", person.get("name")))));
                    return rows;
                }));
    }

    /** Sales of an amount. */
    private static FactRule sales(Mode mode) {
        return new FactRule(
                "sale_fact",
                "sale",
                ID,
                List.of(new ForeignKey("price_dim", ITEM), new ForeignKey("person_dim", List.of("person"))),
                List.of("amount"),
                "sold",
                ZoneOffset.UTC,
                mode,
                (row, states) ->
                        Optional.of(row).filter(sale -> sale.get("amount").isPresent()));
    }

    /** Every visit. */
    private static FactRule visits() {
        return new FactRule(
                "visit_fact",
                "visit",
                List.of(),
                List.of(new ForeignKey("price_dim", ITEM)),
                List.of(),
                "seen",
                ZoneOffset.UTC,
                Mode.OVERWRITE,
                (row, states) -> Optional.of(row));
    }

    /** Reads the source as it stands then; each row is a table's name and its values, a time without its date is that day's. */
    TypedHistory read(String readPoint, String... rows) {
        Map<String, SortedMap<String, TextRow>> tables = new TreeMap<>();
        COLUMNS.keySet().forEach(table -> tables.put(table, new TreeMap<>()));
        for (String row : rows) {
            String table = row.substring(0, row.indexOf(' '));
            List<String> columns = Objects.requireNonNull(COLUMNS.get(table));
            String[] values = row.substring(table.length()).split("\\|", -1);
            TextRow typed = new TextRow(new TreeMap<>());
            for (int i = 0; i < columns.size(); i++) {
                typed = typed.with(columns.get(i), value(values[i].strip()));
            }
            SortedMap<String, TextRow> there = Objects.requireNonNull(tables.get(table));
            there.put(
                    table.equals("visit")
                            ? "" + there.size()
                            : typed.key(columns.subList(0, 1)).orElseThrow(),
                    typed);
        }
        readPoints.add(readPoint + ":00.000000");
        Instant instant = Times.instant(readPoint + ":00.000000", ZoneOffset.UTC);
        star.interval(new SourceTables(tables), instant, "" + readPoints.size());
        return this;
    }

    private static Optional<String> value(String typed) {
        boolean isTime = typed.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d");
        return typed.equals("null") ? Optional.empty() : Optional.of(isTime ? typed + ":00.000000" : typed);
    }

    /** What a warehouse table holds in the end, unknown members left out. */
    List<String> of(String table) {
        return Objects.requireNonNull(star.lines().get(table)).stream()
                .filter(line -> !line.startsWith("null"))
                .map(this::withReadPoints)
                .toList();
    }

    private String withReadPoints(String line) {
        String text = line.replace("1900-01-01 00:00:00.000000", "R0").replace("9999-12-31 00:00:00.000000", "R9");
        for (int i = 0; i < readPoints.size(); i++) {
            String readPoint = readPoints.get(i);
            text = text.replace(readPoint, "R" + (i + 1))
                    .replace(readPoint.replace(".000000", ".000001"), "R" + (i + 1) + "+1us");
        }
        return text.replace(":00.000000", "");
    }
}
