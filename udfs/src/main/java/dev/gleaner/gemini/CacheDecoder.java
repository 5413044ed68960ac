package dev.gleaner.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.http.LastSent;
import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns whatever a request about a cachedContent ended in into a reply. Thread-safe. */
final class CacheDecoder {
    private static final JsonMapper MAPPER = new JsonMapper();
    // It is written into requests and addresses as it is.
    private static final Pattern NAME =
            Pattern.compile("(\\w[\\w.:-]*/){0,8}cachedContents/[\\w-]{1,128}");
    private static final int MAX_NAME = 512;

    private final ReplyDecoder replies;

    /** What was asked for. */
    enum Operation {
        CREATE,
        RENEW,
        DELETE
    }

    CacheDecoder(ReplyDecoder replies) {
        this.replies = replies;
    }

    CacheReply decode(Operation operation, ErrorResponse response, LastSent sent) {
        if (response.status() / 100 == 2) {
            return operation == Operation.DELETE ? new CacheReply.Gone() : live(response.body());
        }
        GeminiReply reply = replies.refused(response, sent);
        boolean gone = operation != Operation.CREATE && isGone(response.status(), reply);
        return gone ? new CacheReply.Gone() : failed(reply);
    }

    CacheReply broken(Throwable thrown, LastSent sent) {
        return failed(replies.broken(thrown, sent));
    }

    CacheReply unanswered(FailureKind kind, String what) {
        return failed(replies.unanswered(kind, what));
    }

    /** A request about a cachedContent names nothing else that could not be found. */
    private static boolean isGone(int status, GeminiReply reply) {
        return reply instanceof GeminiReply.Failed failed
                && (failed.kind() == FailureKind.CACHE_LOST
                        || (failed.kind() == FailureKind.MODEL_NOT_FOUND && status == 404));
    }

    private static CacheReply failed(GeminiReply reply) {
        if (reply instanceof GeminiReply.Failed failed) {
            return new CacheReply.Failed(failed.kind(), failed.detail());
        }
        throw new IllegalStateException("an error is a failure: " + reply);
    }

    private CacheReply live(byte[] body) {
        JsonNode json = parsed(body);
        String name = json.path("name").asText();
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            return unanswered(FailureKind.NOT_GEMINI, "HTTP 200 without the cachedContent's name");
        }
        return new CacheReply.Live(
                name,
                instant(json.path("expireTime").asText()),
                json.path("usageMetadata").path("totalTokenCount").asLong());
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
