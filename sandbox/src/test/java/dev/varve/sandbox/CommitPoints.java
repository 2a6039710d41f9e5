package dev.varve.sandbox;

import dev.varve.lake.CommitListener;
import dev.varve.lake.CommitPoint;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the commit points that this JVM reaches, and kills it at the one that a system property names. */
public final class CommitPoints implements CommitListener {
    private static final String KILL_AT = "varve.test.kill.at";
    private static final Map<CommitPoint, Integer> REACHED = new ConcurrentHashMap<>();

    /** The option that lets a JVM die when it reaches a point for the n-th time. */
    static String kill(CommitPoint point, int passage) {
        return "-D" + KILL_AT + "=" + point + ":" + passage;
    }

    /** How often each point was reached while something ran. */
    static Map<CommitPoint, Integer> during(Runnable run) {
        REACHED.clear();
        run.run();
        return Map.copyOf(REACHED);
    }

    @Override
    public void reached(CommitPoint point) {
        int passage = REACHED.merge(point, 1, Integer::sum);
        if ((point + ":" + passage).equals(System.getProperty(KILL_AT))) {
            kill();
        }
    }

    /** By a signal: no hook runs, and no finally. */
    private static void kill() {
        try {
            new ProcessBuilder("sh", "-c", "kill -9 " + ProcessHandle.current().pid()).start();
            Thread.currentThread().join(); // for ever
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
