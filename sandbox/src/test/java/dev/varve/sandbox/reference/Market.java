package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.DimensionRule.FromTable;
import dev.varve.sandbox.reference.DimensionRule.Joined;
import dev.varve.sandbox.reference.DimensionRule.States;
import dev.varve.sandbox.reference.FactRule.ForeignKey;
import dev.varve.sandbox.reference.FactRule.Mode;
import dev.varve.sandbox.reference.TableRule.Cursor;
import dev.varve.sandbox.reference.TableRule.Reconcile;
import dev.varve.sandbox.reference.TableRule.Rows;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pipeline {@code market.yaml}, declared once more. */
public final class Market {
    static final String ITEM = "Item";
    static final String PARTY = "Party";
    static final String SALE = "Sale";
    static final String VISIT = "Visit";

    /** A table's columns, its key first, by which its rows are told apart. */
    static final List<String> ITEM_COLUMNS = List.of("code", "slot", "title", "label", "price", "supplier");

    static final List<String> PARTY_COLUMNS =
            List.of("party_id", "name", "alias", "note", "grade", "updated_at", "created_at");
    static final List<String> SALE_COLUMNS =
            List.of("ticket", "line", "buyer", "code", "slot", "quantity", "state", "sold_at", "paid_at", "changed_at");

    /** Visits have no key. */
    static final List<String> VISIT_COLUMNS = List.of("visitor", "page", "topic", "seen_at");

    static final List<String> ITEM_KEY = List.of("code", "slot");
    static final List<String> PARTY_KEY = List.of("party_id");
    static final List<String> SALE_KEY = List.of("ticket", "line");

    private static final Duration OVERLAP = Duration.ofHours(1);

    private Market() {}

    /** Its warehouse, which nothing was loaded into. */
    public static Star star(ZoneId zone) {
        return new Star(
                new Star.Rules(tables(zone), List.of(parties(), partiesNow(), items(), offers()), facts(zone)), zone);
    }

    private static List<TableRule> tables(ZoneId zone) {
        return List.of(
                new TableRule(ITEM, ITEM_KEY, Optional.empty()),
                new TableRule(
                        PARTY,
                        PARTY_KEY,
                        Optional.of(new Cursor(
                                "updated_at", Optional.of("created_at"), ZoneOffset.UTC, OVERLAP, Reconcile.WEEKLY))),
                new TableRule(SALE, SALE_KEY, Optional.of(new Cursor("changed_at", zone, OVERLAP, Reconcile.DAILY))),
                new TableRule(VISIT, VISIT_COLUMNS, Optional.empty(), Rows.BAG));
    }

    private static DimensionRule parties() {
        return new DimensionRule(
                "party_dim",
                PARTY_KEY,
                DimensionRule.Type.TYPE_2,
                List.of("name", "alias"),
                List.of("note"),
                new FromTable(PARTY, Market::isParty));
    }

    private static DimensionRule partiesNow() {
        return new DimensionRule(
                "party_now",
                PARTY_KEY,
                DimensionRule.Type.TYPE_1,
                List.of(),
                List.of("name", "note"),
                new FromTable(PARTY, Market::isParty));
    }

    private static Optional<TextRow> isParty(TextRow row) {
        return Optional.of(row).filter(party -> !party.get("grade").equals(Optional.of("X")));
    }

    private static DimensionRule items() {
        return new DimensionRule(
                "item_dim",
                ITEM_KEY,
                DimensionRule.Type.TYPE_2,
                List.of("title", "label", "price"),
                List.of(),
                new FromTable(ITEM, Optional::of));
    }

    private static DimensionRule offers() {
        return new DimensionRule(
                "offer_dim",
                List.of("offer_code", "offer_slot"),
                DimensionRule.Type.TYPE_2,
                List.of("price", "supplier"),
                List.of("note"),
                new Joined(List.of(ITEM, PARTY), Market::offers));
    }

    /** The items that have a price and a supplier that is there. */
    private static List<TextRow> offers(States states) {
        List<TextRow> offers = new ArrayList<>();
        for (TextRow item : states.of(ITEM).values()) {
            for (TextRow party : states.of(PARTY).values()) {
                if (item.get("price").isPresent() && item.get("supplier").equals(party.get("party_id"))) {
                    offers.add(TextRow.of("offer_code", item.get("code").orElseThrow())
                            .with("offer_slot", item.get("slot"))
                            .with("price", item.get("price"))
                            .with("supplier", party.get("name"))
                            .with("note", party.get("note")));
                }
            }
        }
        return offers;
    }

    private static List<FactRule> facts(ZoneId zone) {
        return List.of(
                new FactRule(
                        "sale_fact",
                        SALE,
                        SALE_KEY,
                        List.of(
                                new ForeignKey("party_dim", List.of("buyer")),
                                new ForeignKey("party_now", List.of("buyer")),
                                new ForeignKey("item_dim", ITEM_KEY)),
                        List.of("quantity", "list_price"),
                        "sold_at",
                        zone,
                        Mode.OVERWRITE,
                        Market::sale),
                new FactRule(
                        "sale_log",
                        SALE,
                        SALE_KEY,
                        List.of(new ForeignKey("offer_dim", ITEM_KEY)),
                        List.of("quantity", "state"),
                        "paid_at",
                        ZoneOffset.UTC,
                        Mode.VERSION,
                        (sale, states) -> Optional.of(sale).filter(Market::isOpen)),
                new FactRule(
                        "visit_fact",
                        VISIT,
                        List.of(),
                        List.of(new ForeignKey("party_dim", List.of("visitor"))),
                        List.of(),
                        "seen_at",
                        ZoneOffset.UTC,
                        Mode.OVERWRITE,
                        (visit, states) -> Optional.of(visit)));
    }

    /** A sale that is not void, with the price that its item has when the interval ends. */
    private static Optional<TextRow> sale(TextRow sale, States states) {
        Optional<String> price = sale.key(ITEM_KEY)
                .flatMap(item -> Optional.ofNullable(states.of(ITEM).get(item)))
                .flatMap(item -> item.get("price"));
        return isOpen(sale) ? Optional.of(sale.with("list_price", price)) : Optional.empty();
    }

    private static boolean isOpen(TextRow sale) {
        return !sale.get("state").equals(Optional.of("void"));
    }
}
