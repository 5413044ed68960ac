package dev.gleaner.limit;

import java.io.Serializable;

/**
 * The quotas of the endpoint that a job may use up, all subtasks together. 0 means no limit.
 *
 * @param requestsPerMinute HTTP requests in a minute
 * @param tokensPerMinute prompt tokens in a minute
 * @param requestsPerDay HTTP requests in a day, which begins at midnight Pacific time as Google's
 *     quotas do
 */
public record QuotaSettings(long requestsPerMinute, long tokensPerMinute, long requestsPerDay)
        implements Serializable {

    /** No limits. */
    public static final QuotaSettings NONE = new QuotaSettings(0, 0, 0);

    public QuotaSettings {
        require(requestsPerMinute, "requestsPerMinute");
        require(tokensPerMinute, "tokensPerMinute");
        require(requestsPerDay, "requestsPerDay");
    }

    private static void require(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "limits." + name + " must not be negative, but is " + value);
        }
    }
}
