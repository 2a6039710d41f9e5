package dev.varve.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Searches for a secret in every form in which a program is likely to write one. The secret is of ASCII. */
final class Leaks {
    private static final int PART = 12;

    private final Map<String, String> forms = new LinkedHashMap<>();

    Leaks(String secret) throws JsonProcessingException {
        forms.put("raw", secret);
        forms.put("its first part", secret.substring(0, PART));
        forms.put("its last part", secret.substring(secret.length() - PART));
        forms.put("URL-encoded with +", URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.put(
                "URL-encoded with %20",
                URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        String json = new ObjectMapper().writeValueAsString(secret);
        forms.put("as JSON", json.substring(1, json.length() - 1));
        for (int before = 0; before < 3; before++) {
            forms.put("in base64 after " + before, base64(secret, before));
            forms.put("its first part in base64 after " + before, base64(secret.substring(0, PART), before));
        }
    }

    /** What of its base64 does not depend on what stands around it, if so many bytes (modulo 3) stand before it. */
    private static String base64(String secret, int before) {
        String encoded = Base64.getEncoder()
                .encodeToString(("xx".substring(0, before) + secret).getBytes(StandardCharsets.US_ASCII));
        int first = before == 0 ? 0 : before + 1;
        return encoded.substring(first, (before + secret.length()) * 8 / 6);
    }

    /** The forms in which the secret is in a text. */
    List<String> in(String text) {
        return forms.entrySet().stream()
                .filter(form -> text.contains(form.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The forms in which it is in the bytes or the names of files below a folder, each with the file. */
    List<String> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> in(file + "\n" + bytes(file)).stream().map(form -> form + ": " + file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
