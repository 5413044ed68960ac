package dev.gleaner.tool;

import java.time.Duration;

@SuppressWarnings("ArrayRecordComponent")
public record ToolResult(byte[] json, Outcome outcome, Duration latency) {
    public enum Outcome {
        OK,
        FAILED,
        TIMEOUT,
        UNKNOWN
    }
}
