package dev.varve.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.capture.CapturedReads.Found;
import dev.varve.lake.Counts;
import dev.varve.lake.Manifests;
import dev.varve.lake.Sessions;
import dev.varve.lake.TableManifest.Read;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Cursors;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Overlap;
import dev.varve.pipeline.Reconcile;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Column;
import dev.varve.source.CursorValue;
import dev.varve.source.TableSchema;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a cursor finds, read after read; each test is one table on 2 March 2026, and times are those of that day or of the next.
 * A row is its key, its name and its cursor.
 */
class CursorReadsTest {
    private static final TableSchema PART = new TableSchema(
            "Part",
            List.of(
                    new Column("id", "int", "int"),
                    new Column("name", "varchar(40)", "string"),
                    new Column("at", "timestamp", "timestamp")));

    /** With the times of a row's last change and of its insert. */
    private static final TableSchema LOG = new TableSchema(
            "Log",
            List.of(
                    new Column("id", "int", "int"),
                    new Column("text", "varchar(40)", "string"),
                    new Column("changed", "timestamp", "timestamp"),
                    new Column("created", "timestamp", "timestamp")));

    private static SparkSession spark;

    @BeforeAll
    static void openSession() {
        spark = Sessions.open();
        Sessions.suit(spark, Manifests.history(Manifests.manifest(1, Map.of())), 0); // as on a small day
    }

    @AfterAll
    static void closeSession() {
        spark.stop();
    }

    @Test
    void aRowOfTheSameInstantAsTheNewestIsFoundByTheNextRead() {
        CapturedReads reads = reads("PT0S");
        assertThat(reads.at(at("10:00"), List.of(row(1, "a", "09:00"))).watermark())
                .contains(mark("09:00"));

        Found next = reads.at(at("11:00"), List.of(row(1, "a", "09:00"), row(2, "b", "09:00")));

        assertThat(next.extent()).isEqualTo(Read.INCREMENTAL);
        assertThat(next.counts()).isEqualTo(new Counts(2, 1, 0, 0, 1));
        assertThat(next.changes()).containsExactly("insert 2 " + at("10:00") + " moved");
    }

    /** The cursor tells seconds, and the read falls between two changes of one second. */
    @Test
    void aSecondChangeWithinTheSecondThatWasReadIsFound() {
        CapturedReads reads = reads("PT0S");
        reads.at(at("09:00"), List.of(row(1, "a", "08:00")));
        reads.at(at("10:00:00.500"), List.of(row(1, "b", "10:00")));

        Found next = reads.at(at("11:00"), List.of(row(1, "c", "10:00")));

        assertThat(next.changes()).containsExactly("update 1 " + at("10:00:00.500") + " moved");
        assertThat(reads.state()).containsExactly("1 | c | " + at("10:00:00"));
    }

    @Test
    void aRowThatWasCommittedAnHourLateIsFoundByALongerOverlap() {
        CapturedReads reads = reads("PT61M");
        reads.at(at("10:00"), List.of(row(1, "a", "10:00")));

        Found next = reads.at(at("11:00"), List.of(row(1, "a", "10:00"), row(2, "open since nine", "09:00")));

        assertThat(next.extent()).isEqualTo(Read.INCREMENTAL);
        assertThat(next.changes()).containsExactly("insert 2 " + at("10:00") + " moved");
    }

    @Test
    void aRowThatWasCommittedLaterThanTheOverlapIsLeftToTheReconcile() {
        CapturedReads reads = reads("PT59M");
        List<Row> rows = List.of(row(1, "a", "10:00"), row(2, "open since nine", "09:00"));
        reads.at(at("10:00"), rows.subList(0, 1));

        assertThat(reads.at(at("11:00"), rows).counts()).isEqualTo(new Counts(1, 0, 0, 0, 1));

        Found reconcile = reads.at("2026-03-03T00:30:00Z", rows);
        assertThat(reconcile.extent()).isEqualTo(Read.COMPLETE);
        assertThat(reconcile.changes()).containsExactly("insert 2 " + at("11:00") + " interval");
    }

    @Test
    void aClockThatIsBehindIsReadThroughTheOverlapAndDatedAtThePreviousRead() {
        CapturedReads reads = reads("PT1H");
        reads.at(at("10:00"), List.of(row(1, "a", "09:50"), row(2, "b", "08:00")));

        Found next = reads.at(at("11:00"), List.of(row(1, "a", "09:50"), row(2, "of ten past ten", "09:10")));

        assertThat(next.changes()).containsExactly("update 2 " + at("10:00") + " moved");
        assertThat(next.watermark()).contains(mark("09:50"));
    }

