package dev.varve.capture;

import static dev.varve.lake.Manifests.history;
import static dev.varve.lake.Manifests.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.lake.Manifests;
import dev.varve.lake.TableManifest;
import dev.varve.lake.TableManifest.Read;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Cursors;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Overlap;
import dev.varve.pipeline.Reconcile;
import dev.varve.pipeline.Schedule;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Column;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import dev.varve.source.TableSchema;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadPlanTest {
    private static final TableSchema SCHEMA = new TableSchema("User", Manifests.COLUMNS);
    private static final Column CURSOR = SCHEMA.column("updated_at");
    private static final Optional<Instant> WATERMARK = Optional.of(Instant.parse("2026-11-20T22:15:00Z"));
    private static final Instant LAST = Instant.parse("2026-11-21T00:30:00Z");
    private static final Instant READ_POINT = Instant.parse("2026-11-22T00:30:00Z");
    private static final History EMPTY = new History(List.of());

    @Test
    void firstReadIsInitial() {
        ReadPlan plan = plan(cursor(Reconcile.NEVER), EMPTY);

        assertThat(plan.read()).isEqualTo(Read.INITIAL);
        assertThat(plan.bound()).isEmpty();
        assertThat(plan.watermark()).isEmpty();
    }

    @Test
    void tableThatJoinsAPipelineLaterIsReadInitially() {
        History others = history(manifest(1, LAST, Map.of("Stock", Manifests.initial(WATERMARK))));

        assertThat(plan(cursor(Reconcile.NEVER), others).read()).isEqualTo(Read.INITIAL);
    }

    @Test
    void snapshotDiffIsCompleteEachTime() {
        ReadPlan plan = plan(new Capture.SnapshotDiff(), after(Manifests.initial(Optional.empty())));

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.bound()).isEmpty();
    }

    @Test
    void appendIsCompleteEachTimeAndItsRowsAreTheirKey() {
        Table bag = new Table("User", Capture.Append.KEY, new Capture.Append(), 0.3);
        TableManifest last = withKey(Manifests.initial(Optional.empty()), Capture.Append.KEY);

        ReadPlan plan = ReadPlan.of(bag, SCHEMA, after(last), READ_POINT, utc());

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.bound()).isEmpty();
        assertThat(plan.rowType().fieldNames())
                .containsExactly("user_id", "email", "updated_at", "varve_row", "varve_occurrence");
        assertThat(plan(new Capture.SnapshotDiff(), EMPTY).rowType().fieldNames())
                .containsExactly("user_id", "email", "updated_at");
    }

    @Test
    void aKeyedTableDoesNotBecomeABag() {
        Table bag = new Table("User", Capture.Append.KEY, new Capture.Append(), 0.3);
        History keyed = after(Manifests.initial(Optional.empty()));

        assertThatThrownBy(() -> ReadPlan.of(bag, SCHEMA, keyed, READ_POINT, utc()))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot ingest table User: its key changed from [user_id] to [varve_row, varve_occurrence]."
                        + " Restore the key, or start a new pipeline.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Varve_Row | int | int | its column Varve_Row is called as one of those that capture: append adds.",
                "tags | text[] | array<string> | its column tags is of type text[], which capture: append cannot"
                        + " compare.",
            })
    void aBagNeedsColumnsThatItCanCompare(String name, String sourceType, String lakeType, String problem) {
        Table bag = new Table("User", Capture.Append.KEY, new Capture.Append(), 0.3);
        TableSchema schema = new TableSchema("User", List.of(new Column(name, sourceType, lakeType)));

        assertThatThrownBy(() -> ReadPlan.of(bag, schema, EMPTY, READ_POINT, utc()))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read table User: " + problem + " Leave the table out of the pipeline.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void cursorReadsFromTheWatermarkLessTheOverlap() {
        ReadPlan plan = plan(cursor(Reconcile.NEVER), after(Manifests.initial(WATERMARK)));

        assertThat(plan.read()).isEqualTo(Read.INCREMENTAL);
        assertThat(plan.bound())
                .contains(new LowerBound(List.of(CURSOR), mark("2026-11-20T20:45:00Z"), ZoneOffset.UTC));
        assertThat(plan.watermark()).isEqualTo(WATERMARK.map(CursorValue.At::new));
    }

    @Test
    void watermarkIsThatOfTheLastIngestOfTheTable() {
        History history = history(
                manifest(1, LAST.minusSeconds(7200), Map.of("User", Manifests.initial(Optional.empty()))),
                manifest(2, LAST.minusSeconds(3600), Map.of("User", Manifests.incremental(1, WATERMARK))),
                manifest(3, LAST, Map.of("Stock", Manifests.initial(Optional.empty()))));

        assertThat(plan(cursor(Reconcile.NEVER), history).watermark()).isEqualTo(WATERMARK.map(CursorValue.At::new));
    }

    @Test
    void cursorWithoutAWatermarkIsReadCompletely() {
        ReadPlan plan = plan(cursor(Reconcile.NEVER), after(Manifests.initial(Optional.empty())));

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.bound()).isEmpty();
    }

    @Test
    void dueReconcileIsCompleteAndKeepsTheWatermark() {
        ReadPlan plan = plan(cursor(Reconcile.DAILY), after(Manifests.initial(WATERMARK)));

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.bound()).isEmpty();
        assertThat(plan.watermark()).isEqualTo(WATERMARK.map(CursorValue.At::new));
    }

    @ParameterizedTest
    @CsvSource({
        // Sunday 2026-11-22 ends at 17:00 UTC in Ho Chi Minh City, at midnight in UTC
        "WEEKLY, UTC,              2026-11-22T16:59:00Z, 2026-11-22T17:00:00Z, INCREMENTAL",
        "WEEKLY, Asia/Ho_Chi_Minh, 2026-11-22T16:59:00Z, 2026-11-22T17:00:00Z, COMPLETE",
        "WEEKLY, Asia/Ho_Chi_Minh, 2026-11-22T17:00:00Z, 2026-11-23T00:30:00Z, INCREMENTAL",
        "WEEKLY, UTC,              2026-11-22T17:00:00Z, 2026-11-23T00:30:00Z, COMPLETE",
        "WEEKLY, UTC,              2026-11-16T00:30:00Z, 2026-11-22T00:30:00Z, INCREMENTAL",
        "DAILY,  UTC,              2026-11-21T00:30:00Z, 2026-11-21T23:59:00Z, INCREMENTAL",
        "DAILY,  Asia/Ho_Chi_Minh, 2026-11-21T00:30:00Z, 2026-11-21T23:59:00Z, COMPLETE",
        "NEVER,  UTC,              2026-11-21T00:30:00Z, 2027-11-21T00:30:00Z, INCREMENTAL",
    })
    void reconcileIsDueByTheLocalDayOfTheReadPoints(
            Reconcile reconcile, String zone, Instant last, Instant readPoint, Read expected) {
        History history = history(manifest(1, last, Map.of("User", Manifests.initial(WATERMARK))));
        Schedule schedule = new Schedule(Optional.empty(), ZoneId.of(zone));

        assertThat(ReadPlan.of(table(cursor(reconcile)), SCHEMA, history, readPoint, schedule)
                        .read())
                .isEqualTo(expected);
    }

    @Test
    void completeReadThatFoundNothingIsAReconcileToo() {
        History history = history(
                manifest(1, Instant.parse("2026-11-09T00:30:00Z"), Map.of("User", Manifests.initial(WATERMARK))),
                manifest(2, Instant.parse("2026-11-16T00:30:00Z"), Map.of("User", Manifests.unchanged(WATERMARK))),
                manifest(
                        3, Instant.parse("2026-11-17T00:30:00Z"), Map.of("User", Manifests.incremental(1, WATERMARK))));

        assertThat(ReadPlan.of(
                                table(cursor(Reconcile.WEEKLY)),
                                SCHEMA,
                                history,
                                Instant.parse("2026-11-18T00:30:00Z"),
                                utc())
                        .read())
                .isEqualTo(Read.INCREMENTAL);
    }

    @Test
    void fullReadOfACursorIsCompleteAndKeepsTheWatermark() {
        ReadPlan plan = plan(cursor(Reconcile.NEVER), after(Manifests.initial(WATERMARK)));

        assertThat(plan.read()).isEqualTo(Read.INCREMENTAL);
        assertThat(plan.complete().read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.complete().bound()).isEmpty();
        assertThat(plan.complete().watermark()).isEqualTo(WATERMARK.map(CursorValue.At::new));
    }

    @Test
    void fullReadChangesNothingOfAnInitialOrACompleteOne() {
        ReadPlan initial = plan(cursor(Reconcile.NEVER), EMPTY);
        ReadPlan complete = plan(new Capture.SnapshotDiff(), after(Manifests.initial(Optional.empty())));

        assertThat(initial.complete()).isSameAs(initial);
        assertThat(complete.complete()).isSameAs(complete);
    }

    @Test
    void zonelessCursorNeedsAZone() {
        assertThatThrownBy(() -> plan(cursor(Reconcile.NEVER), zoneless(), EMPTY))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot use User.updated_at as a cursor: datetime(6) has no zone. Declare the zone that the"
                        + " source writes it in, such as zone: UTC.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void zonelessCursorIsReadInItsZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Capture capture = Cursors.on("updated_at", Duration.ofHours(2), Reconcile.NEVER, Optional.of(berlin));
        TableManifest last =
                withCursor(withColumns(Manifests.initial(WATERMARK), zoneless().columns()), "updated_at Europe/Berlin");

        ReadPlan plan = plan(capture, zoneless(), after(last));

        assertThat(plan.bound())
                .contains(
                        new LowerBound(List.of(zoneless().column("updated_at")), mark("2026-11-20T20:15:00Z"), berlin));
    }

    @Test
    void cursorMustBeATimestamp() {
        Capture capture = Cursors.on("email", Duration.ZERO, Reconcile.NEVER, Optional.of(ZoneOffset.UTC));

        assertThatThrownBy(() -> plan(capture, EMPTY))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot use User.email as a cursor: it is of type varchar(255), and only timestamps and"
                        + " whole numbers can be cursors. Use capture: snapshot_diff.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void keyMustExist() {
        Table table = new Table("User", List.of("user_id", "shop_id"), new Capture.SnapshotDiff(), 0.3);

        assertThatThrownBy(() -> ReadPlan.of(table, SCHEMA, EMPTY, READ_POINT, utc()))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read table User: it has no column 'shop_id' (it has [user_id, email, updated_at])."
                        + " Correct the pipeline file.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void cursorMustExist() {
        Capture capture = Cursors.on("changed_at", Duration.ZERO, Reconcile.NEVER, Optional.empty());

        assertThatThrownBy(() -> plan(capture, EMPTY))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot read table User: it has no column 'changed_at' ")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void changedColumnsAreRefused() {
        List<Column> columns = new ArrayList<>(Manifests.COLUMNS);
        columns.add(new Column("phone", "char(20)", "string"));

        assertThatThrownBy(() -> plan(
                        new Capture.SnapshotDiff(),
                        new TableSchema("User", columns),
                        after(Manifests.initial(Optional.empty()))))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot ingest table User: its columns changed: phone char(20) is new. Following a changed"
                        + " schema is not possible yet: restore the columns, or the account's right to see them."
                        + " Nothing was read.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
    }

    @Test
    void changedKeyIsRefused() {
        Table table = new Table("User", List.of("email"), new Capture.SnapshotDiff(), 0.3);

        assertThatThrownBy(
                        () -> ReadPlan.of(table, SCHEMA, after(Manifests.initial(Optional.empty())), READ_POINT, utc()))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot ingest table User: its key changed from [user_id] to [email]. Restore the key, or"
                        + " start a new pipeline.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
    }

    @Test
    void theInsertsTimeIsTheCursorOfRowsThatWereNeverUpdated() {
        ReadPlan plan = plan(
                created(Optional.of("updated_at"), Optional.empty()),
                created(),
                after(lastOf("updated_at, created_at")));

        assertThat(plan.bound())
                .contains(new LowerBound(
                        List.of(created().column("updated_at"), created().column("created_at")),
                        mark("2026-11-20T21:15:00Z"), // an hour is the default
                        ZoneOffset.UTC));
    }

    /** One of the two may tell whole seconds: what it dates at 22:15:00 happened later. */
    @Test
    void ofTwoColumnsTheBoundIsAWholeSecond() {
        TableManifest last = withCursor(
                withColumns(
                        Manifests.initial(Optional.of(Instant.parse("2026-11-20T22:15:00.700Z"))),
                        created().columns()),
                "updated_at, created_at");
        Optional<Overlap> none = Optional.of(new Overlap.Time(Duration.ZERO));

        assertThat(plan(created(Optional.of("updated_at"), none), created(), after(last))
                        .bound()
                        .orElseThrow()
                        .from())
                .isEqualTo(mark("2026-11-20T22:15:00Z"));
    }

    @Test
    void aTableWithNothingButTheInsertsTimeHasThatForACursor() {
        ReadPlan plan = plan(created(Optional.empty(), Optional.empty()), created(), after(lastOf("created_at")));

        assertThat(plan.bound())
                .contains(new LowerBound(
                        List.of(created().column("created_at")), mark("2026-11-20T21:15:00Z"), ZoneOffset.UTC));
    }

    @Test
    void aTableThatGetsAnotherColumnForItsCursorIsReadCompletely() {
        ReadPlan plan =
                plan(created(Optional.of("updated_at"), Optional.empty()), created(), after(lastOf("updated_at")));

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({"'', 4000", "300, 4700"})
    void aNumberIsReadFromTheWatermarkLessSoManyNumbers(String overlap, BigInteger from) {
        Optional<Overlap> numbers = Optional.of(overlap)
                .filter(text -> !text.isEmpty())
                .map(Long::valueOf)
                .map(Overlap.Numbers::new);
        TableManifest last = new TableManifest(
                "cursor",
                Read.INITIAL,
                true,
                Manifests.KEY,
                created().columns(),
                new Counts(0, 0, 0, 0, 0),
                Optional.of("user_id, created_at"),
                Optional.of(new CursorValue.WholeNumber(BigInteger.valueOf(5000))));

        ReadPlan plan = plan(created(Optional.of("user_id"), numbers), created(), after(last));

        assertThat(plan.bound())
                .contains(new LowerBound(
                        List.of(created().column("user_id")), new CursorValue.WholeNumber(from), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "updated_at; email; PT1H; Cannot use User.email as created_at: it is of type varchar(255), and only timestamps tell when"
                        + " a row was inserted.",
                "user_id; created_at; PT1H; Cannot use User.user_id as a cursor: it is of type int(11), and the overlap is a duration."
                        + " Declare how many numbers it covers, such as overlap: 1000.",
                "updated_at; created_at; 100; Cannot use User.updated_at as a cursor: it is of type timestamp, and the overlap is a"
                        + " number. Declare a duration, such as overlap: 1h."
            })
    void columnsAndOverlapMustSuitOneAnother(String column, String createdAt, String overlap, String message) {
        Overlap declared = overlap.startsWith("P")
                ? new Overlap.Time(Duration.parse(overlap))
                : new Overlap.Numbers(Long.parseLong(overlap));
        Capture capture = new Capture.Cursor(
                Optional.of(column), Optional.of(createdAt), Optional.of(declared), Reconcile.NEVER, Optional.empty());

        assertThatThrownBy(() -> plan(capture, created(), EMPTY))
                .isInstanceOf(VarveException.class)
                .hasMessage(message)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private static Capture created(Optional<String> column, Optional<Overlap> overlap) {
        return new Capture.Cursor(column, Optional.of("created_at"), overlap, Reconcile.NEVER, Optional.empty());
    }

    private static TableSchema created() {
        List<Column> columns = new ArrayList<>(Manifests.COLUMNS);
        columns.add(new Column("created_at", "timestamp", "timestamp"));
        return new TableSchema("User", columns);
    }

    private static TableManifest lastOf(String cursor) {
        return withCursor(withColumns(Manifests.initial(WATERMARK), created().columns()), cursor);
    }

    private static CursorValue mark(String instant) {
        return new CursorValue.At(Instant.parse(instant));
    }

    private static ReadPlan plan(Capture capture, History history) {
        return plan(capture, SCHEMA, history);
    }

    private static ReadPlan plan(Capture capture, TableSchema schema, History history) {
        return ReadPlan.of(table(capture), schema, history, READ_POINT, utc());
    }

    private static Table table(Capture capture) {
        return new Table("User", Manifests.KEY, capture, 0.3);
    }

    private static Capture cursor(Reconcile reconcile) {
        return Cursors.on("updated_at", Duration.ofMinutes(90), reconcile, Optional.empty());
    }

    private static History after(TableManifest user) {
        return history(manifest(1, LAST, Map.of("User", user)));
    }

    @Test
    void watermarkOfAnotherCursorIsNotUsed() {
        Capture renamed = Cursors.on("changed_on", Duration.ofHours(1), Reconcile.NEVER, Optional.empty());
        List<Column> columns = List.of(
                SCHEMA.column("user_id"),
                SCHEMA.column("email"),
                SCHEMA.column("updated_at"),
                new Column("changed_on", "timestamp", "timestamp"));
        History history = after(withColumns(Manifests.initial(WATERMARK), columns));

        ReadPlan plan =
                ReadPlan.of(table(renamed), new TableSchema("User", columns), history, LAST.plusSeconds(9), utc());

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.watermark()).isEmpty();
    }

    @Test
    void watermarkOfTheSameCursorInAnotherZoneIsNotUsed() {
        TableManifest berlin = withCursor(
                withColumns(Manifests.initial(WATERMARK), zoneless().columns()),
                ReadPlan.identity(table(in("Europe/Berlin"))).orElseThrow());

        ReadPlan plan = plan(in("Asia/Ho_Chi_Minh"), zoneless(), after(berlin));

        assertThat(plan.read()).isEqualTo(Read.COMPLETE);
        assertThat(plan.watermark()).isEmpty();
    }

    private static Capture in(String zone) {
        return Cursors.on("updated_at", Duration.ofHours(2), Reconcile.NEVER, Optional.of(ZoneId.of(zone)));
    }

    @Test
    void overlapMustCoverTheClocksGoingBack() {
        Capture capture = Cursors.on(
                "updated_at", Duration.ofMinutes(59), Reconcile.NEVER, Optional.of(ZoneId.of("Europe/Berlin")));

        assertThatThrownBy(() -> ReadPlan.of(table(capture), zoneless(), EMPTY, LAST, utc()))
                .hasMessage(
                        "Cannot use User.updated_at as a cursor: the clocks of Europe/Berlin go back by 60 minutes and"
                                + " the overlap is 59. Declare an overlap of at least 60m.");
    }

    private static TableSchema zoneless() {
        return new TableSchema(
                "User",
                List.of(
                        SCHEMA.column("user_id"),
                        SCHEMA.column("email"),
                        new Column("updated_at", "datetime(6)", "timestamp_ntz")));
    }

    private static TableManifest withCursor(TableManifest table, String cursor) {
        return new TableManifest(
                table.capture(),
                table.read(),
                table.snapshot(),
                table.key(),
                table.columns(),
                table.counts(),
                Optional.of(cursor),
                table.watermark());
    }

    private static TableManifest withKey(TableManifest table, List<String> key) {
        return new TableManifest(
                table.capture(),
                table.read(),
                table.snapshot(),
                key,
                table.columns(),
                table.counts(),
                table.cursor(),
                table.watermark());
    }

    private static TableManifest withColumns(TableManifest table, List<Column> columns) {
        return new TableManifest(
                table.capture(),
                table.read(),
                table.snapshot(),
                table.key(),
                columns,
                table.counts(),
                table.cursor(),
                table.watermark());
    }

    private static Schedule utc() {
        return new Schedule(Optional.empty(), ZoneOffset.UTC);
    }
}
