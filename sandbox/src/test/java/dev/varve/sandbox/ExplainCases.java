package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code explain} says of the cases of {@link CaseDays}. */
class ExplainCases {
    private static CaseHistory history;

    @BeforeAll
    static void play() {
        history = CaseHistory.played();
    }

    @Test
    void eachVersionTellsWhatOpenedFilledAndEndedIt() {
        assertThat(explained("stock_dim", "SOON"))
                .isEqualTo("""
                stock_dim  stock_id SOON  of pipeline stock, from table Stock: 2 versions

                version 1  1900-01-01T00:00:00Z to 2026-03-07T00:30:00Z  replaced, sk_stock_id 14
                  company Soon, category NULL, price 15.00
                  opened       manifest 1 as of 2026-03-05, read point 2026-03-06T00:30:00Z, run R
                               inferred: a fact of manifest 1 named it before its own row came; filled by manifest 2
                  filled       manifest 2 as of 2026-03-06, interval 2026-03-06T00:30:00Z to 2026-03-07T00:30:00Z, run R
                               Stock insert, effective 2026-03-06T00:30:00Z (interval)
                               stock_id SOON, company Soon, category NULL, price 15.00
                               its own row came: it fills the attributes and leaves the start
                  ended        manifest 3 as of 2026-03-07, interval 2026-03-07T00:30:00Z to 2026-03-09T00:30:00Z, run R
                               version 2 takes its place

                version 2  2026-03-07T00:30:00Z to 2026-03-11T00:30:00Z  deleted, sk_stock_id 23
                  company Soon, category NULL, price 16.00
                  opened       manifest 3 as of 2026-03-07, interval 2026-03-07T00:30:00Z to 2026-03-09T00:30:00Z, run R
                               Stock update, effective 2026-03-07T00:30:00Z (interval)
                               price 15.00 -> 16.00
                               interval: only known to lie between 2026-03-07T00:30:00Z and 2026-03-09T00:30:00Z; the earlier one is taken
                  ended        manifest 5 as of 2026-03-10, interval 2026-03-09T12:00:00Z to 2026-03-11T00:30:00Z, run R
                               Stock delete, effective 2026-03-11T00:30:00Z (interval)
                               stock_id SOON, company Soon, category NULL, price 16.00
                               deleted: only known to lie between 2026-03-09T12:00:00Z and 2026-03-11T00:30:00Z; the later one is taken, as it still lived in part of the interval
                """.replace("sk_stock_id 14", "sk_stock_id " + surrogate("SOON", 15))
                        .replace("sk_stock_id 23", "sk_stock_id " + surrogate("SOON", 16)));
    }

    @Test
    void aTimeThatWasMovedTellsWhatItWas() {
        assertThat(explained("user_dim", "5"))
                .contains(
                        "email old -> new, updated_at 2026-03-05T08:00:00Z -> 2026-03-07T05:00:00Z, status I -> U\n",
                        "moved: updated_at says 2026-03-07T05:00:00Z, which is outside of the interval; its nearest end is"
                                + " taken\n",
                        "moved: its own time, 2026-03-07T00:30:00Z, is not after the start of the version before; one"
                                + " microsecond after that is taken\n");
    }

    @Test
    void aChangeThatOpensNoVersionIsShownToo() {
        assertThat(explained("user_dim", "10"))
                .contains(
                        ": 1 version\n",
                        "  kept         manifest 2 as of 2026-03-06",
                        "updated_at 2026-03-05T08:00:00Z -> 2026-03-06T10:00:00Z, status I -> U\n",
                        "no column of the model changed: nothing is written\n");
    }

    @Test
    void whatIsNotLoadedYetIsToldApart() {
        String told = history.waiting().get(1).get(0);

        assertThat(told)
                .contains(
                        " of pipeline stock, from table Stock: 3 versions\n",
                        "version 3  2026-03-07T00:30:00Z to 9999");
        assertThat(told.substring(told.indexOf("\nchanges that")).replaceAll("run \\S+", "run R"))
                .isEqualTo("""

                        changes that are not in the warehouse
                          waiting      manifest 4 as of 2026-03-08, interval 2026-03-09T00:30:00Z to 2026-03-09T12:00:00Z, run R
                                       Stock update, effective 2026-03-09T00:30:00Z (interval)
                                       price 12.00 -> 13.00
                                       not loaded yet
                          waiting      manifest 5 as of 2026-03-10, interval 2026-03-09T12:00:00Z to 2026-03-11T00:30:00Z, run R
                                       Stock update, effective 2026-03-09T12:00:00Z (interval)
                                       price 13.00 -> 14.00
                                       not loaded yet
                        """);
    }