    @Test
    void aClockThatIsAheadDoesNotMoveTheWatermark() {
        CapturedReads reads = reads("PT1H");
        Row ahead = row(2, "b", "23:00");
        assertThat(reads.at(at("10:00"), List.of(row(1, "a", "09:30"), ahead)).watermark())
                .contains(mark("09:30"));

        Found next = reads.at(at("12:00"), List.of(row(1, "a", "09:30"), ahead, row(3, "c", "11:00")));
        assertThat(next.counts()).isEqualTo(new Counts(3, 1, 0, 0, 2));
        assertThat(next.changes()).containsExactly("insert 3 " + at("11:00") + " exact");

        Found later = reads.at(at("13:00"), List.of(row(1, "a", "09:30"), row(2, "bb", "23:00"), row(3, "c", "11:00")));
        assertThat(later.changes()).containsExactly("update 2 " + at("13:00") + " moved");
        assertThat(later.watermark()).contains(mark("11:00"));
    }

    @Test
    void aWatermarkNeverGoesBack() {
        CapturedReads reads = reads("PT1H");
        reads.at(at("10:00"), List.of(row(1, "a", "09:00"), row(2, "b", "09:30")));

        Found next = reads.at(at("11:00"), List.of(row(1, "a", "09:00"))); // the newest is gone

        assertThat(next.counts().read()).isEqualTo(1);
        assertThat(next.watermark()).contains(mark("09:30"));
    }

    /** The next day's first read is one read of all rows: none falls between what a cursor and what a comparison finds. */
    @Test
    void aReconcileFindsInOneReadWhatTheCursorTellsAndWhatItDoesNot() {
        CapturedReads reads = reads("PT1H");
        reads.at(
                at("10:00"),
                List.of(row(1, "a", "09:00"), row(2, "b", "09:00"), row(3, "c", "09:00"), row(4, "d", null)));

        Found next = reads.at(
                "2026-03-03T00:30:00Z",
                List.of(row(1, "aa", "20:00"), row(2, "bb", "09:00"), row(4, "dd", null), row(5, "e", "21:00")));

        assertThat(next.changes())
                .containsExactly(
                        "delete 3 2026-03-03T00:30:00Z interval",
                        "insert 5 " + at("10:00") + " interval",
                        "update 1 " + at("20:00") + " exact",
                        "update 2 " + at("10:00") + " interval",
                        "update 4 " + at("10:00") + " interval");
        assertThat(next.watermark()).contains(mark("21:00"));
    }

    @Test
    void aNewRowIsDatedByItsInsertAndAChangedOneByItsChange() {
        CapturedReads reads = log(Optional.of("changed"), Optional.empty());
        reads.at(at("10:00"), List.of(entry(1, "a", "09:00", "08:00"), entry(2, "b", null, "09:30")));

        Found next = reads.at(
                at("12:00"),
                List.of(
                        entry(1, "aa", "11:00", "08:00"),
                        entry(2, "b", null, "09:30"),
                        entry(3, "c", "11:45", "11:30"), // changed since
                        entry(4, "d", null, "11:40"), // never changed
                        entry(5, "e", "11:50", null),
                        entry(6, "f", null, null)));

        assertThat(next.extent()).isEqualTo(Read.INCREMENTAL);
        assertThat(next.changes())
                .containsExactly(
                        "insert 3 " + at("11:30") + " exact",
                        "insert 4 " + at("11:40") + " exact",
                        "insert 5 " + at("11:50") + " exact",
                        "insert 6 " + at("10:00") + " interval",
                        "update 1 " + at("11:00") + " exact");
        assertThat(next.watermark()).contains(mark("11:50"));
    }

    @Test
    void aCompleteReadDatesANewRowByItsInsertToo() {
        CapturedReads reads = log(Optional.of("changed"), Optional.empty());
        reads.at(at("10:00"), List.of(entry(1, "a", null, "08:00")));

        Found reconcile = reads.at(
                "2026-03-03T00:30:00Z",
                List.of(
                        entry(1, "aa", "20:00", "08:00"),
                        entry(2, "b", "22:00", "21:00"),
                        entry(3, "c", "21:00", "07:00"), // committed late, or it returned
                        entry(4, "d", "21:00", null)));

        assertThat(reconcile.extent()).isEqualTo(Read.COMPLETE);
        assertThat(reconcile.changes())
                .containsExactly(
                        "insert 2 " + at("21:00") + " exact",
                        "insert 3 " + at("10:00") + " moved",
                        "insert 4 " + at("10:00") + " interval",
                        "update 1 " + at("20:00") + " exact");
    }

