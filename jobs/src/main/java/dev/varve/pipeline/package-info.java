/** The pipeline file as records: reading and checking it; the words that every station shares. */
@NullMarked
package dev.varve.pipeline;

import org.jspecify.annotations.NullMarked;
