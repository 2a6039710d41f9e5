package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.Manifest;
import dev.varve.run.Rebuild;
import dev.varve.run.Verify;
import dev.varve.warehouse.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replaying {@link KioskDays}. */
class RebuildIT {
    private static final String FILE = KioskHistory.file();

    private static KioskHistory history;

    @BeforeAll
    static void play() {
        history = KioskHistory.played();
    }

    @Test
    void aChangedModelIsRefusedUntilItIsRebuilt() {
        String starred = history.changed(
                "starred",
                "item_id, name, price",
                "item_id, concat('*', name) AS name, price",
                "  schema: kiosk\n",
                "  schema: kiosk\n  undo_days: 0\n");
        try (KioskHistory.Copy warehouse = history.copy()) {
            String refusal =
                    "varve: Cannot load pipeline kiosk: the model of item_dim has changed since its 4 manifests"
                            + " were loaded. Run 'varve rebuild kiosk --yes', which replays every manifest with the models as they are"
                            + " now, or restore the pipeline file. Nothing was loaded.";
            assertThat(warehouse.idle(3, "load", starred).err()).isEqualToIgnoringNewLines(refusal);
            assertThat(warehouse.idle(3, "plan", starred).err())
                    .startsWith("varve: Cannot plan pipeline kiosk: the model of item_dim has changed since its 4")
                    .endsWith(" or restore the pipeline file. Nothing was changed.\n");
            assertThat(warehouse
                            .idle(3, "rewind", starred, "--to", "2026-03-01", "--yes")
                            .err())
                    .startsWith("varve: Cannot rewind pipeline kiosk to 2026-03-01: the model of item_dim has changed");
            assertThat(warehouse.idle(3, "verify", starred).err())
                    .startsWith(
                            "varve: Cannot verify pipeline kiosk: the model of item_dim has changed since its 4 manifests"
                                    + " were loaded. Run 'varve rebuild kiosk --yes', which replays every manifest with the models as");
            assertThat(warehouse.idle(0, "rebuild", starred).out().lines())
                    .containsExactly(
                            "rebuild  from 4 manifests: 2026-03-01, 2026-03-02, 2026-03-03, 2026-03-04; the ledger has 4"
                                    + " manifests, the last as of 2026-03-04",
                            "rebuild  differs: the model of item_dim has changed",
                            "rebuild  item_dim           12 rows replaced",
                            "rebuild  sale_fact          6 rows replaced",
                            "dry run  nothing was changed; to do it: varve rebuild kiosk --yes");

            die(warehouse, starred);
            assertRightWithTheOldModel(warehouse);
            Outcome rebuilt = rebuildBeneathAVerification(warehouse, starred);

            assertThat(rebuilt.err()).isEmpty();
            assertThat(rebuilt.out())
                    .contains("rebuild  item_dim           12 rows replaced by 12")
                    .endsWith("rebuilt  to manifest 4 as of 2026-03-04\n");
            assertThat(warehouse.meaning())
                    .isEqualTo(
                            history.meaning().stream().map(RebuildIT::starred).toList());
            assertThat(Rows.of(
                            warehouse.connection(),
                            "SELECT number FROM varve.undo UNION ALL SELECT number FROM varve.load WHERE undo"))
                    .isEmpty();
            assertThat(warehouse.idle(0, "load", starred).out()).contains("nothing to do");
            assertThat(warehouse.idle(3, "load", FILE).err()).isEqualToIgnoringNewLines(refusal);
        }
    }

    /** A rebuild that has stored the rows of every manifest, and brings none into the warehouse. */
    private static void die(KioskHistory.Copy warehouse, String file) {
        Rebuild rebuild = new Rebuild(warehouse.engine(file, new HeardRows() {
            @Override
            public void applying(Manifest manifest, String table, Action action, long rows) {
                throw new IllegalStateException("dies here");
            }
        }));
        assertThatThrownBy(() -> rebuild.run(Rebuild.Mode.REBUILD)).hasMessage("dies here");
    }

    private static void assertRightWithTheOldModel(KioskHistory.Copy warehouse) {
        assertThat(warehouse.idle(0, "verify", FILE, "--no-source").out())
                .contains(
                        "warning  rows of item_dim are computed anew for 4 of 4 manifests (1, 2, 3, 4): the processed zone does"
                                + " not have those that were loaded, as after a rebuild with another model that did not end."
                                + " 'varve rebuild kiosk --yes' stores them again.\n",
                        "verified through 2026-03-04, manifest 4  (")
                .doesNotContain("rows of sale_fact are computed anew"); // the model of that has not changed
        assertThat(warehouse.idle(0, "explain", FILE, "item_dim", "1").err())
                .contains("warning  what 4 manifests asked of item_dim (1, 2, 3, 4) is not told: ");
        assertThat(warehouse.run("rewind", FILE, "--to", "2026-03-03", "--yes").code())
                .isZero();
        assertThat(warehouse.run("load", FILE).code()).isZero();
        assertThat(warehouse.meaning()).isEqualTo(history.meaning());
    }

