package dev.varve.cli;

import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** What a user lets through although a guard refused it. */
public final class ApprovalOptions {
    @Option(
            names = "--approve-deletes",
            paramLabel = "NAME",
            description =
                    "Let the mass delete of this source table (when it is ingested) or dimension (when it is loaded)"
                            + " through this once; may be repeated. It is recorded in the manifest, or in the ledger.")
    private Set<String> approvedDeletes = new HashSet<>();

    Set<String> approvedDeletes() {
        return Set.copyOf(approvedDeletes);
    }
}
