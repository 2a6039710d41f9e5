/** The warehouse: COPY, staging, SCD2, facts, ledger; one transaction a manifest. */
@NullMarked
package dev.varve.warehouse;

import org.jspecify.annotations.NullMarked;
