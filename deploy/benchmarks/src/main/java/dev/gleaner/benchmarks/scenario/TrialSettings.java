package dev.gleaner.benchmarks.scenario;

import java.util.Map;

/**
 * How a contender is started.
 *
 * @param capacity calls in flight at most
 * @param control what the simulator does, as JSON
 * @param records how many records the job finds in its topic; of no meaning to the others
 * @param recordBytes size that records are filled up to; 0 leaves them as they are
 * @param alone whether the client gets a core without the servers
 * @param tls whether calls go to the simulator's TLS port
 * @param spec further values of the spec by their paths
 */
public record TrialSettings(
        int capacity,
        String control,
        long records,
        int recordBytes,
        boolean alone,
        boolean tls,
        Map<String, Object> spec) {

    /** Records as they are, no TLS, every core for everybody. */
    public static TrialSettings of(int capacity, String control, long records) {
        return new TrialSettings(capacity, control, records, 0, false, false, Map.of());
    }

    /** The same with servers and client on cores of their own. */
    public TrialSettings apart() {
        return new TrialSettings(capacity, control, records, recordBytes, true, tls, spec);
    }

    /** The same with records filled up. */
    public TrialSettings withRecordBytes(int bytes) {
        return new TrialSettings(capacity, control, records, bytes, alone, tls, spec);
    }

    /** The same over TLS, with these values in the spec. */
    public TrialSettings overTls(Map<String, Object> values) {
        return new TrialSettings(capacity, control, records, recordBytes, alone, true, values);
    }
}
