package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.varve.run.Planned;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Trial;
import dev.varve.warehouse.WarehouseRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final Planned.PlannedManifest MANIFEST =
            manifest(List.of(new LoadCounts("stock_dim", 3, 1, 1, 0, 0, 0, 0, 0, 0)), Map.of());

    @Test
    void nothingToLoadIsOneLine() {
        assertThat(PlanText.lines(new Planned("stock", 4, List.of(), List.of(), List.of())))
                .containsExactly("plan     nothing to load: the warehouse holds 4 manifests, all that there are");
        assertThat(PlanText.lines(new Planned("stock", 0, List.of(), List.of(), List.of())))
                .containsExactly("plan     nothing to load: the lake holds no manifest yet; ingest first");
    }

    @Test
    void aChangeInPlaceShowsWhatIsBeforeAndAfterIt() {
        Trial.Sample closed =
                new Trial.Sample(Optional.of(row("AAPL", "10.00", true)), Optional.of(row("AAPL", "10.00", false)));
        Trial.Sample opened = new Trial.Sample(Optional.empty(), Optional.of(row("AAPL", "11.00", true)));
        Trial.Sample gone = new Trial.Sample(Optional.of(row("GONE\n", "1.00", true)), Optional.empty());
        Planned plan = new Planned(
                "stock",
                1,
                List.of(),
                List.of(MANIFEST),
                List.of(
                        new Trial.Change("stock_dim", "open", 2, List.of(opened)),
                        new Trial.Change("stock_dim", "close", 1, List.of(closed)),
                        new Trial.Change("stock_dim", "removed", 1, List.of(gone))));

        assertThat(PlanText.lines(plan))
                .containsExactly(
                        "plan     1 manifest would be loaded after 1",
                        "",
                        "manifest 2 as of 2026-03-06, interval 2026-03-06T00:30:00Z to 2026-03-07T00:30:00Z, run r2",
                        "  stock_dim             1 version opened, 1 version closed",
                        "",
                        "stock_dim  open  2 rows, the first 1 of them",
                        "  stock_id AAPL, category NULL, price 11.00, is_current true",
                        "",
                        "stock_dim  close  1 row",
                        "  stock_id AAPL, category NULL, price 10.00, is_current true -> false",
                        "",
                        "stock_dim  removed  1 row",
                        "  stock_id GONE\\n, category NULL, price 1.00, is_current true",
                        "",
                        "nothing was written; to do it: varve load stock");
    }

    @Test
    void whileMigrationsAreMissingWhatIsAskedIsCounted() {
        Map<String, Long> ops = new LinkedHashMap<>();
        ops.put("delete", 2L);
        ops.put("upsert", 1000L);
        Planned plan = new Planned(
                "stock",
                1,
                List.of("varve: V2__undo.sql"),
                List.of(manifest(List.of(), Map.of("stock_dim", ops))),
                List.of());

        assertThat(PlanText.lines(plan))
                .contains(
                        "plan     1 migration would be applied first; until then only what the manifests ask for is known:"
                                + " varve: V2__undo.sql",
                        "  stock_dim             2 to delete, 1,000 to upsert");
    }

    @Test
    void aManifestThatAsksNothingSaysSo() {
        Planned plan = new Planned("stock", 1, List.of(), List.of(manifest(List.of(), Map.of())), List.of());

        assertThat(PlanText.lines(plan)).element(3).isEqualTo("  nothing to change");
    }

    private static Planned.PlannedManifest manifest(List<LoadCounts> counts, Map<String, Map<String, Long>> asked) {
        return new Planned.PlannedManifest(
                2,
                "2026-03-06",
                Optional.of(Instant.parse("2026-03-06T00:30:00Z")),
                Instant.parse("2026-03-07T00:30:00Z"),
                "r2",
                counts,
                asked);
    }

    private static WarehouseRow row(String stock, String price, boolean current) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("stock_id", TextNode.valueOf(stock));
        values.put("category", NullNode.instance);
        values.put("price", DecimalNode.valueOf(new BigDecimal(price)));
        values.put("is_current", BooleanNode.valueOf(current));
        return new WarehouseRow(values);
    }
}
