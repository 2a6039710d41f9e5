package dev.varve.lake;

/** Hears of each commit point that this process reaches, on the thread that does; found by {@link java.util.ServiceLoader}. */
public interface CommitListener {
    /** Called at each passage, by several threads at once. */
    void reached(CommitPoint point);
}
