package dev.varve.lake;

import dev.varve.pipeline.VarveException;
import java.nio.file.FileSystemException;
import java.util.Set;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a request to S3 that failed, however often it was tried, means for a user. */
final class S3Failure {
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;

    private static final Set<String> OF_CREDENTIALS =
            Set.of("ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch");

    private S3Failure() {}

    /** One line that names the object, the reason and what to check. */
    static VarveException of(String verb, String object, SdkException e) {
        if (e instanceof S3Exception answer && answer.statusCode() == CONFLICT) {
            return VarveException.busy("Cannot " + verb + " " + object
                    + ": others are writing it at the same time, again and again. Wait for them, then run again.");
        }
        return VarveException.failed("Cannot " + verb + " " + object + ": " + reason(e), e);
    }

    static boolean isMissingBucket(S3Exception e) {
        return "NoSuchBucket".equals(code(e));
    }

    /**
     * Why a step of Spark or Delta failed, as a sentence that begins in lower case where S3 is the reason: the object, if S3A
     * names it, and what to check.
     */
    static String within(SdkException e, Throwable failure) {
        String object = "a request to S3";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException named && named.getFile() != null) {
                object = named.getFile();
            }
        }
        return object + ": " + reason(e);
    }

    private static String reason(SdkException e) {
        return e instanceof S3Exception answer ? ofAnswer(answer) : withoutAnswer(e);
    }

    private static String ofAnswer(S3Exception e) {
        String said = e.statusCode() + (code(e).isEmpty() ? "" : " " + code(e));
        if (isMissingBucket(e)) {
            return "there is no such bucket. Create it, or correct the pipeline file or AWS_ENDPOINT_URL_S3.";
        }
        if (OF_CREDENTIALS.contains(code(e))) {
            return "the credentials are not valid, or no longer (" + said + "). Renew or correct them.";
        }
        if (e.statusCode() == FORBIDDEN) {
            return "access denied (" + said
                    + "). Check the credentials, and that the policy of the account and the bucket's own allow it.";
        }
        if (e.statusCode() >= 500) {
            return "the store does not serve it (" + said + "), however often it was asked. Run again later.";
        }
        return "the store answers " + said + ". Check the bucket, its region and its settings.";
    }

    private static String withoutAnswer(SdkException e) {
        if (String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
            return "no credentials were found that can be used; the log says where was looked. Set AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or give the instance a role.";
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return "no answer came in time, however often it was asked. Run again later.";
        }
        return VarveException.sentence(VarveException.innermost(e))
                + " Check AWS_ENDPOINT_URL_S3, AWS_REGION and the network.";
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }
}
