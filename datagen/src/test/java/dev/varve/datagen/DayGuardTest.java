package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DayGuardTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    @Test
    void lastIdsOfAnIntAreUsed() {
        assertThat(DayGuard.first(DAY, "transaction_id", 2_137_483_647, 10_000_000))
                .isEqualTo(2_137_483_647);
    }

    @Test
    void idsBeyondAnIntAreRefused() {
        assertThatThrownBy(() -> DayGuard.first(DAY, "transaction_id", 2_137_483_648, 10_000_000))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessage(
                        "Cannot generate 2026-11-01: transaction_id is an INT, and after 2137483647 there is no room"
                                + " for 10000000 more. Ask for fewer, or start with an empty database.");
    }

    @Test
    void nextIdThatIsNoIntAnyMoreIsRefused() {
        assertThatThrownBy(() -> DayGuard.first(DAY, "user_id", 2_147_483_648L, 1))
                .hasMessageContaining("user_id is an INT, and after 2147483647 there is no room for 1 more.");
    }
}
