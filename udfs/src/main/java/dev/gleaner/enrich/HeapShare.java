package dev.gleaner.enrich;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * The part of a TaskManager's heap that one subtask may fill with records in work. The rest is for
 * what Kafka's clients and Flink buffer, and for garbage.
 *
 * @param heap the heap's largest size, in bytes
 * @param slots of the TaskManager, each of which has at most one subtask of an operator
 */
record HeapShare(long heap, int slots) {
    private static final int PART = 3;

    static HeapShare of(@Nullable RuntimeContext runtime) {
        int slots =
                runtime instanceof StreamingRuntimeContext streaming
                        ? streaming
                                .getTaskManagerRuntimeInfo()
                                .getConfiguration()
                                .get(TaskManagerOptions.NUM_TASK_SLOTS)
                        : 1;
        return new HeapShare(Runtime.getRuntime().maxMemory(), slots);
    }

    long bytes() {
        return Math.max(1, heap / PART / slots);
    }

    @Override
    public String toString() {
        return "a third of a heap of " + (heap >> 20) + " MB, in " + slots + " slots";
    }
}
