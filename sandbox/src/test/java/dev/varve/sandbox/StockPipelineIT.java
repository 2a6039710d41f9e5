package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Counts;
import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four generated days of the stock platform, one run a night. */
class StockPipelineIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2); // a Monday: no weekly reconcile falls within
    private static final int DAYS = 4;

    private static final List<Long> transactionsSeen = new ArrayList<>();
    private static PipelineFixture fixture;
    private static List<Manifest> manifests;

    @BeforeAll
    static void playTheDays() {
        fixture = PipelineFixture.fresh("stock_days");
        for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(DAYS)); day = day.plusDays(1)) {
            StockDays.generate(fixture, day);
            transactionsSeen.add(Rows.number(fixture.source(), "SELECT COUNT(*) FROM `Transaction`"));
            Outcome night = StockDays.night(fixture, "run", day);
            assertThat(night.err()).isEmpty();
            assertThat(night.code()).isZero();
            assertThat(night.out()).contains("commit   manifest ").contains("as of " + day);
        }
        manifests = fixture.history("stock").entries().stream()
                .map(entry -> entry.manifest())
                .toList();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static TableManifest table(int manifest, String name) {
        return manifests.get(manifest - 1).table(name).orElseThrow();
    }

    @Test
    void theFirstReadOfEveryTableIsInitial() {
        for (String name : List.of("Stock", "User", "Transaction")) {
            TableManifest table = table(1, name);
            assertThat(table.read()).isEqualTo(TableManifest.Read.INITIAL);
            assertThat(table.snapshot()).isTrue();
            assertThat(table.counts())
                    .isEqualTo(new Counts(table.counts().read(), table.counts().read(), 0, 0, 0));
        }
        assertThat(table(1, "Stock").counts().read())
                .isEqualTo(Rows.number(fixture.source(), "SELECT stocks FROM datagen_day ORDER BY day LIMIT 1"));
        assertThat(table(1, "Transaction").counts().read()).isEqualTo(transactionsSeen.get(0));
    }

    @Test
    void laterReadsOfTransactionsCoverTheDayAndTheOverlap() {
        for (int manifest = 2; manifest <= DAYS; manifest++) {
            Instant from = Instant.parse(table(manifest - 1, "Transaction")
                            .watermark()
                            .orElseThrow()
                            .toString())
                    .minusSeconds(3600);
            long expected = Rows.number(
                    fixture.source(),
                    "SELECT COUNT(*) FROM `Transaction` WHERE transaction_date >= '%s' AND transaction_id <= %d"
                            .formatted(
                                    from.toString().replace("T", " ").replace("Z", ""),
                                    transactionsSeen.get(manifest - 1)));
            TableManifest table = table(manifest, "Transaction");
            long inserted = transactionsSeen.get(manifest - 1) - transactionsSeen.get(manifest - 2);
            assertThat(inserted).isEqualTo(200);
            assertThat(expected).isGreaterThan(inserted);
            assertThat(table.read()).isEqualTo(TableManifest.Read.INCREMENTAL);
            assertThat(table.counts()).isEqualTo(new Counts(expected, inserted, 0, 0, expected - inserted));
            assertThat(table.snapshot()).isFalse();
        }
    }

    @Test
    void theWatermarkIsTheNewestTransaction() {
        assertThat(table(DAYS, "Transaction").watermark().orElseThrow().toString())
                .isEqualTo(Rows.of(
                                fixture.source(),
                                "SELECT DATE_FORMAT(MAX(transaction_date), '%Y-%m-%dT%H:%i:%sZ') FROM `Transaction`")
                        .get(0));
    }

    @Test
    void countsOfEveryTableAddUpToWhatTheSourceHolds() {
        for (int manifest = 2; manifest <= DAYS; manifest++) {
            assertThat(manifests.get(manifest - 1).tables().values())
                    .allSatisfy(table -> assertThat(table.counts().addUp()).isTrue());
            Counts stocks = table(manifest, "Stock").counts();
            assertThat(stocks.read())
                    .isEqualTo(Rows.number(
                            fixture.source(),
                            "SELECT stocks FROM datagen_day WHERE day = '%s'".formatted(FIRST.plusDays(manifest - 1))));
            assertThat(stocks.read() - table(manifest - 1, "Stock").counts().read())
                    .isEqualTo(stocks.inserted() - stocks.deleted());
        }
    }

    @Test
    void currentMembersAreTheSourcesRows() {
        assertThat(warehouse("SELECT stock_id, company, category, price FROM stock.stock_dim WHERE is_current"))
                .containsExactlyInAnyOrderElementsOf(source("SELECT stock_id, company, category, price FROM Stock"));
        assertThat(warehouse("SELECT user_id, name, email FROM stock.user_dim WHERE is_current"))
                .containsExactlyInAnyOrderElementsOf(source("SELECT user_id, name, email FROM `User`"));
    }

    @Test
    void everyFactIsItsSourceRow() {
        assertThat(warehouse("""
                        SELECT f.transaction_id, u.user_id, s.stock_id, f.quantity,
                               to_char(f.transaction_date, 'YYYY-MM-DD HH24:MI:SS'), f.source_deleted_at
                        FROM stock.transaction_fact f
                        JOIN stock.user_dim u ON u.sk_user_id = f.fk_user_id
                        JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
                        """)).containsExactlyInAnyOrderElementsOf(source("""
                        SELECT transaction_id, user_id, stock_id, quantity,
                               DATE_FORMAT(transaction_date, '%Y-%m-%d %H:%i:%s'), NULL FROM `Transaction`
                        """));
    }

    @Test
    void everyForeignKeyIsTheVersionOfTheEventsTime() {
        assertThat(warehouse("""
                        SELECT f.transaction_id, s.valid_from, s.valid_to, u.valid_from, u.valid_to
                        FROM stock.transaction_fact f
                        JOIN varve.load l ON l.as_of = f.loaded_as_of
                        JOIN stock.user_dim u ON u.sk_user_id = f.fk_user_id
                        JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
                        CROSS JOIN LATERAL (SELECT least(f.transaction_date, l.read_point - interval '1 microsecond') AS at) e
                        WHERE e.at < s.valid_from OR e.at >= s.valid_to OR e.at < u.valid_from OR e.at >= u.valid_to
                        """)).isEmpty();
        assertThat(warehouse("SELECT sum(gaps), sum(inferred) FROM varve.load_table"))
                .containsExactly("0 | 0");
    }

    @Test
    void thePriceBehindAFactIsThatOfItsDay() {
        List<String> behindFacts = warehouse("""
                SELECT f.transaction_id, s.price FROM stock.transaction_fact f
                JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
                """);
        assertThat(behindFacts).hasSize(200 * DAYS).containsExactlyInAnyOrderElementsOf(source("""
                        SELECT t.transaction_id, p.price FROM `Transaction` t
                        JOIN datagen_price p ON p.stock_id = t.stock_id AND p.day = DATE(t.transaction_date)
                        """));
    }

    @Test
    void theSameNightAgainChangesNoRow() {
        List<String> before = StockStar.everything(fixture.warehouse());
        Outcome again = StockDays.night(fixture, "run", FIRST.plusDays(DAYS - 1));
        assertThat(again.code()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(again.out().lines())
                .satisfiesExactly(
                        ingest -> assertThat(ingest)
                                .startsWith("ingest   nothing to do: 2026-03-05 is manifest 4 already"),
                        load -> assertThat(load)
                                .startsWith("load     nothing to do: the warehouse holds all 4 manifests"));
        assertThat(StockStar.everything(fixture.warehouse())).isEqualTo(before);
        assertThat(fixture.history("stock").entries()).hasSize(DAYS);
    }

    @Test
    void statusAndValidateSayThatAllIsThere() {
        Outcome status = fixture.run("status", "stock", "--pipelines", "../pipelines");
        assertThat(status.code()).isZero();
        assertThat(status.err()).isEmpty();
        assertThat(status.out())
                .contains("lake       4 manifests, the last as of 2026-03-05, read point 2026-03-06T00:30:00Z")
                .contains("warehouse  4 loaded, 0 waiting, the last as of 2026-03-05, loaded at ")
                .containsPattern("transaction_fact +800 rows, 800 current, 0 inferred")
                .containsPattern(
                        "(?m)^ +Transaction +cursor +2026-03-06T00:30:00Z .* 2026-03-05T\\d\\d:\\d\\d:\\d\\dZ$")
                .contains("manifest 4 as of 2026-03-05, read point 2026-03-06T00:30:00Z, loaded at ")
                .containsPattern("Transaction +incremental +\\d+ rows read: 200 inserted")
                .containsPattern("transaction_fact +200 facts inserted")
                .doesNotContain("manifest 1 as of");
        assertThat(status.out().lines()).allMatch(line -> line.length() <= 120 || line.startsWith("pipeline"));
        Outcome validate = fixture.run("validate", "stock", "--pipelines", "../pipelines");
        assertThat(validate.code()).isZero();
        assertThat(validate.err()).isEmpty();
        assertThat(validate.out()).contains("dimension stock_dim: all 12 columns are in stock.stock_dim", "valid\n");
    }

    @Test
    void queriesOfTheModelPageFindRows() throws IOException {
        String queries = Files.readString(Path.of("../docs/model.md")).split("\n## Queries\n", 2)[1];
        List<String> blocks = Pattern.compile("(?ms)^```sql\n(.*?)^```$")
                .matcher(queries)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThan(3)
                .allSatisfy(sql -> assertThat(warehouse(sql)).isNotEmpty());
    }

    @Test
    void portfolioValueIsSharesTimesTheDaysClosingPrice() {
        assertThat(warehouse("SELECT user_id, day, value FROM stock.portfolio_value"))
                .hasSizeGreaterThan(DAYS)
                .containsExactlyInAnyOrderElementsOf(source("""
                        SELECT t.user_id, d.day, SUM(t.quantity * (
                            SELECT p.price FROM datagen_price p WHERE p.stock_id = t.stock_id AND p.day <= d.day
                            ORDER BY p.day DESC LIMIT 1))
                        FROM datagen_day d JOIN `Transaction` t ON t.transaction_date < d.day + INTERVAL 1 DAY
                        WHERE t.user_id IS NOT NULL GROUP BY t.user_id, d.day
                        """));
    }

    private static List<String> warehouse(String sql) {
        return Rows.of(fixture.warehouse(), sql);
    }

    private static List<String> source(String sql) {
        return Rows.of(fixture.source(), sql);
    }
}
