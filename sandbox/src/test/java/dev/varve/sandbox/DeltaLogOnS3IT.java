package dev.varve.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.ObjectStore;
import dev.varve.lake.S3LogStore;
import dev.varve.sandbox.FaultProxy.Fault;
import dev.varve.sandbox.FaultProxy.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits to a Delta log by a writer that is not alone, and what is listed of a log. */
class DeltaLogOnS3IT {
    private static final String FIRST = "00000000000000000000.json";
    private static final String SECOND = "00000000000000000001.json";
    private static final String THIRD = "00000000000000000002.json";

    private static FaultProxy proxy;

    private TestLake lake;
    private Configuration configuration;
    private S3LogStore log;

    @BeforeAll
    static void standBetween() throws IOException {
        proxy = FaultProxy.before(TestServers.s3().endpoint());
    }

    @AfterAll
    static void leave() {
        proxy.close();
    }

    @BeforeEach
    void open() {
        proxy.heal();
        lake = TestLake.onS3("log", proxy.endpoint());
        configuration = lake.layout("p").configure(new Configuration());
        log = new S3LogStore(configuration);
    }

    @Test
    void aCommitOfTheOneThatTookOverIsNotOverwrittenByTheOneThatStalled() throws IOException {
        commit(FIRST, "first");
        // The bucket as another host sees it.
        URI root = URI.create(lake.layout("p").raw() + "/t/_delta_log");
        ObjectStore other = ObjectStore.at(root, lake.layout("p").s3());
        Fault race = proxy.delay("PUT .*/" + SECOND, () -> other.putIfAbsent(SECOND, "winner".getBytes(UTF_8)));

        assertThatThrownBy(() -> commit(SECOND, "stalled")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(race.met()).isOne();
        assertThat(read(SECOND)).containsExactly("winner");
    }

    @Test
    void aCommitWhoseAnswerWasLostIsDone() throws IOException {
        Fault lost = proxy.inject(Kind.LOST_ANSWER, "PUT .*/" + FIRST, 1);

        commit(FIRST, "one", "two");

        assertThat(lost.met()).isOne();
        assertThat(read(FIRST)).containsExactly("one", "two");
    }

    @Test
    void aCommitThatIsThereIsRefusedUnlessItMayBeOverwritten() throws IOException {
        commit(FIRST, "first");

        assertThatThrownBy(() -> commit(FIRST, "second")).isInstanceOf(FileAlreadyExistsException.class);
        log.write(path(FIRST), List.of("third").iterator(), true, configuration);
        assertThat(read(FIRST)).containsExactly("third");
    }

    @Test
    void aLogIsListedFromANameOnInOrder() throws IOException {
        commit(THIRD, "3");
        commit(FIRST, "1");
        commit(SECOND, "2");
        lake.write("raw/p/t/_delta_log/_sidecars/x.parquet", "");

        assertThat(list(FIRST)).containsExactly(FIRST, SECOND, THIRD);
        assertThat(list(SECOND)).containsExactly(SECOND, THIRD);
        assertThat(list("00000000000000000001.")).containsExactly(SECOND, THIRD);
        assertThat(list("00000000000000000003.")).isEmpty();
    }

    @Test
    void aLogThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> list(FIRST))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageEndingWith("/p/t/_delta_log");
    }

    private void commit(String name, String... actions) throws IOException {
        log.write(path(name), List.of(actions).iterator(), false, configuration);
    }

    private List<String> read(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var content = log.read(path(name), configuration)) {
            content.forEachRemaining(lines::add);
        }
        return lines;
    }

    private List<String> list(String from) throws IOException {
        List<String> names = new ArrayList<>();
        log.listFrom(path(from), configuration)
                .forEachRemaining(status -> names.add(status.getPath().getName()));
        return names;
    }

    private Path path(String name) {
        return new Path(lake.layout("p").raw() + "/t/_delta_log/" + name);
    }
}
