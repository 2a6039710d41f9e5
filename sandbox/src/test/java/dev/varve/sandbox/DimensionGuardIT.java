package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loads that would close most of a dimension, over {@link KioskDays}: their joined model yields nothing on the second day. */
class DimensionGuardIT {
    private static final String APPROVALS =
            "SELECT pipeline, number, table_name, closed, of_current FROM varve.approved_delete";
    private static final String CLOSES =
            "it would close 4 of 4 current keys: 1, 2, 3, 4 (max_delete_fraction is 0.3). If that is" + " right, run ";

    private static KioskHistory history;
    private static String joined;

    @BeforeAll
    static void play() {
        history = KioskHistory.played();
        joined = history.changed(
                "joined",
                "    from: Item\n    key: item_id\n    surrogate_key: sk_item",
                "    key: item_id\n    surrogate_key: sk_item",
                "FROM Item # as statements call tables",
                "FROM Item WHERE EXISTS (SELECT * FROM Sale WHERE sale_no = 2)");
    }

    @Test
    void aJoinThatLosesItsOtherSideIsRefusedUntilItIsApproved() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse.idle(3, "rebuild", joined, "--yes").err())
                    .isEqualToIgnoringNewLines("varve: Cannot rebuild item_dim of pipeline kiosk as of 2026-03-02: "
                            + CLOSES + "'varve rebuild kiosk --yes --approve-deletes item_dim'. Nothing was changed.");
            assertThat(approvals(warehouse)).isEmpty();
            Outcome rebuilt = warehouse.run("rebuild", joined, "--yes", "--approve-deletes", "item_dim");
            assertThat(rebuilt.err()).isEmpty();
            assertThat(approvals(warehouse)).containsExactly("kiosk | 2 | item_dim | 4 | 4");
            List<String> approved = warehouse.meaning();
            assertThat(approved).isNotEqualTo(history.meaning());

            rewind(warehouse);
            assertThat(warehouse.run("load", joined).err())
                    .as("what was approved once is loaded again without a question")
                    .isEmpty();
            assertThat(warehouse.meaning()).isEqualTo(approved);

            rewind(warehouse);
            Rows.execute(
                    warehouse.connection(), "UPDATE varve.approved_delete SET manifest_sha256 = 'of another lake'");
            assertThat(warehouse.idle(3, "load", joined).err())
                    .isEqualToIgnoringNewLines(
                            "varve: Cannot load item_dim of pipeline kiosk as of 2026-03-02: " + CLOSES
                                    + "'varve load kiosk --approve-deletes item_dim'. Nothing of this interval was loaded.");
            assertThat(warehouse.idle(3, "plan", joined).err())
                    .startsWith("varve: Cannot plan item_dim of pipeline kiosk as of 2026-03-02: " + CLOSES
                            + "'varve load kiosk --approve-deletes item_dim'.");
            assertThat(warehouse
                            .idle(0, "plan", joined, "--approve-deletes", "item_dim")
                            .out())
                    .contains("item_dim              4 versions closed");
            assertThat(warehouse
                            .run("load", joined, "--approve-deletes", "item_dim")
                            .err())
                    .isEmpty();
            assertThat(warehouse.meaning()).isEqualTo(approved);
        } finally {
            restoreTheProcessedZone();
        }
    }

    @Test
    void anApprovalNamesADimension() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            String known = " (it has [item_dim]).\n";
            assertThat(warehouse
                            .idle(2, "load", KioskHistory.file(), "--approve-deletes", "Item")
                            .err())
                    .isEqualTo("varve: Cannot approve deletes of 'Item': pipeline kiosk has no such dimension" + known);
            assertThat(warehouse
                            .idle(2, "run", KioskHistory.file(), "--approve-deletes", "sale_fact")
                            .err())
                    .isEqualTo(
                            "varve: Cannot approve deletes of 'sale_fact': pipeline kiosk has no such table or dimension"
                                    + " (it has [Item, Sale, item_dim]).\n");
        }
    }

    private static void rewind(KioskHistory.Copy warehouse) {
        assertThat(warehouse
                        .run("rewind", joined, "--to", "2026-03-01", "--yes")
                        .code())
                .isZero();
    }

    private static List<String> approvals(KioskHistory.Copy warehouse) {
        return Rows.of(warehouse.connection(), APPROVALS);
    }

    private static void restoreTheProcessedZone() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse.run("rebuild", KioskHistory.file(), "--yes").err())
                    .isEmpty();
        }
    }
}
