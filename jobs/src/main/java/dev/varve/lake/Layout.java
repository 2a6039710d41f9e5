package dev.varve.lake;

import dev.varve.pipeline.LakeSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where things lie in the lake of one pipeline (design, section 2).
 *
 * @param raw {@code <raw root>/<pipeline>}
 * @param processed {@code <processed root>/<pipeline>}
 */
public record Layout(URI raw, URI processed) {
    public static Layout of(LakeSettings lake, String pipeline) {
        return new Layout(URI.create(lake.raw() + "/" + pipeline), URI.create(lake.processed() + "/" + pipeline));
    }

    /** The Delta table with the complete copies of a source table. */
    public String snapshots(String table) {
        return location(raw) + "/snapshots/" + folder(table);
    }

    /** The Delta table with the change layers of a source table. */
    public String changes(String table) {
        return location(raw) + "/changes/" + folder(table);
    }

    /** The Delta table with the rows that loads applied to a warehouse table. */
    public String processed(String warehouseTable) {
        return location(processed) + "/" + folder(warehouseTable);
    }

    /** A root as Spark wants it: unescaped, unlike a URI's text. */
    private static String location(URI root) {
        return "file".equals(root.getScheme()) ? "file:" + root.getPath() : root.toString();
    }

    private static String folder(String table) {
        return URLEncoder.encode(table, StandardCharsets.UTF_8).replace("*", "%2A");
    }
}
