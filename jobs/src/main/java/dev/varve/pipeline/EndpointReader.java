package dev.varve.pipeline;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where a database is and how it is reached: the fields that source and warehouse have in common. */
final class EndpointReader {
    /** As a parameter (that of a key store too), or in front of the host. */
    private static final Pattern PASSWORD =
            Pattern.compile("[?&,(]\\w*password\\d?=(?!\\$\\{)|//[^/?@]*:(?!\\$\\{)[^/?@]*@", Pattern.CASE_INSENSITIVE);
    /** Parameters of either driver that say what the section {@code tls} says. */
    private static final Pattern TLS = Pattern.compile(
            "[?&,(](ssl\\w*|useSSL|requireSSL|verifyServerCertificate|(?:trust|client)CertificateKeyStore\\w*)(?=[=&]|$)",
            Pattern.CASE_INSENSITIVE);

    private EndpointReader() {}

    static Endpoint endpoint(YamlMap map, Path file) {
        if (PASSWORD.matcher(map.literal("url")).find()) {
            throw map.error("url", "must not hold a password: secrets stay out of files");
        }
        String url = map.text("url");
        Optional<Tls> tls = map.optionalMap("tls").map(section -> tls(section, file));
        Matcher twice = TLS.matcher(url);
        if (tls.isPresent() && twice.find()) {
            throw map.error("url", "sets " + twice.group(1) + ", and tls is set too: leave one of them out");
        }
        return new Endpoint(url, map.text("user"), map.secret("password"), tls);
    }

    private static Tls tls(YamlMap map, Path file) {
        Tls tls = new Tls(
                PipelineReader.choice(map, "mode", Tls.Mode.values()),
                map.optionalText("ca").map(ca -> sibling(map, file, ca)));
        map.done();
        if (tls.ca().isPresent() && !tls.mode().verifies()) {
            throw map.error("ca", "is for the modes verify_ca and verify_full: the others trust any server");
        }
        return tls;
    }

    private static Path sibling(YamlMap map, Path file, String ca) {
        try {
            return file.resolveSibling(ca);
        } catch (InvalidPathException e) {
            throw map.error("ca", "is no name of a file here: " + e.getReason());
        }
    }
}
