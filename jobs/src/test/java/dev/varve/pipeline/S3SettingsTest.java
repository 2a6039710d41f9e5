package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
    private static final URI RAW = URI.create("s3a://varve-raw/lake");
    private static final URI PROCESSED = URI.create("s3a://varve-processed");
    private static final URI REAL = URI.create("s3a://acme-lake");
    private static final Map<String, String> SANDBOX = Map.of(
            "LAKE_RAW", "s3a://varve-raw",
            "LAKE_PROCESSED", "s3a://varve-processed",
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:29000",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "sandbox-id",
            "AWS_SECRET_ACCESS_KEY", "sandbox-key");

    @Test
    void withoutAnythingItIsAwsAsTheSdkFindsIt() {
        assertThat(settings(Map.of())).isEqualTo(S3Settings.AWS);
    }

    @Test
    void endpointAndRegionComeFromTheEnvironment() {
        S3Settings settings = settings(Map.of(
                "AWS_ENDPOINT_URL", "https://general.example.org",
                "AWS_ENDPOINT_URL_S3", "https://s3.example.org:9000",
                "AWS_REGION", "eu-central-1",
                "AWS_DEFAULT_REGION", "eu-west-1"));

        assertThat(settings.endpoint()).contains(URI.create("https://s3.example.org:9000"));
        assertThat(settings.region()).contains("eu-central-1");
    }

    @Test
    void theGeneralNamesHoldWhereTheSpecialOnesAreEmpty() {
        S3Settings settings = settings(Map.of(
                "AWS_ENDPOINT_URL_S3", "",
                "AWS_ENDPOINT_URL", "http://s3.example.org",
                "AWS_DEFAULT_REGION", "eu-west-1"));

        assertThat(settings.endpoint()).contains(URI.create("http://s3.example.org"));
        assertThat(settings.region()).contains("eu-west-1");
    }

    @Test
    void anEndpointOfOnesOwnGetsThePathStyleUnlessToldOtherwise() {
        assertThat(settings(Map.of("AWS_ENDPOINT_URL", "http://s3")).addressing())
                .isEqualTo(S3Settings.Addressing.PATH);
        assertThat(settings(Map.of("AWS_ENDPOINT_URL", "http://s3", "VARVE_S3_PATH_STYLE", "false"))
                        .addressing())
                .isEqualTo(S3Settings.Addressing.VIRTUAL_HOST);
        assertThat(settings(Map.of("VARVE_S3_PATH_STYLE", "true")).addressing()).isEqualTo(S3Settings.Addressing.PATH);
    }

    @Test
    void keysOfTheEnvironmentAreLeftToTheSdk() {
        assertThat(settings(Map.of("AWS_ACCESS_KEY_ID", "real", "AWS_SECRET_ACCESS_KEY", "real"))
                        .keys())
                .isEmpty();
    }

    @Test
    void theSandboxsBucketIsReachedWithTheSandboxsSettingsAlone() {
        Variables variables = Variables.of(
                Map.of("AWS_ENDPOINT_URL_S3", "https://real.example.org", "AWS_ACCESS_KEY_ID", "real"), SANDBOX);

        S3Settings settings = S3Settings.of(variables, RAW, PROCESSED);

        assertThat(settings.endpoint()).contains(URI.create("http://127.0.0.1:29000"));
        assertThat(settings.addressing()).isEqualTo(S3Settings.Addressing.PATH);
        assertThat(settings.keys())
                .hasValueSatisfying(keys -> assertThat(keys.id()).isEqualTo("sandbox-id"));
        assertThat(settings.toString()).doesNotContain("sandbox-key");
    }

    @Test
    void aBucketOfThatNameThatTheEnvironmentSetsIsItsOwn() {
        Variables variables = Variables.of(
                Map.of(
                        "LAKE_RAW", "s3a://varve-raw/lake",
                        "LAKE_PROCESSED", "s3a://varve-processed/lake",
                        "AWS_ENDPOINT_URL_S3", "https://s3.example.org"),
                SANDBOX);

        assertThat(S3Settings.of(variables, RAW, PROCESSED).endpoint()).contains(URI.create("https://s3.example.org"));
    }

    @Test
    void anotherBucketIsNotLookedForInTheSandbox() {
        Variables variables = Variables.of(Map.of("AWS_REGION", "eu-central-1"), SANDBOX);

        S3Settings settings = S3Settings.of(variables, REAL, URI.create("s3a://varve-raw-of-acme"));

        assertThat(settings.endpoint()).isEmpty();
        assertThat(settings.region()).contains("eu-central-1");
        assertThat(settings.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3.example.org", "ftp://s3.example.org", "http://", "http://user:pass@s3", "not a url"})
    void anEndpointThatIsNoneIsRefusedAndNotRepeated(String endpoint) {
        assertThatThrownBy(() -> settings(Map.of("AWS_ENDPOINT_URL_S3", endpoint)))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot use AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL: it is no URL such as"
                        + " https://s3.example.org:9000, without an account. Correct it.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void aPathStyleThatIsNeitherIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("VARVE_S3_PATH_STYLE", "yes")))
                .hasMessage("Cannot use VARVE_S3_PATH_STYLE=yes: it must be true or false. Correct it.");
    }

    private static S3Settings settings(Map<String, String> environment) {
        return S3Settings.of(Variables.of(environment, Map.of()), REAL, PROCESSED);
    }
}
