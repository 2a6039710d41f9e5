package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that changes its shape or takes rights away between two days, and what is right again once that is undone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SourceTroubleIT {
    private static final String NEXT = "2026-03-06T00:30:00Z";

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open("source_trouble");
        Rows.execute(shop.fixture().source(), "CREATE TABLE item (item_id INT PRIMARY KEY, other INT)"); // not Item
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ADD COLUMN colour VARCHAR(9)        | DROP COLUMN colour              | colour varchar(9) is new
        RENAME COLUMN name TO label         | RENAME COLUMN label TO name     | name varchar(40) is gone, label varchar(40) is new
        RENAME COLUMN name TO Name          | RENAME COLUMN Name TO name      | name varchar(40) is gone, Name varchar(40) is new
        RENAME COLUMN item_id TO id         | RENAME COLUMN id TO item_id     | item_id int(11) is gone, id int(11) is new
        MODIFY price DECIMAL(12,3)          | MODIFY price DECIMAL(8,2)       | price was decimal(8,2) and is decimal(12,3)
        MODIFY code INT FIRST               | MODIFY code INT AFTER twin      | they stand in another order
        """)
    @Order(1)
    void aChangedColumnIsToldAsWhatItIs(String change, String undo, String difference) {
        Rows.execute(shop.fixture().source(), "ALTER TABLE Item " + change);
        try {
            assertThat(shop.refused(3, "run", shop.file("shop"), "--now", NEXT))
                    .isEqualTo("varve: Cannot ingest table Item: its columns changed: " + difference
                            + ". Following a changed schema is not possible yet: restore the columns, or the account's"
                            + " right to see them. Nothing was read.");
        } finally {
            Rows.execute(shop.fixture().source(), "ALTER TABLE Item " + undo);
        }
    }

    @Test
    @Order(1)
    void aDroppedTableIsNamed() {
        Rows.execute(shop.fixture().source(), "RENAME TABLE Item TO Away");
        try {
            assertThat(shop.refused(2, "run", shop.file("shop"), "--now", NEXT))
                    .startsWith("varve: Cannot read table Item: jdbc:mysql://127.0.0.1:")
                    .endsWith("has no such table, or may not see it. Correct the pipeline file or grant SELECT.");
        } finally {
            Rows.execute(shop.fixture().source(), "RENAME TABLE Away TO Item");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT ON item                               | 2 | has no such table, or may not see it. Correct the pipeline file or grant SELECT.
        SELECT (item_id, twin, name, price) ON Item  | 3 | : code int(11) is gone.
        INSERT ON Item                               | 1 | SELECT command denied to user
        """)
    @Order(1)
    void aRightThatIsMissingIsTold(String right, int code, String reason) {
        String user = "varve_blind";
        String password = TestServers.shared().source().password().reveal();
        Rows.execute(
                shop.fixture().source(),
                "DROP USER IF EXISTS " + user,
                "CREATE USER " + user + " IDENTIFIED BY '" + password + "'",
                "GRANT " + right + " TO " + user);
        try {
            assertThat(shop.refusedWith("STOCK_SOURCE_USER", user, code, "run", shop.file("shop"), "--now", NEXT))
                    .startsWith("varve: Cannot ")
                    .contains("table Item: ", reason);
        } finally {
            Rows.execute(shop.fixture().source(), "DROP USER " + user);
        }
    }

    @Test
    @Order(2)
    void aViewOfTheSameNameIsReadAsTheTableWas() {
        Rows.execute(shop.fixture().source(), "RENAME TABLE Item TO Base", "CREATE VIEW Item AS SELECT * FROM Base");
        Outcome night = shop.fixture().run("run", shop.file("shop"), "--now", NEXT);
        assertThat(night.err()).isEmpty();
        assertThat(night.out()).contains("3 rows read: 0 inserted, 0 updated, 0 deleted, 3 unchanged");
    }

    @Test
    @Order(3)
    void aLabelBetweenTwoManifestsWasBridgedByTheSecond() {
        assertThat(shop.refused(3, "run", shop.file("shop"), "--as-of", "2026-03-03", "--now", "2026-03-07T00:30:00Z"))
                .isEqualTo(
                        "varve: Cannot ingest pipeline shop as of 2026-03-03: manifest 2 as of 2026-03-05 has bridged"
                                + " it already, and a missed interval is never filled in later. Its changes come with the next"
                                + " interval; a --now must be after 2026-03-06T00:30:00Z.");
    }

    @Test
    @Order(3)
    void aLabelThatIsThereIsNotReadAgain() {
        Outcome again = shop.fixture().run("ingest", shop.file("shop"), "--as-of", "2026-03-05", "--now", NEXT);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("nothing to do: 2026-03-05 is manifest 2 already");
        assertThat(shop.fixture().history("shop").entries()).hasSize(2);
    }
}
