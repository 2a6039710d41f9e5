/** The lake: snapshots, change layers, states, manifests, the lease, retention. */
@NullMarked
package dev.varve.lake;

import org.jspecify.annotations.NullMarked;
