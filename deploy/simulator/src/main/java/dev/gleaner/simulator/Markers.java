package dev.gleaner.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faults asked for inside a prompt: {@code [[simulate:NAME]]} for every request of this prompt,
 * {@code [[simulate:NAME*2]]} for its first two. Several markers are used up one after the other.
 * Requests are counted by the first user turn that has a marker, so that a repair turn counts on.
 * Thread-safe.
 */
final class Markers {

    private static final String START = "[[simulate:";
    private static final String END = "]]";

    private record Marker(Fault fault, int times) {}

    private final Map<Long, Integer> requests = new HashMap<>();

    static boolean in(String text) {
        return text.contains(START);
    }

    /** The fault of this request, null if its prompt asks for none or has used them up. */
    @Nullable Fault next(GenerateRequest request) throws RejectedRequestException {
        int at = request.markers().indexOf(START);
        if (at < 0) {
            return null;
        }
        int before = count(request.record());
        for (Marker marker : parse(request.markers(), at)) {
            if (before < marker.times()) {
                return marker.fault();
            }
            before -= marker.times();
        }
        return null;
    }

    private synchronized int count(long record) {
        return requests.merge(record, 1, Integer::sum) - 1;
    }

    synchronized void clear() {
        requests.clear();
    }

    private static List<Marker> parse(String text, int first) throws RejectedRequestException {
        List<Marker> markers = new ArrayList<>();
        for (int at = first; at >= 0; at = text.indexOf(START, at + 1)) {
            int end = text.indexOf(END, at);
            markers.add(marker(text.substring(at + START.length(), end < 0 ? text.length() : end)));
        }
        return markers;
    }

    private static Marker marker(String text) throws RejectedRequestException {
        int star = text.indexOf('*');
        String name = star < 0 ? text : text.substring(0, star);
        try {
            int times = star < 0 ? Integer.MAX_VALUE : Integer.parseInt(text.substring(star + 1));
            Fault fault = Fault.named(name).orElse(null);
            if (fault != null) {
                return new Marker(fault, times);
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal, which shows the marker
        }
        throw new RejectedRequestException(
                GoogleErrors.invalid(
                        "Simulator: unreadable marker '"
                                + START
                                + text
                                + END
                                + "'; faults are "
                                + Fault.names()));
    }
}
