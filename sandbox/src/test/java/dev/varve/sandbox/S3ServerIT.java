package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerIT {
    private static final Pattern PORTS =
            Pattern.compile("Tomcat started on ports ([0-9]+) \\(http\\), ([0-9]+) \\(http\\)");

    @Test
    void theLakesBucketsAreThere() {
        assertThat(UnsignedS3.get(TestServers.s3().endpoint(), "/"))
                .startsWith("200 ")
                .contains("<Name>varve-raw</Name>", "<Name>varve-processed</Name>");
    }

    @Test
    void theVariablesNameTheServerAndAKeyPair() {
        assertThat(TestServers.s3().variables())
                .containsEntry(
                        "AWS_ENDPOINT_URL_S3", TestServers.s3().endpoint().toString())
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("VARVE_S3_PATH_STYLE", "true")
                .hasEntrySatisfying("AWS_ACCESS_KEY_ID", id -> assertThat(id).matches("[0-9a-f]{32}"))
                .hasEntrySatisfying(
                        "AWS_SECRET_ACCESS_KEY", secret -> assertThat(secret).matches("[0-9a-f]{32}"))
                .hasSize(5);
    }

    @Test
    void aBucketThatIsThereKeepsItsObjects() {
        S3Server server = TestServers.s3();
        server.createBucket("it-made-once");
        UnsignedS3.put(server.endpoint(), "/it-made-once/a/b", "fjord");
        server.createBucket("it-made-once");
        assertThat(UnsignedS3.get(server.endpoint(), "/it-made-once/a/b")).isEqualTo("200 fjord");
    }

    @Test
    void aNameThatNoBucketMayHaveIsRefusedWithTheServersWords() {
        assertThatThrownBy(() -> TestServers.s3().createBucket("No"))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot create the bucket No: the S3 server at http://127.0.0.1:")
                .hasMessageContaining("answers 400")
                .hasMessageContaining("InvalidBucketName");
    }

    @Test
    void listensOnOneAddressOnly() throws IOException {
        Path log = TestServers.s3().process().data().resolveSibling("s3.log");
        Matcher ports = PORTS.matcher(Files.readString(log));
        assertThat(ports.find()).isTrue();
        for (String port : new String[] {ports.group(1), ports.group(2)}) {
            assertThat(connects("127.0.0.1", Integer.parseInt(port))).isTrue();
            assertThat(connects("127.0.0.2", Integer.parseInt(port))).isFalse();
        }
    }

    @Test
    void aServerThatCannotStartShowsTheEndOfItsLog(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            S3Account account = S3Account.fresh().wishedOn(Optional.of(taken.getLocalPort()));
            assertThatThrownBy(() -> S3Server.start(folder, account))
                    .isInstanceOf(VarveException.class)
                    .hasMessageStartingWith("Cannot start the S3 server on http://127.0.0.1:" + taken.getLocalPort()
                            + ": its process ended. The end of " + folder.resolve("s3.log") + ":\n")
                    .hasMessageContaining("was already in use");
        }
    }

    private static boolean connects(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
