package dev.varve.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret in AWS Secrets Manager: the whole text, or what its JSON object has under a key.
 *
 * @param id name or ARN
 * @param key a key of the object; empty for the whole text
 * @param place file, line and field of the reference, for messages
 */
record ManagedSecret(String id, Optional<String> key, String place) implements SecretSource {
    /** The letters that Secrets Manager allows in a name, and the ':' of an ARN; '#' is in neither. */
    private static final Pattern REFERENCE = Pattern.compile("([\\w/+=.@:!-]{1,2048})(?:#(.+))?");

    private static final Pattern ARN = Pattern.compile("arn:[\\w-]+:secretsmanager:([a-z0-9-]+):.*");
    private static final String SDK = "software.amazon.awssdk.services.secretsmanager.SecretsManagerClient";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The secret behind {@code name} or {@code name#key}; empty if the text is neither. */
    static Optional<ManagedSecret> of(String reference, String place) {
        Matcher matcher = REFERENCE.matcher(reference);
        return matcher.matches()
                ? Optional.of(new ManagedSecret(matcher.group(1), Optional.ofNullable(matcher.group(2)), place))
                : Optional.empty();
    }

    @Override
    public String read() {
        requireSdk();
        String text = SecretsManager.text(this);
        String value = key.map(name -> valueOf(name, text)).orElse(text);
        if (value.isEmpty()) {
            throw cannot(shown() + " is empty. Store a text under it.");
        }
        return value;
    }

    /** The region that an ARN names. */
    Optional<String> region() {
        Matcher matcher = ARN.matcher(id);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The secret's name, for messages. */
    String shown() {
        return "secret '" + id + "'";
    }

    VarveException cannot(String problem) {
        return VarveException.failed("Cannot read " + place + ": " + problem);
    }

    VarveException cannot(String problem, Throwable cause) {
        return VarveException.failed("Cannot read " + place + ": " + problem, cause);
    }

    /** The jar for spark-submit leaves the SDK out: clusters on AWS have it. */
    private void requireSdk() {
        try {
            Class.forName(SDK);
        } catch (ClassNotFoundException e) {
            throw VarveException.usage(
                    "Cannot read " + place + ": " + SDK + " is not on the class path. Give spark-submit --packages"
                            + " software.amazon.awssdk:secretsmanager:2.29.52, or the AWS"
                            + " SDK's bundle by --jars.");
        }
    }

    private String valueOf(String name, String text) {
        JsonNode object = object(text);
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            throw cannot(shown() + " has no key '" + name + "' (it has: " + String.join(", ", names)
                    + "). Correct the key.");
        }
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw cannot(shown() + " holds no text under the key '" + name + "'. Correct the key.");
        }
        return value.asText();
    }

    private JsonNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) { // not passed on: it quotes the text
            throw noObject();
        }
        throw noObject();
    }

    private VarveException noObject() {
        return cannot(
                shown() + " is no JSON object, so it has no keys. Leave out #" + key.orElse("") + " to take it whole.");
    }
}
