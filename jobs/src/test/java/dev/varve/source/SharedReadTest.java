package dev.varve.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class SharedReadTest {
    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void eachPartTakesItsShareAndTheLastTakesTheRest() {
        SharedRead read = read(3, 1_500, 10_000);

        assertThat(numbers(read.part(0))).hasSize(1_500).startsWith(0).endsWith(1_499);
        assertThat(numbers(read.part(1))).hasSize(1_500).startsWith(1_500);
        assertThat(numbers(read.part(2))).hasSize(7_000).endsWith(9_999);
        assertThat(opened).hasValue(1);
    }

    @Test
    void partsOfAShortReadAreEmpty() {
        SharedRead read = read(3, 100, 130);

        assertThat(numbers(read.part(0))).hasSize(100);
        assertThat(numbers(read.part(1))).hasSize(30);
        assertThat(numbers(read.part(2))).isEmpty();
    }

    @Test
    void partsThatAreReadAtOnceShareTheRowsWithoutLossOrDouble() throws Exception {
        SharedRead read = read(4, 20_000, 100_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<Integer>>> tasks = new ArrayList<>();
            for (int part = 0; part < 4; part++) {
                Iterator<Row> rows = read.part(part);
                tasks.add(() -> numbers(rows));
            }
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> future : threads.invokeAll(tasks)) {
                all.addAll(future.get());
            }
            assertThat(all).hasSize(100_000).doesNotHaveDuplicates();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aPartCanBeHadOnce() {
        SharedRead read = read(2, 10, 15);
        read.part(1);

        assertThatThrownBy(() -> read.part(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Part 1 of a source read was computed twice");
    }

    private SharedRead read(int parts, int share, int rows) {
        return new SharedRead(parts, share, () -> {
            opened.incrementAndGet();
            return IntStream.range(0, rows).mapToObj(RowFactory::create).iterator();
        });
    }

    private static List<Integer> numbers(Iterator<Row> rows) {
        List<Integer> numbers = new ArrayList<>();
        rows.forEachRemaining(row -> numbers.add(row.getInt(0)));
        return numbers;
    }
}