    /** A verification that has begun compares what there was then. */
    private static Outcome rebuildBeneathAVerification(KioskHistory.Copy warehouse, String file) {
        List<Outcome> rebuilt = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Verify.Verified verified = new Verify(warehouse.engine(new HeardRows() {
                    @Override
                    public void found(Finding finding) {
                        if (finding.check() == Finding.Check.LEDGER) {
                            rebuilt.add(warehouse.run("rebuild", file, "--yes"));
                        }
                    }

                    @Override
                    public void warning(String message) {
                        warnings.add(message);
                    }
                }))
                .run(Verify.Extent.WITHOUT_SOURCE);
        assertThat(verified.wrong()).isEmpty();
        assertThat(warnings)
                .contains(
                        "not recorded: the loads that were verified have been undone meanwhile, or later ones verified");
        return rebuilt.get(0);
    }

    private static String starred(String row) {
        return row.startsWith("i ") ? row.replaceFirst("\\| (Bolt|Nut|Gear|Cog|Rod)", "| *$1") : row;
    }

    @Test
    void readersSeeWhatWasThereUntilAllIsNew() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(
                    warehouse.connection(),
                    "UPDATE kiosk.item_dim SET name = 'wrong'",
                    "DELETE FROM kiosk.sale_fact WHERE line = 1",
                    "UPDATE varve.load SET manifest_sha256 = 'of another lake' WHERE number = 2");
            warehouse.asBeforeUndo();
            List<String> old = warehouse.rows();
            List<List<String>> seen = new ArrayList<>();

            new Rebuild(warehouse.engine(new HeardRows() {
                        @Override
                        public void applying(Manifest manifest, String table, Action action, long rows) {
                            seen.add(warehouse.rows());
                        }
                    }))
                    .run(Rebuild.Mode.REBUILD);

            assertThat(seen).hasSizeGreaterThan(20).containsOnly(old);
            assertThat(warehouse.meaning()).isEqualTo(history.meaning());
            assertThat(warehouse.idle(0, "rewind", FILE, "--to", "2026-03-01").out())
                    .contains("takes back 3 manifests");
        }
    }

    @Test
    void whatDiffersIsShownAndNothingWritten() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(
                    warehouse.connection(),
                    "UPDATE varve.load SET manifest_sha256 = 'of another lake' WHERE number = 2",
                    "DELETE FROM varve.load WHERE number > 3",
                    "DELETE FROM varve.model WHERE table_name = 'sale_fact'");

            assertThat(warehouse.idle(0, "rebuild", FILE).out())
                    .contains(
                            "the ledger has 3 manifests, the last as of 2026-03-03\n",
                            "rebuild  differs: the lake's manifest 2 as of 2026-03-02 is not the one that was loaded\n",
                            "rebuild  differs: the model of sale_fact is new\n");
        }
    }

    @Test
    void aLedgerThatKnowsNoModelsIsRefused() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            warehouse.asBeforeUndo();

            Outcome load = warehouse.run("load", FILE);

            assertThat(load.code()).isEqualTo(3);
            assertThat(load.err())
                    .startsWith(
                            "varve: Cannot load pipeline kiosk: the models of item_dim, sale_fact are new since its 4"
                                    + " manifests were loaded. Run 'varve rebuild kiosk --yes'");
        }
    }

    @Test
    void aWarehouseWithoutTablesIsShown() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(warehouse.connection(), "DROP SCHEMA varve CASCADE", "DROP SCHEMA kiosk CASCADE");

            Outcome shown = warehouse.run("rebuild", FILE);

            assertThat(shown.code()).as(shown.err()).isZero();
            assertThat(shown.out())
                    .contains("the ledger has 0 manifests\n", "rebuild  sale_fact          0 rows replaced\n");
            assertThat(Rows.of(
                            warehouse.connection(),
                            "SELECT nspname FROM pg_namespace WHERE nspname IN ('varve', 'kiosk')"))
                    .isEmpty();
        }
    }

    @Test
    void anEmptyLakeIsRefused() {
        String empty = history.changed("empty", "${LAKE_RAW}", "${LAKE_RAW}/empty");
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse.idle(3, "rebuild", empty, "--yes").err())
                    .startsWith("varve: Cannot rebuild pipeline kiosk: its lake in ")
                    .endsWith("/empty holds no manifest. Check lake.raw, or run 'varve ingest kiosk' first. Nothing was"
                            + " changed.\n");
        }
    }

    @Test
    void tablesOfAnotherPipelineAreRefused() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(
                    warehouse.connection(),
                    "INSERT INTO varve.load (pipeline, number, as_of, run_id, warehouse_schema, manifest_sha256, read_point)"
                            + " VALUES ('other', 1, '2026-03-01', 'run', 'kiosk', 'hash', now())",
                    "INSERT INTO varve.load_table (pipeline, number, table_name, staged) VALUES ('other', 1, 'item_dim', 1)");

            assertThat(warehouse.idle(3, "rebuild", FILE, "--yes").err())
                    .isEqualToIgnoringNewLines("varve: Cannot rebuild pipeline kiosk: table kiosk.item_dim belongs to"
                            + " pipeline other. Give this one a schema of its own, then run 'varve rebuild kiosk --yes'."
                            + " Nothing was changed.");
        }
    }
}
