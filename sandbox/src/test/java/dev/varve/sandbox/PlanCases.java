package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code plan} said of manifests 4 and 5 of {@link CaseDays}, held against what their loads did then. */
class PlanCases {
    private static CaseHistory history;
    private static JsonNode plan;

    @BeforeAll
    static void play() throws IOException {
        history = CaseHistory.played();
        List<String> told = history.waiting().get(2);
        assertThat(told.get(1)).isEmpty();
        plan = JsonMapper.builder().build().readTree(told.get(0));
    }

    @Test
    void itCountsWhatTheLoadsDo() {
        List<String> counts = new ArrayList<>();
        for (JsonNode manifest : plan.at("/manifests")) {
            for (JsonNode table : manifest.at("/counts")) {
                counts.add(String.join(
                        " | ",
                        manifest.at("/number").asText(),
                        table.at("/table").asText(),
                        table.at("/staged").asText(),
                        table.at("/opened").asText(),
                        table.at("/closed").asText(),
                        table.at("/overwritten").asText(),
                        table.at("/inserted").asText(),
                        table.at("/gaps").asText()));
            }
        }
        assertThat(plan.at("/loaded").asInt()).isEqualTo(3);
        assertThat(counts)
                .hasSize(6)
                .containsExactlyInAnyOrderElementsOf(
                        history.rows("SELECT number, table_name, staged, opened, closed, overwritten, inserted, gaps"
                                + " FROM varve.load_table WHERE number IN (4, 5)"));
    }

    @Test
    void itChangesNeitherWarehouseNorLake() {
        assertThat(history.waiting().get(3)).isEqualTo(history.waiting().get(0)).hasSizeGreaterThan(80);
    }

    @Test
    void itTellsEachKindOfChange() {
        List<String> kinds = new ArrayList<>();
        plan.at("/changes")
                .forEach(change -> kinds.add(change.at("/table").asText() + " "
                        + change.at("/change").asText() + " "
                        + change.at("/rows").asText()));
        assertThat(kinds)
                .containsExactly(
                        "stock_dim open 3",
                        "stock_dim close 3",
                        "user_dim open 6",
                        "user_dim close 5",
                        "transaction_fact insert 3",
                        "transaction_fact overwrite 2");
    }

    @Test
    void itShowsRowsAsTheLoadsLeaveThem() {
        List<String> opened = new ArrayList<>();
        samples("stock_dim", "open")
                .forEach(sample -> opened.add(String.join(
                        " | ",
                        sample.at("/after/stock_id").asText(),
                        sample.at("/after/price").asText() + "0",
                        sample.at("/after/valid_from").asText(),
                        sample.at("/after/valid_to").asText())));
        assertThat(opened).containsExactlyInAnyOrderElementsOf(Rows.of(history.warehouse(), """
                        SELECT stock_id, price, to_char(valid_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                               to_char(valid_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                        FROM stock.stock_dim WHERE loaded_as_of IN ('2026-03-08', '2026-03-10')
                        """));
        assertThat(samples("user_dim", "open")).hasSize(5); // of 6
    }

    @Test
    void itShowsRowsBeforeAndAfterAChangeInPlace() {
        JsonNode closed = sample("stock_dim", "close", "stock_id", "SOON");
        assertThat(closed.at("/before/is_current").asBoolean()).isTrue();
        assertThat(closed.at("/before/valid_to").asText()).isEqualTo("9999-12-31T00:00:00Z");
        assertThat(closed.at("/after/is_deleted").asBoolean()).isTrue();
        assertThat(closed.at("/after/valid_to").asText()).isEqualTo("2026-03-11T00:30:00Z");
        JsonNode overwritten = sample("transaction_fact", "overwrite", "transaction_id", "108");
        assertThat(overwritten.at("/before/quantity").asInt()).isEqualTo(5);
        assertThat(overwritten.at("/after/quantity").asInt()).isEqualTo(50);
    }

    @Test
    void itWaitsForNobody() {
        String lock = "hashtextextended('varve:stock', 0)";
        Rows.execute(history.warehouse(), "SELECT pg_advisory_lock(" + lock + ")");
        try {
            assertThat(history.run("plan"))
                    .isEqualTo(new Outcome(
                            4,
                            "",
                            "varve: Cannot plan pipeline stock: another process is loading it into this warehouse."
                                    + " Wait for it, then run 'varve plan stock'.\n"));
        } finally {
            Rows.execute(history.warehouse(), "SELECT pg_advisory_unlock(" + lock + ")");
        }
    }

    @Test
    void withNothingToLoadItSaysSo() {
        assertThat(history.run("plan"))
                .isEqualTo(new Outcome(
                        0, "plan     nothing to load: the warehouse holds 6 manifests, all that there are\n", ""));
    }

    private static JsonNode sample(String table, String change, String column, String value) {
        for (JsonNode sample : samples(table, change)) {
            if (sample.at("/before/" + column).asText().equals(value)) {
                return sample;
            }
        }
        throw new AssertionError("No " + change + " of " + column + " " + value + " in " + plan);
    }

    private static JsonNode samples(String table, String change) {
        for (JsonNode candidate : plan.at("/changes")) {
            if (candidate.at("/table").asText().equals(table)
                    && candidate.at("/change").asText().equals(change)) {
                return candidate.at("/samples");
            }
        }
        throw new AssertionError("No " + change + " of " + table + " in " + plan);
    }
}
