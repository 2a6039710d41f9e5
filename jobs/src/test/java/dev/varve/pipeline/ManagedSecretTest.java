package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Passwords in AWS Secrets Manager, by the SDK and over HTTP. */
class ManagedSecretTest {
    private static final String STOCK = "{\"username\": \"reader\", \"password\": \"hunter2\", \"port\": 3306,"
            + " \"empty\": \"\", \"none\": null, \"list\": [\"hunter2\"]}";

    @TempDir
    private Path folder;

    private SecretsManagerServer server;

    @BeforeEach
    void start() throws IOException {
        server = SecretsManagerServer.start();
        server.useBySdk();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keyOfAJsonObjectIsTheSecret() {
        server.hold("prod/stock", STOCK);

        assertThat(password("secret:prod/stock#password").reveal()).isEqualTo("hunter2");
        assertThat(password("secret:prod/stock#port").reveal()).isEqualTo("3306");
    }

    @Test
    void withoutAKeyTheWholeTextIs() {
        server.hold("prod/stock", "@:/%'\"\\ #\n");

        assertThat(password("secret:prod/stock").reveal()).isEqualTo("@:/%'\"\\ #\n");
    }

    @Test
    void variablesStandInsideOfTheReference() {
        server.hold("prod/stock", STOCK);

        assertThat(password("secret:${STAGE}/stock#${KEY}", Map.of("STAGE", "prod", "KEY", "password"))
                        .reveal())
                .isEqualTo("hunter2");
    }

    @Test
    void anArnIsAskedForInItsOwnRegion() {
        String arn = "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:prod/stock-AbCdEf";
        server.hold(arn, STOCK);

        assertThat(password("secret:" + arn + "#password").reveal()).isEqualTo("hunter2");
        assertThat(server.lastAuthorization()).contains("/ap-southeast-1/secretsmanager/aws4_request");
    }

    @Test
    void nobodyIsAskedBeforeItIsNeededAndThenOnce() {
        server.hold("prod/stock", STOCK);
        Secret secret = password("secret:prod/stock#password");
        assertThat(server.requests()).isZero();

        secret.reveal();
        secret.reveal();

        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void serverThatFailsForAWhileIsAskedAgain() {
        server.hold("prod/stock", STOCK);
        server.failNext(2);

        assertThat(password("secret:prod/stock#password").reveal()).isEqualTo("hunter2");
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void serverThatKeepsFailingIsTold() {
        server.failNext(Integer.MAX_VALUE);

        assertFails(
                "secret:prod/stock",
                "Secrets Manager answers to secret 'prod/stock' with status 503 InternalServiceError busy. Try again"
                        + " once the cause is gone.");
    }

    /** As RDS names the secrets of its master accounts. */
    @Test
    void aNameMayHoldAnExclamationMark() {
        server.hold("rds!db-1a2b", STOCK);

        assertThat(password("secret:rds!db-1a2b#password").reveal()).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        secret:prod/stok#password  | there is no secret 'prod/stok' in eu-central-1. Correct the name, or the region (AWS_REGION).
        secret:denied#password     | access to secret 'denied' is denied. Allow secretsmanager:GetSecretValue on it, and kms:Decrypt if it has a key of its own.
        secret:expired             | AWS does not accept the credentials (ExpiredTokenException). Renew or correct them.
        secret:binary              | secret 'binary' is binary. Store it as a text.
        secret:prod/stock#passwort | secret 'prod/stock' has no key 'passwort' (it has: username, password, port, empty, none, list). Correct the key.
        secret:prod/stock#empty    | secret 'prod/stock' is empty. Store a text under it.
        secret:prod/stock#none     | secret 'prod/stock' holds no text under the key 'none'. Correct the key.
        secret:prod/stock#list     | secret 'prod/stock' holds no text under the key 'list'. Correct the key.
        secret:plain#password      | secret 'plain' is no JSON object, so it has no keys. Leave out #password to take it whole.
        secret:number#password     | secret 'number' is no JSON object, so it has no keys. Leave out #password to take it whole.
        secret:twice#password      | secret 'twice' is no JSON object, so it has no keys. Leave out #password to take it whole.
        """)
    void whatCannotBeHadIsToldInOneLine(String reference, String problem) {
        server.hold("prod/stock", STOCK);
        server.hold("plain", "hunter2");
        server.hold("number", "1234");
        server.hold("twice", "{} hunter2");

        assertFails(reference, problem);
    }

    @Test
    void serverThatIsNotThereIsTold() {
        server.stop();

        assertFails("secret:prod/stock", "Secrets Manager cannot be reached: Connect to 127.0.0.1:");
    }

    @Test
    void missingRegionIsTold() {
        assumeThat(System.getenv()).doesNotContainKeys("AWS_REGION", "AWS_PROFILE");
        System.clearProperty("aws.region");

        assertFails("secret:prod/stock", "no AWS region is set. Set AWS_REGION.");
    }

    @Test
    void missingCredentialsAreTold() {
        assumeThat(System.getenv()).doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_PROFILE");
        System.clearProperty("aws.accessKeyId");

        assertFails("secret:prod/stock", "no AWS credentials are found. Run it under a role, or set AWS_PROFILE, or ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret:", "secret:#password", "secret:prod/stock#", "secret:prod stock#password"})
    void malformedReferenceIsRefusedWithTheFile(String reference) {
        assertThatThrownBy(() -> password(reference))
                .hasMessage("Cannot read " + folder.resolve("shop.yaml") + ":8: source.password must be secret:name or"
                        + " secret:name#key, with the name or ARN of it. Correct the file.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void withoutTheSdkItSaysWhatToGiveSparkSubmit() throws ReflectiveOperationException {
        String version = SecretsManagerClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .replaceAll(".*-([\\d.]+)\\.jar", "$1");
        assertThat(new WithoutSdk().failureOf("prod/stock", "shop.yaml:8: source.password"))
                .isEqualTo("Cannot read shop.yaml:8: source.password:"
                        + " software.amazon.awssdk.services.secretsmanager.SecretsManagerClient is not on the"
                        + " class path. Give spark-submit --packages"
                        + " software.amazon.awssdk:secretsmanager:" + version
                        + ", or the AWS SDK's bundle by --jars.");
    }

    private void assertFails(String reference, String problem) {
        Secret secret = password(reference);
        assertThatThrownBy(secret::reveal)
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith(
                        "Cannot read " + folder.resolve("shop.yaml") + ":8: source.password: " + problem)
                .hasMessageMatching("[^\\n]+\\.")
                .hasMessageNotContaining("hunter2")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED)
                .satisfies(failure ->
                        assertThat(ExceptionUtils.getStackTrace(failure)).doesNotContain("hunter2"));
    }

    private Secret password(String reference) {
        return password(reference, Map.of());
    }

    private Secret password(String reference, Map<String, String> variables) {
        Path file = ShopFile.write(folder, ShopFile.VALID.replace("${SHOP_PASSWORD}", "'" + reference + "'"));
        return PipelineReader.read(file, Variables.of(variables, Map.of()))
                .source()
                .endpoint()
                .password();
    }
}
