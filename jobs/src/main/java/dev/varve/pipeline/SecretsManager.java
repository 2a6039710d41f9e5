package dev.varve.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/**
 * Asks AWS Secrets Manager. Endpoint, region and credentials are found as the AWS SDK finds them: environment, system
 * properties, profiles, the machine's role. It is a class of its own because the SDK may not be there.
 */
final class SecretsManager {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the SDK puts around a reason. */
    private static final Pattern NOISE =
            Pattern.compile("^Unable to execute HTTP request: | \\(SDK Attempt Count: \\d+\\)$");

    private SecretsManager() {}

    /** The secret's whole text. The SDK tries again by itself where that may help. */
    static String text(ManagedSecret secret) {
        try (SecretsManagerClient client = client(secret)) {
            return text(secret, client);
        } catch (SdkClientException e) {
            throw secret.cannot(trouble(e), e);
        }
    }

    private static String text(ManagedSecret secret, SecretsManagerClient client) {
        try {
            return Optional.ofNullable(client.getSecretValue(request -> request.secretId(secret.id()))
                            .secretString())
                    .orElseThrow(() -> secret.cannot(secret.shown() + " is binary. Store it as a text."));
        } catch (AwsServiceException e) {
            throw secret.cannot(
                    refusal(secret, client.serviceClientConfiguration().region(), e), e);
        }
    }

    private static SecretsManagerClient client(ManagedSecret secret) {
        // Named, since the SDK's bundle holds several and the SDK chooses none of them.
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                .httpClientBuilder(
                        ApacheHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE));
        secret.region().map(Region::of).ifPresent(builder::region);
        return builder.build();
    }

    private static String refusal(ManagedSecret secret, Region region, AwsServiceException e) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String message = details.map(AwsErrorDetails::errorMessage).orElse("");
        return switch (code) {
            case "ResourceNotFoundException" ->
                "there is no " + secret.shown() + " in " + region + ". Correct the name, or the region (AWS_REGION).";
            case "AccessDeniedException" ->
                "access to " + secret.shown() + " is denied. Allow secretsmanager:GetSecretValue on it, and kms:Decrypt"
                        + " if it has a key of its own.";
            case "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException" ->
                "AWS does not accept the credentials (" + code + "). Renew or correct them.";
            default ->
                "Secrets Manager answers to " + secret.shown() + " with status " + e.statusCode() + " "
                        + VarveException.sentence((code + " " + message).strip())
                        + " Try again once the cause is gone.";
        };
    }

    private static String trouble(SdkClientException e) {
        String reason = VarveException.firstLine(e);
        if (reason.startsWith("Unable to load region")) {
            return "no AWS region is set. Set AWS_REGION.";
        }
        if (reason.startsWith("Unable to load credentials")) {
            return "no AWS credentials are found. Run it under a role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY.";
        }
        return "Secrets Manager cannot be reached: "
                + VarveException.sentence(NOISE.matcher(reason).replaceAll(""))
                + " Check the network, and AWS_ENDPOINT_URL_SECRETS_MANAGER if it is set.";
    }
}
