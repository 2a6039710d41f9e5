package dev.varve.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} promises; the test of an implementation inherits it. */
abstract class ObjectStoreContractTest {
    private static final int WRITERS = 8;

    private ObjectStore store;

    /** A store at a root where nothing is. */
    abstract ObjectStore emptyStore();

    @BeforeEach
    void openStore() {
        store = emptyStore();
    }

    @Test
    void missingFileIsAbsent() {
        assertThat(store.read("lease.json")).isEmpty();
        assertThat(store.read("manifests/1.json")).isEmpty();
    }

    @Test
    void fileIsReadAsItWasPut() {
        byte[] content = new byte[100_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }

        assertThat(store.putIfAbsent("manifests/1.json", content)).isTrue();
        assertThat(store.read("manifests/1.json"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(content));
    }

    @Test
    void emptyFileIsThere() {
        assertThat(store.putIfAbsent("empty", new byte[0])).isTrue();
        assertThat(store.putIfAbsent("empty", bytes("late"))).isFalse();
        assertThat(content("empty")).contains("");
    }

    @Test
    void secondPutIsRefusedAndWritesNothing() {
        assertThat(store.putIfAbsent("manifests/1.json", bytes("first"))).isTrue();

        assertThat(store.putIfAbsent("manifests/1.json", bytes("second"))).isFalse();
        assertThat(content("manifests/1.json")).contains("first");
        assertThat(store.list("manifests")).containsExactly("1.json");
    }

    @Test
    void oneOfManyPutsAtOnceWins() throws Exception {
        List<Boolean> results = atOnce(writer -> () -> store.putIfAbsent("manifests/1.json", large(writer)));

        assertThat(results).containsOnlyOnce(true).hasSize(WRITERS);
        assertThat(store.read("manifests/1.json"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(large(results.indexOf(true))));
        assertThat(store.list("manifests")).containsExactly("1.json");
    }

    @Test
    void oneOfManyReplacementsAtOnceWins() throws Exception {
        store.putIfAbsent("lease.json", bytes("expired"));

        List<Boolean> results = atOnce(writer -> () -> store.replace("lease.json", bytes("expired"), large(writer)));

        assertThat(results).containsOnlyOnce(true).hasSize(WRITERS);
        assertThat(store.read("lease.json"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(large(results.indexOf(true))));
    }

    @Test
    void expectedContentIsReplaced() {
        store.putIfAbsent("lease.json", bytes("old"));

        assertThat(store.replace("lease.json", bytes("old"), bytes("new"))).isTrue();
        assertThat(content("lease.json")).contains("new");
    }

    @Test
    void otherContentIsNotReplaced() {
        store.putIfAbsent("lease.json", bytes("other"));

        assertThat(store.replace("lease.json", bytes("old"), bytes("new"))).isFalse();
        assertThat(content("lease.json")).contains("other");
    }

    @Test
    void missingFileIsNotReplaced() {
        assertThat(store.replace("lease.json", bytes("old"), bytes("new"))).isFalse();
        assertThat(store.replace("manifests/1.json", bytes(""), bytes("new"))).isFalse();
        assertThat(store.read("lease.json")).isEmpty();
    }

    @Test
    void expectedContentIsDeleted() {
        store.putIfAbsent("lease.json", bytes("mine"));

        assertThat(store.delete("lease.json", bytes("mine"))).isTrue();
        assertThat(store.read("lease.json")).isEmpty();
        assertThat(store.putIfAbsent("lease.json", bytes("next"))).isTrue();
    }

    @Test
    void otherContentIsNotDeleted() {
        store.putIfAbsent("lease.json", bytes("other"));

        assertThat(store.delete("lease.json", bytes("mine"))).isFalse();
        assertThat(content("lease.json")).contains("other");
    }

    @Test
    void missingFileIsNotDeleted() {
        assertThat(store.delete("lease.json", bytes("mine"))).isFalse();
    }

    @Test
    void namesAreListedInOrder() {
        List.of("2.json", "10.json", "1.json").forEach(name -> store.putIfAbsent("manifests/" + name, bytes(name)));

        assertThat(store.list("manifests")).containsExactly("1.json", "10.json", "2.json");
    }

    @Test
    void onlyFilesDirectlyInTheFolderAreListed() {
        store.putIfAbsent("manifests/1.json", bytes("1"));
        store.putIfAbsent("manifests/old/2.json", bytes("2"));
        store.putIfAbsent("manifests-of-others/3.json", bytes("3"));

        assertThat(store.list("manifests")).containsExactly("1.json");
    }

    @Test
    void replacingLeavesNothingBehindInTheFolder() {
        store.putIfAbsent("manifests/1.json", bytes("1"));
        store.replace("manifests/1.json", bytes("1"), bytes("one"));

        assertThat(store.list("manifests")).containsExactly("1.json");
    }

    @Test
    void missingFolderIsEmpty() {
        assertThat(store.list("manifests")).isEmpty();
    }

    private interface Work {
        Callable<Boolean> of(int writer);
    }

    private static List<Boolean> atOnce(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Callable<Boolean> call = work.of(writer);
                calls.add(() -> {
                    start.await();
                    return call.call();
                });
            }
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private Optional<String> content(String path) {
        return store.read(path).map(bytes -> new String(bytes, UTF_8));
    }

    private static byte[] large(int writer) {
        return bytes(("writer " + writer + "\n").repeat(5_000));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
