package dev.varve.lake;

import dev.varve.pipeline.VarveException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why Spark, Delta or Hadoop could not do a step on the lake. */
public final class LakeFailure {
    private LakeFailure() {}

    /** The reason behind an exception as a sentence; what S3 answered is told with what to check. */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException sdk) {
                return S3Failure.within(sdk, failure);
            }
        }
        return VarveException.sentence(VarveException.innermost(failure));
    }
}
