package dev.varve.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Tls;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTlsTest {
    @ParameterizedTest
    @CsvSource({"DISABLE, disable", "PREFER, prefer", "REQUIRE, require"})
    void modeThatChecksNothingHasTheDriversWord(Tls.Mode mode, String word) {
        assertThat(PostgresTls.properties(new Tls(mode, Optional.empty()))).isEqualTo(Map.of("sslmode", word));
    }

    @ParameterizedTest
    @CsvSource({"VERIFY_CA, verify-ca", "VERIFY_FULL, verify-full"})
    void modeThatVerifiesAsksTheTrustStoreOfTheJvmWithoutAFile(Tls.Mode mode, String word) {
        assertThat(PostgresTls.properties(new Tls(mode, Optional.empty())))
                .isEqualTo(Map.of("sslmode", word, "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Tls tls = new Tls(Tls.Mode.VERIFY_FULL, Optional.of(Path.of("nowhere.pem")));

        assertThatThrownBy(() -> PostgresTls.properties(tls))
                .hasMessage("Cannot read the certificates of tls.ca from nowhere.pem: there is no such file. Correct"
                        + " tls.ca; it counts from the pipeline file.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }
}
