package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control: what is planted is found, whatever stands around it. */
class LeaksTest {
    private static final String SECRET = "q7Zk2mXw9RtB@:/%'\"\\ Lp4VnC8sHd3Y";

    private final Leaks leaks;

    LeaksTest() throws IOException {
        leaks = new Leaks(SECRET);
    }

    @Test
    void nothingIsFoundInOtherTexts() {
        assertThat(leaks.in("password=*** q7Zk2mXw Lp4VnC8s")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "reader:"})
    void inBase64ItIsFoundAtEveryOffset(String before) {
        for (String after : new String[] {"", "x", "xy", "\n"}) {
            byte[] text = (before + SECRET + after).getBytes(StandardCharsets.UTF_8);
            String offset = "after " + before.length() % 3;
            assertThat(leaks.in("Basic " + Base64.getEncoder().encodeToString(text)))
                    .containsExactly("in base64 " + offset, "its first part in base64 " + offset);
        }
    }

    @Test
    void encodedOrEscapedItIsFound() throws IOException {
        String url = "jdbc:mysql://h/d?" + URLEncoder.encode("password=" + SECRET, StandardCharsets.UTF_8);

        assertThat(leaks.in(url)).contains("URL-encoded with +");
        assertThat(leaks.in(url.replace("+", "%20"))).contains("URL-encoded with %20");
        assertThat(leaks.in(new ObjectMapper().writeValueAsString(Map.of("password", SECRET))))
                .contains("as JSON")
                .doesNotContain("raw");
        assertThat(leaks.in("CREATE USER x IDENTIFIED BY '" + SECRET.replace("'", "''") + "'"))
                .containsExactly("its first part", "its last part");
    }

    @Test
    void inFilesItIsFoundWithTheirNames(@TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("binary"), ("\u00ff\u0000" + SECRET + "\u00fe").getBytes(StandardCharsets.ISO_8859_1));
        Path named = Files.writeString(folder.resolve(SECRET.substring(0, 12)), "");

        assertThat(leaks.below(folder)).contains("raw: " + file, "its first part: " + named);
    }
}
