package dev.varve.sandbox;

/** Where the lake of a sandbox is; the constants are as they are typed and as {@code sandbox.json} has them. */
public enum SandboxLake {
    /** Folders beside the servers' data. */
    disk,
    /** Two buckets of the sandbox's S3 server. */
    s3
}
