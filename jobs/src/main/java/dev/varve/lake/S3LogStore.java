package dev.varve.lake;

import io.delta.storage.S3SingleDriverLogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Delta's log on S3. A commit is created put-if-absent by S3 itself: Delta's own store looks whether one is there and then writes
 * it, so that a writer which stalled in between would overwrite the commit of the one that took its place. A log is listed from
 * where it is asked for, not from its beginning.
 */
public final class S3LogStore extends S3SingleDriverLogStore {
    private static final String LOG = "_delta_log";

    /** As Delta calls it. */
    public S3LogStore(Configuration configuration) {
        super(configuration);
    }

    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
            throws IOException {
        if (overwrite) {
            super.write(path, actions, true, configuration);
            return;
        }
        FileSystem fileSystem = path.getFileSystem(configuration);
        if (!(fileSystem instanceof S3AFileSystem s3a)) {
            throw new IOException("Cannot write " + path + ": fs.s3a.impl is "
                    + fileSystem.getClass().getName()
                    + ", whose writes are not conditional. Leave Hadoop's S3AFileSystem there.");
        }
        StringBuilder lines = new StringBuilder();
        actions.forEachRemaining(action -> lines.append(action).append('\n'));
        byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            if (!new ConditionalPut(client(s3a), s3a.getBucket()).ifAbsent(s3a.pathToKey(path), content)) {
                throw new FileAlreadyExistsException(path.toString());
            }
        } catch (SdkException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public Iterator<FileStatus> listFrom(Path path, Configuration configuration) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        boolean isLog = folder.getName().equals(LOG); // VACUUM lists the folders of a table's data in this way too
        if (!isLog || !(path.getFileSystem(configuration) instanceof S3AFileSystem s3a)) {
            return super.listFrom(path, configuration);
        }
        List<FileStatus> found = list(s3a, folder, path.getName());
        if (found.isEmpty() && !s3a.exists(folder)) {
            throw new FileNotFoundException("No such file or directory: " + folder);
        }
        return found.iterator();
    }

    /** The files of a folder from a name on, that name included, in order. */
    private static List<FileStatus> list(S3AFileSystem s3a, Path folder, String from) throws IOException {
        String prefix = s3a.pathToKey(folder) + "/";
        // S3 begins after a name: after one that is a little too early, and what is too early is left out here.
        String before = prefix + from.substring(0, Math.max(0, from.length() - 1));
        try {
            return client(s3a)
                    .listObjectsV2Paginator(request -> request.bucket(s3a.getBucket())
                            .prefix(prefix)
                            .startAfter(before)
                            .delimiter("/"))
                    .contents()
                    .stream()
                    .filter(object -> object.key().compareTo(prefix + from) >= 0)
                    .map(object -> status(object, new Path(folder, object.key().substring(prefix.length()))))
                    .toList();
        } catch (SdkException e) {
            throw failed("list", folder, e);
        }
    }

    private static FileStatus status(S3Object object, Path path) {
        return new FileStatus(
                object.size(), false, 1, object.size(), object.lastModified().toEpochMilli(), path);
    }

    private static S3Client client(S3AFileSystem s3a) {
        return s3a.getS3AInternals().getAmazonS3Client("Delta's log");
    }

    private static IOException failed(String verb, Path path, SdkException e) {
        return new IOException(S3Failure.of(verb, path.toString(), e));
    }
}
