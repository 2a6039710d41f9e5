package dev.varve.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/** A folder of the lake as Hadoop sees it, on disk or in a bucket. */
record LakeFolder(SparkSession spark, String path) {
    /** The files and folders directly in it; none if it is not there. */
    List<FileStatus> list() throws IOException {
        try {
            return Arrays.asList(fileSystem().listStatus(new Path(path)));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** All files below it; none if it is not there. */
    List<FileStatus> files() throws IOException {
        List<FileStatus> files = new ArrayList<>();
        if (fileSystem() instanceof LocalFileSystem) {
            collect(files);
            return files;
        }
        try {
            RemoteIterator<LocatedFileStatus> all = fileSystem().listFiles(new Path(path), true);
            while (all.hasNext()) {
                files.add(all.next());
            }
            return files;
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /**
     * One folder after the other. Hadoop's walk is one list in a bucket, yet on disk it starts a shell for the rights of each
     * file, and fails if a writer has renamed that since.
     */
    private void collect(List<FileStatus> files) throws IOException {
        for (FileStatus status : list()) {
            if (status.isDirectory()) {
                new LakeFolder(spark, status.getPath().toString()).collect(files);
            } else {
                files.add(status);
            }
        }
    }

    /** Deletes it with all that is in it, or the file that is at the path. */
    void delete() {
        try {
            fileSystem().delete(new Path(path), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant written(FileStatus file) {
        return Instant.ofEpochMilli(file.getModificationTime());
    }

    private FileSystem fileSystem() throws IOException {
        return new Path(path).getFileSystem(spark.sparkContext().hadoopConfiguration());
    }
}
