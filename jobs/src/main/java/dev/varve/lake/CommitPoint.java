package dev.varve.lake;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The moments right before and after something that a process wrote becomes visible to others, in the order in which an ingest
 * and a load pass them. A command that dies at any of them is completed by running it again (docs/design.md, section 5). Nobody
 * listens unless the class path brings a {@link CommitListener}, which the production jar does not.
 */
public enum CommitPoint {
    /** The lease of the lake is claimed. */
    BEFORE_CLAIM,
    AFTER_CLAIM,
    /** A snapshot of one table is stored: a commit of its Delta log. */
    BEFORE_SNAPSHOT,
    AFTER_SNAPSHOT,
    /** The change layer of one table is stored, likewise. */
    BEFORE_LAYER,
    AFTER_LAYER,
    /** The manifest is put, which makes an ingest visible. */
    BEFORE_MANIFEST,
    AFTER_MANIFEST,
    /** The lease is released. */
    BEFORE_RELEASE,
    AFTER_RELEASE,
    /** The rows of one warehouse table are written to the processed zone. */
    BEFORE_PROCESSED,
    AFTER_PROCESSED,
    /** They are copied into the staging table, within the warehouse's transaction. */
    BEFORE_COPY,
    AFTER_COPY,
    /** The warehouse's transaction is committed, which makes a load, a rewind or a rebuild visible. */
    BEFORE_COMMIT,
    AFTER_COMMIT;

    /** Tells whoever listens that this process is there. */
    public void reached() {
        Listeners.FOUND.forEach(listener -> listener.reached(this));
    }

    /** Looked up once, when the first point is reached. */
    private static final class Listeners {
        private static final List<CommitListener> FOUND = ServiceLoader.load(CommitListener.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
