package dev.varve.lake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.ExitCode;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @Test
    void aHeapThatIsTooSmallForSparkIsRefusedWithTheVariableToSet() {
        assertThatThrownBy(() -> Sessions.checkHeap(259_522_560))
                .hasMessage("Cannot start Spark: the heap has 259 MB, and it needs 471 or more. Give it 1 or 2 GB:"
                        + " -Xmx2g in VARVE_JAVA_OPTS, or --driver-memory of spark-submit.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void aHeapThatSparkTakesIsLetThrough() {
        assertThatCode(() -> Sessions.checkHeap(471_859_200)).doesNotThrowAnyException();
    }
}
