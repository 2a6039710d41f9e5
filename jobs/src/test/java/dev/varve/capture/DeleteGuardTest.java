package dev.varve.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Counts;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleteGuardTest {
    @ParameterizedTest
    @CsvSource({
        "0.3,  100,  30", // exactly the fraction
        "0.3,  100,  0",
        "0.3,  10,   9", // fewer than ten rows, whatever part they are
        "0.0,  1000, 9",
        "1.0,  100,  99",
        "0.29, 100,  29", // 100 * 0.29 is less than 29 in binary
        "0.07, 1000, 70",
    })
    void smallDeleteIsLetThrough(double fraction, long before, long deleted) {
        assertThat(refusal(fraction, before, deleted)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.3,  100,  31",
        "0.3,  11,   10",
        "0.0,  1000, 10",
        "0.29, 100,  30",
        "0.3,  100,  100",
        "1.0,  100,  100", // emptied
        "0.3,  1,    1", // emptied, however small it was
    })
    void massDeleteIsRefused(double fraction, long before, long deleted) {
        assertThat(refusal(fraction, before, deleted))
                .contains("the source shows " + (before - deleted) + " rows, which would delete " + deleted + " of "
                        + before + " (max_delete_fraction is " + fraction + ")");
    }

    @Test
    void emptyTableMayStayEmpty() {
        assertThat(refusal(0.3, 0, 0)).isEmpty();
    }

    @Test
    void manyNewRowsDoNotMakeUpForManyDeletedOnes() {
        Counts counts = new Counts(1_000, 990, 0, 90, 10);

        assertThat(DeleteGuard.refusal(table(0.3), counts))
                .hasValueSatisfying(refusal ->
                        assertThat(refusal).startsWith("the source shows 1000 rows, which would delete 90 of 100 "));
    }

    private static Optional<String> refusal(double fraction, long before, long deleted) {
        return DeleteGuard.refusal(table(fraction), counts(before, deleted));
    }

    private static Counts counts(long before, long deleted) {
        return new Counts(before - deleted, 0, 0, deleted, before - deleted);
    }

    private static Table table(double fraction) {
        return new Table("User", List.of("user_id"), new Capture.SnapshotDiff(), fraction);
    }
}
