package dev.varve.pipeline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database to connect to.
 *
 * @param url JDBC URL
 * @param user account name
 * @param password its password
 * @param tls how the connection is encrypted; empty leaves it to the URL and the driver
 */
public record Endpoint(String url, String user, Secret password, Optional<Tls> tls) {
    private static final String HOST = "(?:[\\w.-]*|\\[[\\da-fA-F:.]+])(?::\\d+)?";
    private static final Pattern PROTOCOL = Pattern.compile("jdbc:[a-z]+:");
    /** Protocol, perhaps an account, hosts and a database, perhaps parameters. */
    private static final Pattern URL = Pattern.compile(
            "(jdbc:[a-z0-9+:]+//)(?:[^?;]*@)?(" + HOST + "(?:," + HOST + ")*(?:/[\\w.-]*)?)(?:[?;].*)?",
            Pattern.DOTALL);

    /** Encrypted as the URL and the driver say. */
    public Endpoint(String url, String user, Secret password) {
        this(url, user, password, Optional.empty());
    }

    /**
     * The URL without its parameters or an inlined account, and the user: fit for messages. Of a URL of any other form
     * only the protocol is shown, since a password could stand anywhere in it.
     */
    public String display() {
        Matcher matcher = URL.matcher(url);
        String bare = matcher.matches() ? matcher.group(1) + matcher.group(2) : protocol() + "...";
        return bare + " as user '" + user + "'";
    }

    private String protocol() {
        Matcher matcher = PROTOCOL.matcher(url);
        return matcher.lookingAt() ? matcher.group() : "";
    }

    @Override
    public String toString() {
        return display();
    }
}
