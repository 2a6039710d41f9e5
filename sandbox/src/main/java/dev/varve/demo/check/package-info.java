/** Checks of a loaded warehouse against its source and the generator's books, independent of the engine. */
@NullMarked
package dev.varve.demo.check;

import org.jspecify.annotations.NullMarked;