    /** A row that was never updated is known by its insert, and is not read for ever. */
    @Test
    void aRowWithoutAChangeIsReadFromItsInsertOn() {
        CapturedReads reads = log(Optional.of("changed"), Optional.of(new Overlap.Time(Duration.ZERO)));
        Row old = entry(1, "a", null, "08:00");
        reads.at(at("10:00"), List.of(old, entry(2, "b", null, "09:30")));

        Found next = reads.at(at("11:00"), List.of(old, entry(2, "b", null, "09:30"), entry(3, "c", null, "10:30")));

        assertThat(next.counts()).isEqualTo(new Counts(2, 1, 0, 0, 1));
    }

    @Test
    void insertsAloneMayHaveATimeAndAnUpdateIsOfTheInterval() {
        CapturedReads reads = log(Optional.empty(), Optional.empty());
        reads.at(at("10:00"), List.of(entry(1, "a", null, "09:30")));

        Found next = reads.at(at("11:00"), List.of(entry(1, "aa", null, "09:30"), entry(2, "b", null, "10:30")));

        assertThat(next.extent()).isEqualTo(Read.INCREMENTAL);
        assertThat(next.changes())
                .containsExactly("insert 2 " + at("10:30") + " exact", "update 1 " + at("10:00") + " interval");
        assertThat(next.watermark()).contains(mark("10:30"));
    }

    @Test
    void increasingNumbersFindInsertsAndTheReconcileTheRest() {
        CapturedReads reads = log(Optional.of("id"), Optional.of(new Overlap.Numbers(2)));
        List<Row> first =
                List.of(entry(1, "a", null, "08:00"), entry(5, "e", null, "09:00"), entry(7, "g", null, null));
        assertThat(reads.at(at("10:00"), first).watermark()).contains(number(7));

        Found next = reads.at(
                at("11:00"),
                List.of(
                        entry(1, "unseen", null, "08:00"),
                        entry(4, "too late", null, "10:10"),
                        entry(5, "e", null, "09:00"),
                        entry(6, "late", null, "10:20"),
                        entry(7, "g", null, null),
                        entry(8, "h", null, "10:40"),
                        entry(9, "i", null, null)));

        assertThat(next.extent()).isEqualTo(Read.INCREMENTAL);
        assertThat(next.counts()).isEqualTo(new Counts(5, 3, 0, 0, 2));
        assertThat(next.changes())
                .containsExactly(
                        "insert 6 " + at("10:20") + " exact",
                        "insert 8 " + at("10:40") + " exact",
                        "insert 9 " + at("10:00") + " interval");
        assertThat(next.watermark()).contains(number(9));

        Found reconcile = reads.at("2026-03-03T00:30:00Z", List.of(entry(1, "seen", null, "08:00")));
        assertThat(reconcile.changes())
                .contains("update 1 " + at("11:00") + " interval", "delete 9 2026-03-03T00:30:00Z interval");
        assertThat(reconcile.watermark()).contains(number(1)); // as after a TRUNCATE, the numbers begin anew
    }

    /** A source that vouches for a key which it does not keep: the rows would be compared with each other. */
    @Test
    void rowsThatDoNotAddUpAreRefused() {
        CapturedReads reads = reads("PT1H");
        reads.at(at("10:00"), List.of(row(1, "a", "09:00")));
        List<Row> twins = List.of(row(1, "b", "10:30"), row(1, "c", "10:30"));

        assertThatThrownBy(() -> reads.at(new MemorySource(PART, twins, List.of("id"), Instant.parse(at("11:00")))))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot ingest table Part: of 2 rows read only 0 inserted, 4 updated and 0 unchanged are"
                        + " accounted for. Nothing was written.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    private static CapturedReads reads(String overlap) {
        Capture cursor = Cursors.on("at", Duration.parse(overlap), Reconcile.DAILY, Optional.empty());
        return new CapturedReads(spark, new Table("Part", List.of("id"), cursor, 0.3), PART);
    }

    private static CursorValue mark(String time) {
        return new CursorValue.At(Instant.parse(at(time)));
    }

    private static CapturedReads log(Optional<String> cursor, Optional<Overlap> overlap) {
        Capture capture =
                new Capture.Cursor(cursor, Optional.of("created"), overlap, Reconcile.DAILY, Optional.empty());
        return new CapturedReads(spark, new Table("Log", List.of("id"), capture, 1), LOG);
    }

    private static CursorValue number(long number) {
        return new CursorValue.WholeNumber(BigInteger.valueOf(number));
    }

    private static Row entry(int id, String text, @Nullable String changed, @Nullable String created) {
        return RowFactory.create(id, text, instant(changed), instant(created));
    }

    private static Row row(int id, String name, @Nullable String at) {
        return RowFactory.create(id, name, instant(at));
    }

    private static @Nullable Instant instant(@Nullable String time) {
        return time == null ? null : Instant.parse(at(time));
    }

    private static String at(String time) {
        return "2026-03-02T" + (time.length() == 5 ? time + ":00" : time) + "Z";
    }
}
