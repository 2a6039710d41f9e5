package dev.varve.pipeline;

import java.net.URI;

/**
 * The two roots of a pipeline's lake; a pipeline writes below {@code <root>/<pipeline>/} only.
 *
 * @param raw snapshots, change layers, manifests; {@code file:} or {@code s3a:}
 * @param processed the rows that loads applied, in the warehouse's shape
 * @param s3 how {@code s3a:} roots are reached
 * @param keepSnapshots which complete copies a prune leaves
 */
public record LakeSettings(URI raw, URI processed, S3Settings s3, KeepSnapshots keepSnapshots) {
    /** Two roots, with the copies kept that are kept by default. */
    public LakeSettings(URI raw, URI processed, S3Settings s3) {
        this(raw, processed, s3, KeepSnapshots.DEFAULT);
    }
}
