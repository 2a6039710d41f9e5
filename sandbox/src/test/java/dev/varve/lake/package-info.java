/** What the lake's store promises, held against a real S3 server. */
@NullMarked
package dev.varve.lake;

import org.jspecify.annotations.NullMarked;
