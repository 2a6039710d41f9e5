/** Reading source tables: connections, columns, types, one consistent snapshot. */
@NullMarked
package dev.varve.source;

import org.jspecify.annotations.NullMarked;
