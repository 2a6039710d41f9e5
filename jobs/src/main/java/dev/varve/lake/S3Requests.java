package dev.varve.lake;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * How many requests went to S3, each attempt by itself as S3 charges it.
 *
 * @param byKind by the operation's name in the S3 API: {@code GetObject}, {@code PutObject} ...
 */
public record S3Requests(Map<String, Long> byKind) {
    private static final Map<String, LongAdder> COUNTERS = new ConcurrentHashMap<>();

    public S3Requests {
        byKind = Map.copyOf(byKind);
    }

    /** Those of this process: for manifests and the lease, and those of Spark and Delta by way of S3A. */
    public static S3Requests soFar() {
        return new S3Requests(COUNTERS.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum())));
    }

    /** Those after an earlier count. */
    public S3Requests since(S3Requests earlier) {
        return new S3Requests(byKind.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey(), entry.getValue() - earlier.byKind.getOrDefault(entry.getKey(), 0L)))
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Of all kinds. */
    public long total() {
        return byKind.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Such as {@code 31 (GetObject 20, PutObject 11)}. */
    @Override
    public String toString() {
        return total()
                + new TreeMap<>(byKind)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    /** Counts what a client sends. Hadoop's S3A makes one by its name, so it needs its public constructor. */
    public static final class Counter implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            String kind = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            COUNTERS.computeIfAbsent(kind, name -> new LongAdder()).increment();
        }
    }
}
