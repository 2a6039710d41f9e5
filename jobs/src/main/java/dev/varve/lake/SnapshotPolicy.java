package dev.varve.lake;

import dev.varve.pipeline.KeepSnapshots;
import dev.varve.pipeline.Schedule;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which snapshots of a table stay. Every state follows from an older snapshot and the layers, so that what goes costs no
 * history; it only makes an old state dearer to compute.
 *
 * @param keep the pipeline's policy
 * @param schedule says which day a label belongs to
 */
record SnapshotPolicy(KeepSnapshots keep, Schedule schedule) {
    /**
     * The manifests whose snapshots of a table stay: the first one, which is a layer, the newest one, and the newest of each
     * day and month that the policy keeps. Days count back from the last manifest, so that a pipeline that stood still loses
     * nothing.
     */
    Set<Integer> staying(History history, String table) {
        Set<Integer> staying = new TreeSet<>();
        List<Manifest> snapshots = history.snapshots(table);
        if (snapshots.isEmpty()) {
            return staying;
        }
        LocalDate today = schedule.dayOf(history.last().orElseThrow().asOf());
        LocalDate firstDay = today.minusDays(keep.days() - 1L);
        YearMonth firstMonth = YearMonth.from(today).minusMonths(keep.months() - 1L);
        Map<LocalDate, Integer> ofDay = new HashMap<>();
        Map<YearMonth, Integer> ofMonth = new HashMap<>();
        for (Manifest snapshot : snapshots) { // later ones replace earlier ones
            LocalDate day = schedule.dayOf(snapshot.asOf());
            if (!day.isBefore(firstDay)) {
                ofDay.put(day, snapshot.number());
            }
            if (!YearMonth.from(day).isBefore(firstMonth)) {
                ofMonth.put(YearMonth.from(day), snapshot.number());
            }
        }
        staying.addAll(ofDay.values());
        staying.addAll(ofMonth.values());
        staying.add(snapshots.get(snapshots.size() - 1).number());
        snapshots.stream().filter(snapshot -> isFirst(snapshot, table)).forEach(first -> staying.add(first.number()));
        return staying;
    }

    private static boolean isFirst(Manifest manifest, String table) {
        return manifest.table(table)
                .filter(found -> found.read() == TableManifest.Read.INITIAL)
                .isPresent();
    }
}
