package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Layout;
import dev.varve.pipeline.LakeSettings;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * A lake of a test's own, on disk or in two buckets, and its files as a test looks at them or damages them. Files are named as
 * {@code raw/shop/manifests/1.json} or {@code processed/...}, wherever the two roots are.
 */
final class TestLake {
    private final LakeSettings settings;
    private final Map<String, String> variables;
    private final Configuration configuration;

    private TestLake(LakeSettings settings, Map<String, String> variables) {
        this.settings = settings;
        this.variables = Map.copyOf(variables);
        this.configuration = layout("any").configure(new Configuration());
    }

    /** Where the tests of this build keep their lakes: on disk unless {@code varve.test.lake} is {@code s3}. */
    static TestLake ofBuild(String name, java.nio.file.Path folder) {
        return System.getProperty("varve.test.lake", "disk").equals("s3") ? onS3(name) : onDisk(folder);
    }

    static TestLake onDisk(java.nio.file.Path folder) {
        return new TestLake(
                new LakeSettings(root(folder.resolve("raw")), root(folder.resolve("processed")), S3Settings.AWS),
                Map.of());
    }

    private static URI root(java.nio.file.Path folder) {
        return URI.create(folder.toUri().toString().replaceFirst("/$", ""));
    }

    /** On the S3 server of this JVM. */
    static TestLake onS3(String name) {
        return onS3(name, TestServers.s3().endpoint());
    }

    /** By another way to that server. */
    static TestLake onS3(String name, URI endpoint) {
        S3Server server = TestServers.s3();
        // Buckets of its own: S3A keeps to the way by which it reached a bucket first, and S3Mock lists all of one.
        String buckets =
                name.replace('_', '-') + "-" + UUID.randomUUID().toString().substring(0, 8);
        server.createBucket(buckets + "-raw");
        server.createBucket(buckets + "-processed");
        Map<String, String> variables = new HashMap<>(server.variables());
        variables.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
        return new TestLake(
                new LakeSettings(
                        URI.create("s3a://" + buckets + "-raw/lake"),
                        URI.create("s3a://" + buckets + "-processed/lake"),
                        new S3Settings(
                                Optional.of(endpoint),
                                Optional.ofNullable(variables.get("AWS_REGION")),
                                S3Settings.Addressing.PATH,
                                Optional.of(new S3Settings.AccessKeys(
                                        Objects.requireNonNull(variables.get("AWS_ACCESS_KEY_ID")),
                                        new Secret(Objects.requireNonNull(variables.get("AWS_SECRET_ACCESS_KEY"))))))),
                variables);
    }

    /** What leads a pipeline file's variables to it. */
    Map<String, String> variables() {
        Map<String, String> all = new HashMap<>(variables);
        all.put("LAKE_RAW", told(settings.raw()));
        all.put("LAKE_PROCESSED", told(settings.processed()));
        return all;
    }

    /** As a pipeline file has it: a folder's name is not escaped. */
    private static String told(URI root) {
        return "file".equals(root.getScheme()) ? root.getPath() : root.toString();
    }

    Layout layout(String pipeline) {
        return Layout.of(settings, pipeline);
    }

    boolean exists(String file) {
        return told(() -> files(file).exists(path(file)));
    }

    String read(String file) {
        return told(() -> {
            try (InputStream content = files(file).open(path(file))) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    void write(String file, String content) {
        told(() -> {
            try (OutputStream out = files(file).create(path(file), true)) {
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
            return content;
        });
    }

    void delete(String file) {
        assertThat(told(() -> files(file).delete(path(file), true))).isTrue();
    }

    /** The files of a folder and those below, without the root's name; empty if there is no such folder. */
    List<String> list(String folder) {
        return told(() -> statuses(folder).stream()
                .map(status -> name(folder, status.getPath()))
                .sorted()
                .toList());
    }

    /** As {@link #list}, each with a hash of its content; the lock that replacing the lease leaves behind does not count. */
    List<String> hashes(String folder) {
        return list(folder).stream()
                .filter(file -> !file.endsWith("/.lease.json.lock"))
                .map(file -> file + " " + hash(file))
                .toList();
    }

    /** The same of the whole lake. */
    List<String> hashes() {
        return Stream.of("raw", "processed")
                .flatMap(root -> hashes(root).stream())
                .toList();
    }

    /** The file of that ending that was written last in a folder or below. */
    String newest(String folder, String ending) {
        return told(() -> statuses(folder).stream()
                .filter(status -> status.getPath().getName().endsWith(ending))
                .max(Comparator.comparingLong(FileStatus::getModificationTime))
                .map(status -> name(folder, status.getPath()))
                .orElseThrow());
    }

    /** Copies a folder of another lake, wherever that is; here there is none of that name. */
    void copy(TestLake from, String folder) {
        Path there = from.path(folder);
        told(() -> FileUtil.copy(from.files(folder), there, files(folder), path(folder), false, new Configuration()));
    }

    /** Runs a test while a file or folder is not in its place. */
    void whileAway(String file, Runnable test) {
        String away = file.replaceFirst("/", "/away-" + UUID.randomUUID() + "/");
        told(() -> files(away).mkdirs(path(away).getParent()));
        assertThat(told(() -> files(file).rename(path(file), path(away)))).isTrue();
        DeltaLog.clearCache(); // as in another process
        try {
            test.run();
        } finally {
            assertThat(told(() -> files(file).rename(path(away), path(file)))).isTrue();
            delete(away.replaceFirst("^([^/]*/[^/]*)/.*", "$1"));
            DeltaLog.clearCache();
        }
    }

    /** Runs a test while a file says something else. */
    void whileEdited(String file, UnaryOperator<String> edit, Runnable test) {
        String real = read(file);
        String edited = edit.apply(real);
        assertThat(edited).isNotEqualTo(real);
        write(file, edited);
        try {
            test.run();
        } finally {
            write(file, real);
        }
    }

    private List<FileStatus> statuses(String folder) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        if (files(folder).exists(path(folder))) {
            collect(files(folder), path(folder), found);
        }
        return found;
    }

    /** By one list of each folder: Hadoop's own walk asks for the rights of each file, which may be gone by then. */
    private static void collect(FileSystem files, Path folder, List<FileStatus> found) throws IOException {
        for (FileStatus status : files.listStatus(folder)) {
            if (status.isDirectory()) {
                collect(files, status.getPath(), found);
            } else {
                found.add(status);
            }
        }
    }

    private String name(String folder, Path file) {
        String root = path(folder).toUri().getPath();
        return folder + file.toUri().getPath().substring(root.length());
    }

    private String hash(String file) {
        return told(() -> {
            try (InputStream content = files(file).open(path(file))) {
                return DigestUtils.sha256Hex(content);
            }
        });
    }

    private Path path(String file) {
        URI root = file.startsWith("raw") ? settings.raw() : settings.processed();
        int slash = file.indexOf('/');
        return new Path(
                root.getScheme(), root.getAuthority(), root.getPath() + (slash < 0 ? "" : file.substring(slash)));
    }

    private FileSystem files(String file) throws IOException {
        FileSystem files = path(file).getFileSystem(configuration);
        // The other one keeps a checksum beside each file, and refuses a file that was edited without it.
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T told(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
