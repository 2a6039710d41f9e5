package dev.varve.pipeline;

/**
 * A database to connect to.
 *
 * @param url JDBC URL
 * @param user account name
 * @param password its password
 */
public record Endpoint(String url, String user, Secret password) {
    /** The URL without its parameters or an inlined account, and the user: fit for messages. */
    public String display() {
        String bare = url.replaceFirst("[?;].*$", "").replaceFirst("//[^/@]*@", "//");
        return bare + " as user '" + user + "'";
    }

    @Override
    public String toString() {
        return display();
    }
}
