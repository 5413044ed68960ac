package dev.gleaner.tool;

import java.time.Duration;

/**
 * How one call of a function ended.
 *
 * @param json what the model is told: always a JSON object, {@code {"error":"…"}} if there is no
 *     result
 * @param outcome whether it is a result
 * @param latency how long it took
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record ToolResult(byte[] json, Outcome outcome, Duration latency) {

    /** Whether there is a result. */
    public enum Outcome {
        /** The function gave one. */
        OK,
        /** It could not, or refused the arguments. */
        FAILED,
        /** It did not end in time. */
        TIMEOUT,
        /** There is no such function: the model made its name up. */
        UNKNOWN
    }

    /** The length, never the content. */
    @Override
    public String toString() {
        return "ToolResult[" + outcome + ", " + json.length + " bytes, " + latency + "]";
    }
}
