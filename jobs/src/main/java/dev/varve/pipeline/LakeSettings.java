package dev.varve.pipeline;

import java.net.URI;

/**
 * The two roots of a pipeline's lake; a pipeline writes below {@code <root>/<pipeline>/} only.
 *
 * @param raw snapshots, change layers, manifests
 * @param processed the rows that loads applied, in the warehouse's shape
 */
public record LakeSettings(URI raw, URI processed) {}
