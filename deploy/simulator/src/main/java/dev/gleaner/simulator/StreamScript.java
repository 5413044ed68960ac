package dev.gleaner.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream sends and what comes then. Immutable.
 *
 * @param frames in their order
 * @param ending what comes then
 */
record StreamScript(List<byte[]> frames, Ending ending) {

    /** How a stream ends. */
    enum Ending {
        /** in order, an answer */
        ANSWERED,
        /** in order, a refusal */
        REFUSED,
        /** not at all */
        SILENT,
        /** with its connection */
        CUT
    }

    /** What a looping answer has at least, if nobody hangs up. */
    private static final int LOOP_BYTES = 10 << 20;

    /** The script of an answer, with a fault of {@link Fault.Stage#STREAM} in it or none. */
    static StreamScript of(List<byte[]> pieces, StreamFrame frame, @Nullable Fault fault) {
        List<byte[]> frames = frame.frames(pieces);
        if (fault == null) {
            return new StreamScript(frames, Ending.ANSWERED);
        }
        ApiError error = GoogleErrors.overloaded();
        return switch (fault) {
            case STREAM_ERROR ->
                    new StreamScript(
                            with(unfinished(frames), frame.bare(error.body())), Ending.REFUSED);
            case STREAM_ERROR_EVENT ->
                    new StreamScript(
                            with(unfinished(frames), frame.piece(error.oneLine())), Ending.REFUSED);
            case STREAM_STALL -> new StreamScript(unfinished(frames).subList(0, 1), Ending.SILENT);
            case STREAM_CUT -> new StreamScript(unfinished(frames), Ending.CUT);
            case LOOP -> new StreamScript(looping(frames), Ending.ANSWERED);
            default -> throw new IllegalArgumentException(fault + " is not in a stream");
        };
    }

    /** All but the last, with which the answer would be complete; half of an only one. */
    private static List<byte[]> unfinished(List<byte[]> frames) {
        byte[] only = frames.get(0);
        return frames.size() > 1
                ? frames.subList(0, frames.size() - 1)
                : List.of(Arrays.copyOf(only, only.length / 2));
    }

    private static List<byte[]> with(List<byte[]> frames, byte[] more) {
        List<byte[]> all = new ArrayList<>(frames);
        all.add(more);
        return all;
    }

    /** The same array over and over, so that it costs no memory. */
    private static List<byte[]> looping(List<byte[]> frames) {
        int at = Math.max(0, frames.size() - 2);
        byte[] looped = frames.get(at);
        List<byte[]> all = new ArrayList<>(frames.subList(0, at));
        all.addAll(Collections.nCopies(LOOP_BYTES / looped.length + 1, looped));
        all.addAll(frames.subList(at + 1, frames.size()));
        return all;
    }
}
