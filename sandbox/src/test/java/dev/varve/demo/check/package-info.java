@NullMarked
package dev.varve.demo.check;

import org.jspecify.annotations.NullMarked;
