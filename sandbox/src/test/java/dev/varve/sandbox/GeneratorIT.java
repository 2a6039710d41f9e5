package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.datagen.GeneratorEvents;
import dev.varve.datagen.StockGenerator;
import dev.varve.datagen.StockPlan;
import dev.varve.datagen.StockSchema;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a generated day gets into the server: as a stream, in batches where the server takes none, as a whole or not at all. */
class GeneratorIT {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
    private static final StockPlan PLAN =
            StockPlan.defaults().withUsers(60).withStocks(20).withTransactionsPerDay(20_000);
    private static final StockPlan SMALL = PLAN.withTransactionsPerDay(300);
    private static final String ROWS = "SELECT * FROM `Transaction` ORDER BY transaction_id";
    /** Fields and ids that a text format could break on. */
    private static final List<String> HOSTILE =
            List.of("a\tb", "\\", "\\N", "\\t", "NULL", "N", "x\ny", "'\"`;", "-- x", "😀é", "a,b", "\r", "$$");

    private PipelineFixture fixture;

    @BeforeEach
    void open() {
        fixture = PipelineFixture.fresh("generator");
    }

    @AfterEach
    void close() {
        Rows.execute(fixture.source(), "SET GLOBAL local_infile = ON");
        fixture.close();
    }

    @Test
    void serverWithoutStreamsGetsTheSameRowsInBatchesAndANote() {
        Notes streamed = generate(PLAN, DAY);
        List<String> rows = Rows.of(fixture.source(), ROWS);
        assertThat(rows).hasSize(20_000);
        assertThat(streamed.notes).isEmpty();
        assertThat(streamed.written).isEqualTo(20_000);

        drop();
        Rows.execute(fixture.source(), "SET GLOBAL local_infile = OFF");
        Notes batched = generate(PLAN, DAY);

        assertThat(Rows.of(fixture.source(), ROWS)).isEqualTo(rows);
        assertThat(batched.written).isEqualTo(20_000);
        assertThat(batched.notes)
                .singleElement()
                .asString()
                .startsWith("The server takes no LOAD DATA LOCAL (")
                .contains("local infile capability")
                .endsWith(
                        "), so the transactions go in by INSERT, which is slower. SET GLOBAL local_infile = ON allows it.");
    }

