/** Generators that fill source databases with invented data and move them from day to day. */
@NullMarked
package dev.varve.datagen;

import org.jspecify.annotations.NullMarked;
