/** How a table's changes are found: snapshot diff, cursor and append, and the guards before them. */
@NullMarked
package dev.varve.capture;

import org.jspecify.annotations.NullMarked;