    @Test
    void asJsonItIsOneObject() throws IOException {
        JsonNode report = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .readTree(history.explain("stock_dim", "BACK", "--json").out());

        assertThat(report.at("/key/stock_id").asText()).isEqualTo("BACK");
        assertThat(report.at("/versions")).hasSize(2);
        JsonNode deleted = report.at("/versions/0");
        assertThat(deleted.at("/valid_to").asText()).isEqualTo("2026-03-07T00:30:00Z");
        assertThat(deleted.at("/is_deleted").asBoolean()).isTrue();
        assertThat(deleted.at("/attributes/price").asText()).isEqualTo("30.00");
        assertThat(deleted.at("/events/1/what").asText()).isEqualTo("ended");
        assertThat(deleted.at("/events/1/manifest/number").asInt()).isEqualTo(2);
        assertThat(deleted.at("/events/1/change/op").asText()).isEqualTo("delete");
        assertThat(deleted.at("/events/1/change/columns/price/before").asText()).isEqualTo("30.00");
        assertThat(deleted.at("/events/1/change/columns/price/after").isNull()).isTrue();
        JsonNode returned = report.at("/versions/1");
        assertThat(returned.at("/is_current").asBoolean()).isTrue();
        assertThat(returned.at("/events/0/manifest/previous_read_point").asText())
                .isEqualTo("2026-03-07T00:30:00Z");
        assertThat(returned.at("/events/0/change/tables/0").asText()).isEqualTo("Stock");
        assertThat(returned.at("/events/0/why").asText()).startsWith("interval: only known to lie between ");
    }

    @Test
    void aFactTellsWhereItsForeignKeysLeadAndWhy() {
        assertThat(explained("transaction_fact", "301"))
                .contains(
                        ": 1 fact\n\nfact  transaction_id 301, fk_user_id ",
                        " -> user_dim  1900-01-01T00:00:00Z to 2026-03-07T00:30:00Z\n",
                        "user_id 7, name User 7, email old\n",
                        "its time, 2026-03-08T09:00:00Z, is in a gap: the nearest earlier version is taken\n",
                        "stock_id CALM, company Calm, category NULL, price 5.00\n",
                        "its time, 2026-03-08T09:00:00Z, lies in that version\n");
    }

    @Test
    void aFactBeforeTheFirstVersionTellsSo() {
        assertThat(explained("transaction_fact", "211"))
                .contains("its time, 2026-03-05T23:30:00Z, is before the first version: the earliest is taken\n");
    }

    @Test
    void aFactWithoutAKeyPointsToTheUnknownMember() {
        assertThat(explained("transaction_fact", "102"))
                .contains(
                        "  fk_user_id -1 -> user_dim\n               the unknown member: the fact has no key there\n");
    }

    @Test
    void aFactThatReturnedTellsEveryManifest() {
        assertThat(explained("transaction_fact", "109").lines().map(String::strip))
                .containsSubsequence(
                        "the model yields a fact of it",
                        "deleted at the source: only known to lie between 2026-03-07T00:30:00Z and 2026-03-09T00:30:00Z;"
                                + " marked with the later one, and kept",
                        "returned: the mark is cleared, and its columns and its foreign keys are computed anew");
    }

    @Test
    void aKeyThatNobodyKnowsExitsWithOne() {
        Outcome unknown = history.explain("stock_dim", "NOPE");

        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .isEqualTo(
                        "varve: Cannot explain stock_dim [stock_id] = [NOPE] of pipeline stock: the warehouse has no row"
                                + " of it, and no layer of Stock names it. Check the key.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "stock_dim A B, 'stock_dim of pipeline stock: its key is [stock_id], and 2 values were given. Give one for each column.'",
        "user_dim x,    'user_dim of pipeline stock: ''x'' is no integer, which user_id is. Correct the key.'",
        "user_dim 99999999999, 'user_dim of pipeline stock: ''99999999999'' is no integer, which user_id is. Correct the key.'",
        "user 1,        'user of pipeline stock: it has no such dimension or fact. Known are: stock_dim, user_dim, transaction_fact.'",
    })
    void wrongUsageExitsWithTwo(String arguments, String reason) {
        Outcome wrong = history.explain(arguments.split(" "));

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).isEqualTo("varve: Cannot explain " + reason + "\n");
    }

    private static String explained(String... args) {
        Outcome outcome = history.explain(args);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out().replaceAll("run \\S+", "run R");
    }

    private static String surrogate(String stock, int price) {
        return history.rows("SELECT sk_stock_id FROM stock.stock_dim WHERE stock_id = '%s' AND price = %d"
                        .formatted(stock, price))
                .get(0);
    }
}
