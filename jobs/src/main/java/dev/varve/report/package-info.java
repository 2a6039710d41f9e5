/** What a person sees: progress lines, tables, the log file. */
@NullMarked
package dev.varve.report;

import org.jspecify.annotations.NullMarked;
