package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That {@code verify} finds each thing that {@link TamperedHistory} did, and says what is there and what is expected. */
class VerifyFindsCases {
    private static TamperedHistory history;

    @BeforeAll
    static void verify() {
        history = TamperedHistory.verified();
    }

    @Test
    void aChangedAttributeIsFoundInAClosedVersionAndInACurrentRow() {
        assertThat(found("stock_dim", "version", "other attribute"))
                .containsExactly("1 row", "MOVE: valid_from 2026-03-06 00:30:00+00: price is 11.01, expected 11.00");
        assertThat(found("user_dim", "version", "other attribute"))
                .containsExactly("1 row", "1: valid_from 1900-01-01 00:00:00+00: email is forged, expected old");
        assertThat(found("user_dim", "current row", "other attribute"))
                .containsExactly("1 row", "1: email is forged, expected old");
    }

    @Test
    void aShiftedEndIsFound() {
        assertThat(found("user_dim", "version", "shifted valid_to"))
                .containsExactly(
                        "1 row",
                        "7: valid_from 1900-01-01 00:00:00+00: valid_to is 2026-03-07 01:30:00+00, expected 2026-03-07 00:30:00+00");
    }

    @Test
    void aVersionTooManyIsFound() {
        assertThat(found("stock_dim", "version", "version too many"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("CALM: valid_from 1890-01-01 00:00:00+00, company Calm, price 5.00, valid_to 1900-01-01");
    }

    @Test
    void aMissingVersionIsFoundAndAMissingCurrentRow() {
        assertThat(found("stock_dim", "version", "missing version"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith(
                        "NAME: expected valid_from 2026-03-06 00:30:00+00, company New Name, price 50.00, valid_to 9999");
        assertThat(found("stock_dim", "current row", "missing current row"))
                .containsExactly("1 row", "NAME: expected company New Name, price 50.00");
    }

    @Test
    void otherFlagsAndOriginsAreFound() {
        assertThat(found("stock_dim", "version", "other flag"))
                .containsExactly(
                        "1 row", "GONE: valid_from 1900-01-01 00:00:00+00: is_deleted is false, expected true");
        assertThat(found("stock_dim", "version", "other origin"))
                .containsExactly(
                        "1 row",
                        "VOID: valid_from 1900-01-01 00:00:00+00: loaded_as_of is 2026-03-06, expected 2026-03-05");
        assertThat(found("user_dim", "version", "unknown member"))
                .containsExactly("1 row", "sk_user_id -1: expected once, without a key and not current");
    }

    @Test
    void aMissingFactAndOneTooManyAreFoundAndTheSumsAreTold() {
        assertThat(found("transaction_fact", "fact", "missing fact"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("104: expected quantity 1, transaction_date 2026-03-05 10:00:00+00");
        assertThat(found("transaction_fact", "fact", "fact too many"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("999: quantity 1000, ");
        assertThat(history.wrong().out())
                .containsPattern(
                        "verify +transaction_fact +28 facts: 5 differences; sum of quantity 1094, expected 90\n");
    }

    @Test
    void aFactOfOtherValuesMarkedOrRepeatedIsFound() {
        assertThat(found("transaction_fact", "fact", "other value"))
                .containsExactly("1 row", "106: quantity is 5, expected 1");
        assertThat(found("transaction_fact", "fact", "other deletion"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("107: source_deleted_at is 2")
                .endsWith(", expected NULL");
        assertThat(found("transaction_fact", "fact", "repeated fact"))
                .containsExactly("1 row", "401: is there 2 times");
    }

    @Test
    void aForeignKeyToAnotherVersionIsFound() {
        assertThat(found("transaction_fact", "foreign key", "wrong fk_user_id"))
                .containsExactly(
                        "2 rows",
                        "102: points to 1 from 1900-01-01 00:00:00+00, expected the unknown member",
                        "203: points to 2 from 1900-01-01 00:00:00+00, expected 2 from 2026-03-06 18:00:00+00");
        assertThat(found("transaction_fact", "foreign key", "wrong fk_stock_id"))
                .containsExactly(
                        "2 rows",
                        "207: points to MOVE from 1900-01-01 00:00:00+00, expected MOVE from 2026-03-06 00:30:00+00",
                        "302: points to LATE from 2026-03-09 12:00:00+00, expected LATE from 1900-01-01 00:00:00+00");
    }

    private static List<String> found(String table, String check, String kind) {
        return history.found(table, check, kind);
    }
}
