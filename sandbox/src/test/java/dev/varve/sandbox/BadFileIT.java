package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands that cannot be carried out as they were given, or whose pipeline file, variables or servers are wrong. */
class BadFileIT {
    private static final String NEXT = "2026-03-03T00:30:00Z";

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open("bad_file");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void anUnreachableSourceIsNamed() {
        assertThat(shop.refusedWith(
                        "STOCK_SOURCE_URL",
                        "jdbc:mysql://127.0.0.1:1/nowhere",
                        1,
                        "run",
                        shop.file("shop"),
                        "--now",
                        NEXT))
                .isEqualTo("varve: Cannot connect to the source at jdbc:mysql://127.0.0.1:1/nowhere as user 'varve':"
                        + " no server answers there. Check the URL, and that the server is up.");
    }

    @Test
    void anUnreachableWarehouseIsNamed() {
        assertThat(shop.refusedWith(
                        "WAREHOUSE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere", 1, "load", shop.file("shop")))
                .isEqualTo("varve: Cannot connect to the warehouse at jdbc:postgresql://127.0.0.1:1/nowhere as user"
                        + " 'varve': no server answers there. Check the URL, and that the server is up.");
    }

    @Test
    void aWrongPasswordIsNotTold() {
        assertThat(shop.refusedWith(
                        "STOCK_SOURCE_PASSWORD", "opensesame-1", 1, "ingest", shop.file("shop"), "--now", NEXT))
                .startsWith("varve: Cannot connect to the source at jdbc:mysql://127.0.0.1:")
                .endsWith("/it_bad_file as user 'varve': access denied. Check the user and the password.");
        assertThat(shop.refusedWith("WAREHOUSE_PASSWORD", "opensesame-2", 1, "load", shop.file("shop")))
                .startsWith("varve: Cannot connect to the warehouse at jdbc:postgresql://127.0.0.1:")
                .endsWith("/it_bad_file as user 'varve': access denied. Check the user and the password.");
    }

    @Test
    void aPasswordInAUrlIsNotTold() {
        String message = shop.refusedWith(
                "STOCK_SOURCE_URL",
                "jdbc:mysql://varve:opensesame-3@127.0.0.1:1/x?password=opensesame-4",
                1,
                "ingest",
                shop.file("shop"),
                "--now",
                NEXT);
        assertThat(message)
                .contains("jdbc:mysql://127.0.0.1:1/x as user 'varve'")
                .doesNotContain("opensesame");
        assertThat(Shop.log()).doesNotContain("opensesame");
    }

    @Test
    void anUnknownPipelineIsNamedWithThoseThereAre() {
        shop.file("shop");
        String folder = shop.fixture().folder().toString();
        assertThat(shop.refused(2, "run", "nowhere", "--pipelines", folder))
                .startsWith(
                        "varve: Cannot find pipeline 'nowhere': there is no " + folder + "/nowhere.yaml. Known are: ")
                .contains("shop");
    }

    @Test
    void aDateThatIsNoneIsNamed() {
        assertThat(shop.refused(2, "ingest", shop.file("shop"), "--as-of", "2026-13-45"))
                .isEqualTo("varve: Cannot use --as-of '2026-13-45': it is no date such as 2026-11-20."
                        + " Correct it, or leave it out.");
    }

    @Test
    void anInstantThatIsNoneIsNamed() {
        assertThat(shop.refusedInLines(2, "ingest", shop.file("shop"), "--now", "xyz"))
                .containsExactly(
                        "varve: Invalid value for option '--now': 'xyz' is no instant such as 2026-11-21T00:30:00Z",
                        "Try 'varve ingest --help'.");
    }

    @Test
    void anIntervalThatIsNotOverIsRefused() {
        assertThat(shop.refused(2, "ingest", shop.file("shop"), "--now", NEXT, "--as-of", "2026-03-03"))
                .isEqualTo("varve: Cannot ingest pipeline shop as of 2026-03-03: that is not over at the read point"
                        + " 2026-03-03T00:30:00Z. Use --as-of 2026-03-02 or wait.");
    }

    @Test
    void anUnknownTableToApproveIsNamed() {
        assertThat(shop.refused(2, "ingest", shop.file("shop"), "--now", NEXT, "--approve-deletes", "Itme"))
                .isEqualTo("varve: Cannot approve deletes of 'Itme': pipeline shop has no such table (it has [Item]).");
    }

    @Test
    void anUnknownFieldIsNamedWithItsLine() {
        String file = shop.changed("unknown_field", "schedule: daily", "schedule: daily\nscedule: weekly");
        assertThat(shop.refused(2, "validate", file))
                .startsWith("varve: Cannot read " + file + ":3: scedule is no known field here (known: pipeline, ");
    }

    @Test
    void anUnsetVariableIsNamedWithItsLine() {
        String file = shop.changed("unset", "${LAKE_RAW}", "${NOBODY_SETS_THIS}");
        assertThat(shop.refused(2, "run", file))
                .isEqualTo("varve: Cannot read " + file + ":12: lake.raw needs the variable NOBODY_SETS_THIS, which is"
                        + " not set. Set it: the sandbox, which is up, has no such variable.");
    }

    @Test
    void aTableThatDoesNotExistIsNamed() {
        assertThat(shop.refused(2, "ingest", shop.changed("no_table", "Item", "Itme"), "--now", NEXT))
                .startsWith("varve: Cannot read table Itme: jdbc:mysql://127.0.0.1:")
                .contains("has no such table, or may not see it.");
    }

    @Test
    void aKeyColumnThatDoesNotExistIsNamed() {
        String file = shop.changed("no_key", "key: item_id\n    capture", "key: itme_id\n    capture");
        for (String command : new String[] {"ingest", "validate"}) {
            assertThat(shop.refused(2, command, file))
                    .isEqualTo("varve: Cannot read table Item: it has no column 'itme_id' (it has"
                            + " [item_id, twin, code, name, price]). Correct the pipeline file.");
        }
    }

    @Test
    void aCursorColumnThatDoesNotExistIsNamed() {
        String file = shop.changed("no_cursor", "capture: snapshot_diff", "capture: cursor\n    cursor: changed");
        assertThat(shop.refused(2, "ingest", file))
                .startsWith("varve: Cannot read table Item: it has no column 'changed'");
    }

    @Test
    void aWarehouseTableThatLacksAColumnIsNamed() {
        String file = shop.changed("lacks", "SELECT item_id,", "SELECT twin AS colour, item_id,");
        assertThat(shop.refused(2, "validate", file))
                .isEqualTo(
                        "varve: Cannot validate item_dim of pipeline shop: shop.item_dim lacks the columns [colour]. Add a"
                                + " migration for it, then run 'varve validate shop'.");
    }
}
