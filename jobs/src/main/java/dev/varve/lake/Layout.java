package dev.varve.lake;

import dev.varve.pipeline.LakeSettings;
import dev.varve.pipeline.S3Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/**
 * Where things lie in the lake of one pipeline (design, section 2).
 *
 * @param raw {@code <raw root>/<pipeline>}
 * @param processed {@code <processed root>/<pipeline>}
 * @param s3 how {@code s3a:} roots are reached
 */
public record Layout(URI raw, URI processed, S3Settings s3) {
    /** File systems end at 255 bytes. */
    private static final int LONGEST_FOLDER = 200;

    public static Layout of(LakeSettings lake, String pipeline) {
        return new Layout(
                URI.create(lake.raw() + "/" + pipeline), URI.create(lake.processed() + "/" + pipeline), lake.s3());
    }

    /** The store of the pipeline's manifests and its lease. */
    public ObjectStore store() {
        return ObjectStore.at(raw, s3);
    }

    /** A configuration of Hadoop with which its file systems, and so Spark, reach both roots. */
    public Configuration configure(Configuration hadoop) {
        S3Hadoop.configure(hadoop, this);
        return hadoop;
    }

    /** The Delta table with the complete copies of a source table. */
    public String snapshots(String table) {
        return location(raw) + "/snapshots/" + folder(table);
    }

    /** The Delta table with the change layers of a source table. */
    public String changes(String table) {
        return location(raw) + "/changes/" + folder(table);
    }

    /** The Delta table with the rows of a source table's snapshot that was refused. */
    String quarantine(String table) {
        return location(raw) + "/quarantine/" + folder(table);
    }

    /** A folder of small files: {@code manifests}, {@code prunes}, or {@code .} for the pipeline's own. */
    String log(String folder) {
        return location(raw) + "/" + folder;
    }

    /** The Delta table with the rows that loads applied to a warehouse table. */
    public String processed(String warehouseTable) {
        return location(processed) + "/" + folder(warehouseTable);
    }

    /** A root as Spark wants it: unescaped, unlike a URI's text. */
    private static String location(URI root) {
        return "file".equals(root.getScheme()) ? "file:" + root.getPath() : root.toString();
    }

    /** A table's name as the name of a folder: of letters that every store takes, not too long, and never "..". */
    private static String folder(String table) {
        String encoded = URLEncoder.encode(table, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replaceFirst("^\\.", "%2E");
        return encoded.length() <= LONGEST_FOLDER
                ? encoded
                : encoded.substring(0, LONGEST_FOLDER - 17) + "~"
                        + Sha256.of(table.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }
}
