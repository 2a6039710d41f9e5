/** What the warehouse's parts ask of the server, held against a real one. */
@NullMarked
package dev.varve.warehouse;

import org.jspecify.annotations.NullMarked;
