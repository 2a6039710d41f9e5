package dev.varve.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.S3Settings;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static final Layout LAYOUT =
            new Layout(URI.create("file:/lake/raw/p"), URI.create("file:/lake/done/p"), S3Settings.AWS);

    @Test
    void plainNamesAreFolders() {
        assertThat(LAYOUT.snapshots("Stock")).isEqualTo("file:/lake/raw/p/snapshots/Stock");
        assertThat(LAYOUT.changes("order_line")).isEqualTo("file:/lake/raw/p/changes/order_line");
        assertThat(LAYOUT.processed("stock_dim")).isEqualTo("file:/lake/done/p/stock_dim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../../etc", "a/b", "a\\b", "a b", "a*?", "a\nb", "#", "a%2Fb", "a:b", "\u202e"})
    void noNameLeavesItsFolder(String table) {
        assertThat(LAYOUT.snapshots(table))
                .startsWith("file:/lake/raw/p/snapshots/")
                .matches("file:/lake/raw/p/snapshots/[A-Za-z0-9%+_-][A-Za-z0-9%+_.-]*");
    }

    @Test
    void longNamesFitAndStayApart() {
        String one = LAYOUT.snapshots("\u6f22".repeat(63) + "a");
        String other = LAYOUT.snapshots("\u6f22".repeat(63) + "b");

        assertThat(one).isNotEqualTo(other);
        assertThat(one.length() - "file:/lake/raw/p/snapshots/".length()).isLessThanOrEqualTo(200);
    }
}