    @Test
    void smallDayInBatchesIsNotWorthANote() {
        Rows.execute(fixture.source(), "SET GLOBAL local_infile = OFF");

        assertThat(generate(SMALL, DAY).notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NO_BACKSLASH_ESCAPES", "ANSI", "STRICT_ALL_TABLES,TRADITIONAL"})
    void hostileIdsArriveAsTheyAre(String mode) throws Exception {
        generate(SMALL, DAY);
        Rows.execute(fixture.source(), "SET sql_mode = '" + mode + "'", "DELETE FROM Stock");
        try (var insert = fixture.source().prepareStatement("INSERT INTO Stock (stock_id, price) VALUES (?, 9)")) {
            for (String stockId : HOSTILE) {
                insert.setString(1, stockId);
                insert.executeUpdate();
            }
        }

        generate(SMALL, DAY.plusDays(1));

        assertThat(Rows.of(
                        fixture.source(),
                        "SELECT DISTINCT BINARY stock_id FROM `Transaction` WHERE transaction_id > 300"))
                .hasSizeGreaterThan(HOSTILE.size() / 2)
                .isSubsetOf(HOSTILE);
        assertThat(Rows.number(fixture.source(), "SELECT COUNT(*) FROM `Transaction` WHERE transaction_id > 300"))
                .isEqualTo(300);
    }

    @Test
    void rowThatTheServerWouldBendUndoesTheDay() {
        generate(SMALL, DAY);
        Rows.execute(
                fixture.source(),
                "UPDATE `Transaction` SET quantity = 1",
                "ALTER TABLE `Transaction` MODIFY quantity TINYINT UNSIGNED");

        assertThatThrownBy(() -> generate(SMALL, DAY.plusDays(1)))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot generate 2026-11-02: the server took 300 of 300 transactions and says:"
                        + " Out of range value for column 'quantity' at row ")
                .hasMessageEndingWith(". Correct the cause and run it again.");
        assertOneDay(300);

        Rows.execute(fixture.source(), "ALTER TABLE `Transaction` MODIFY quantity INT");
        assertThat(generate(SMALL, DAY.plusDays(1)).written).isEqualTo(300);
    }

    @Test
    @Timeout(120)
    void killedGeneratorLeavesNothingAndTheDayCanBeGeneratedAgain() throws IOException, InterruptedException {
        assertThat(KilledGenerator.at(fixture, DAY)).as("killed at work").isTrue();

        generate(SMALL, DAY);

        assertOneDay(300);
        assertThat(Rows.number(fixture.source(), "SELECT MAX(transaction_id) FROM `Transaction`"))
                .isEqualTo(300);
    }

    @Test
    void idsThatDoNotFitAreRefusedBeforeAnythingIsWritten() {
        generate(SMALL, DAY);
        Rows.execute(
                fixture.source(), "INSERT INTO `Transaction` (transaction_id, stock_id) VALUES (2147483000, 'ABC')");

        Outcome two = command("--days=2", "--transactions-per-day=400");

        assertThat(two.code()).isEqualTo(3);
        assertThat(two.err().strip())
                .isEqualTo(
                        "varve: Cannot generate 2026-11-02: transaction_id is an INT, and after 2147483000 there is no"
                                + " room for 800 more. Ask for fewer, or start with an empty database.");
        assertOneDay(301);

        assertThat(command("--transactions-per-day=400").code()).isZero();
        assertThat(Rows.number(fixture.source(), "SELECT MAX(transaction_id) FROM `Transaction`"))
                .isEqualTo(2_147_483_400);
    }

    @Test
    void usersThatDoNotFitAreRefusedBeforeATransactionIsWritten() {
        generate(SMALL, DAY);
        Rows.execute(fixture.source(), "INSERT INTO `User` (user_id) VALUES (2147483646)");
        Notes heard = new Notes();

        assertThatThrownBy(() -> new StockGenerator(fixture.source(), SMALL, heard).generate(DAY.plusDays(1)))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot generate 2026-11-02: user_id is an INT, and after 2147483646 there is no room for 1"
                        + " more. Ask for fewer, or start with an empty database.");

        assertThat(heard.written).isZero();
        assertOneDay(300);
    }

    /** A server can ask for any file in the middle of any statement; the connection offers streams only. */
    @Test
    void noFileLeavesThisMachine() {
        Rows.execute(fixture.source(), "CREATE TABLE sent (line TEXT)");

        assertThatThrownBy(
                        () -> Rows.execute(fixture.source(), "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE sent"))
                .rootCause()
                .hasMessageContaining("allowLoadLocalInfileInPath");
        assertThat(Rows.of(fixture.source(), "SELECT * FROM sent")).isEmpty();
    }

    private Outcome command(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("datagen", "stock", "--day", DAY.plusDays(1).toString()));
        arguments.addAll(List.of(more));
        return fixture.run(arguments.toArray(String[]::new));
    }

    private Notes generate(StockPlan plan, LocalDate day) {
        Notes notes = new Notes();
        new StockGenerator(fixture.source(), plan, notes).generate(day);
        return notes;
    }

    private void drop() {
        StockSchema.drop(fixture.source());
    }

    private void assertOneDay(int transactions) {
        assertThat(Rows.of(fixture.source(), "SELECT day FROM datagen_day")).containsExactly(DAY.toString());
        assertThat(Rows.number(fixture.source(), "SELECT COUNT(*) FROM `Transaction`"))
                .isEqualTo(transactions);
    }

    private static final class Notes implements GeneratorEvents {
        private final List<String> notes = new ArrayList<>();
        private int written;

        @Override
        public void written(int transactions) {
            written += transactions;
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }
    }
}
