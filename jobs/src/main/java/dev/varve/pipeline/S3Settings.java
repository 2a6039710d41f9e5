package dev.varve.pipeline;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the S3 store of a lake is reached, as the environment says it by the names that other AWS tools know. What is absent is
 * found by the AWS SDK: region and credentials from its profile files, a container or the instance.
 *
 * @param endpoint another store than AWS's own ({@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL})
 * @param region {@code AWS_REGION} or {@code AWS_DEFAULT_REGION}
 * @param addressing how a request names its bucket ({@code VARVE_S3_PATH_STYLE})
 * @param keys the sandbox's; all others are left to the SDK
 */
public record S3Settings(
        Optional<URI> endpoint, Optional<String> region, Addressing addressing, Optional<AccessKeys> keys) {
    private static final String PATH_STYLE = "VARVE_S3_PATH_STYLE";

    /** AWS itself, as the SDK finds it. */
    public static final S3Settings AWS =
            new S3Settings(Optional.empty(), Optional.empty(), Addressing.VIRTUAL_HOST, Optional.empty());

    /** How a request names its bucket. */
    public enum Addressing {
        /** In the host's name, as AWS wants it. */
        VIRTUAL_HOST,
        /** In the path, as most other stores want it. */
        PATH
    }

    /**
     * A key pair.
     *
     * @param id the access key's id, which is no secret
     * @param secret the secret access key
     */
    public record AccessKeys(String id, Secret secret) {}

    /**
     * The settings for the buckets of a lake: the sandbox's where one of them is the sandbox's, so that neither a real bucket
     * is looked for there nor real credentials are sent there; else the environment's.
     *
     * @throws VarveException (usage) if a variable's value cannot be used
     */
    static S3Settings of(Variables variables, URI raw, URI processed) {
        boolean sandbox = Stream.of(raw, processed).anyMatch(root -> isSandboxBucket(variables, root));
        Function<String, Optional<String>> value = sandbox ? variables::provided : variables::environment;
        Optional<URI> endpoint =
                first(value, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").map(S3Settings::endpoint);
        return new S3Settings(
                endpoint,
                first(value, "AWS_REGION", "AWS_DEFAULT_REGION"),
                addressing(value.apply(PATH_STYLE), endpoint),
                sandbox ? keys(value) : Optional.empty());
    }

    private static boolean isSandboxBucket(Variables variables, URI root) {
        return "s3a".equals(root.getScheme())
                && Stream.of("LAKE_RAW", "LAKE_PROCESSED")
                        .filter(variables::isProvided) // what the environment sets otherwise is its own
                        .flatMap(name -> variables.provided(name).stream())
                        .anyMatch(provided -> (provided + "/").startsWith("s3a://" + root.getRawAuthority() + "/"));
    }

    private static Optional<String> first(Function<String, Optional<String>> value, String... names) {
        return Stream.of(names)
                .flatMap(name -> value.apply(name).stream())
                .filter(found -> !found.isBlank())
                .findFirst();
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getRawUserInfo() == null && text.matches("https?://.*")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // the same as any other text that is no endpoint
        }
        throw VarveException.usage("Cannot use AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL: it is no URL such as"
                + " https://s3.example.org:9000, without an account. Correct it.");
    }

    private static Addressing addressing(Optional<String> text, Optional<URI> endpoint) {
        return switch (text.orElse("")) {
            case "true" -> Addressing.PATH;
            case "false" -> Addressing.VIRTUAL_HOST;
            case "" -> endpoint.isPresent() ? Addressing.PATH : Addressing.VIRTUAL_HOST;
            default ->
                throw VarveException.usage(
                        "Cannot use " + PATH_STYLE + "=" + text.orElse("") + ": it must be true or false. Correct it.");
        };
    }

    private static Optional<AccessKeys> keys(Function<String, Optional<String>> value) {
        return value.apply("AWS_ACCESS_KEY_ID")
                .flatMap(id ->
                        value.apply("AWS_SECRET_ACCESS_KEY").map(secret -> new AccessKeys(id, new Secret(secret))));
    }
}
