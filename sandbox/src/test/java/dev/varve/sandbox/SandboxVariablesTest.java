package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxVariablesTest {
    private static final SandboxDirectory DIRECTORY = new SandboxDirectory(Path.of("/srv/varve/.varve"));

    @Test
    void aLakeOnDiskIsTwoFoldersAndNeedsNothingElse() {
        Map<String, String> variables = SandboxVariables.of(DIRECTORY, SandboxState.fresh());
        assertThat(variables)
                .containsEntry("LAKE_RAW", "file:///srv/varve/.varve/lake/raw")
                .containsEntry("LAKE_PROCESSED", "file:///srv/varve/.varve/lake/processed");
        assertThat(variables.keySet()).noneMatch(name -> name.startsWith("AWS_") || name.startsWith("VARVE_"));
    }

    @Test
    void aLakeOnS3IsTwoBucketsAndHowToReachThem() {
        SandboxState state = SandboxState.fresh().with(SandboxLake.s3);
        assertThat(SandboxVariables.of(DIRECTORY, state))
                .containsEntry("LAKE_RAW", "s3a://varve-raw")
                .containsEntry("LAKE_PROCESSED", "s3a://varve-processed")
                .containsEntry("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:29000")
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("AWS_ACCESS_KEY_ID", state.s3().accessKeyId())
                .containsEntry("AWS_SECRET_ACCESS_KEY", state.s3().server().password())
                .containsEntry("VARVE_S3_PATH_STYLE", "true");
    }
}
