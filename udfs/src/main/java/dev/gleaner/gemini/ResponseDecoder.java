package dev.gleaner.gemini;

import static dev.gleaner.model.FailureKind.CONNECTION_FAILED;
import static dev.gleaner.model.FailureKind.EMPTY_ANSWER;
import static dev.gleaner.model.FailureKind.NOT_GEMINI;
import static dev.gleaner.model.FailureKind.PROMPT_BLOCKED;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.gleaner.model.FailureKind;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an HTTP 200 answer in one pass, without a tree. Everything may be absent, null,
 * empty or of another type than expected; then it is as if it were absent. An array of answers,
 * which is a stream's form, is read as one answer. Never throws; time and memory are proportional
 * to the body. Thread-safe.
 */
final class ResponseDecoder {
    private final ErrorDecoder errors;
    private final Clock clock;

    ResponseDecoder(ErrorDecoder errors, Clock clock) {
        this.errors = errors;
        this.clock = clock;
    }

    /** Returns how the attempt ended. */
    GeminiReply decode(byte[] body) {
        ResponseFields fields = new ResponseFields();
        GeminiReply failed = read(body, fields);
        return failed == null ? outcome(fields, body) : failed;
    }

    /**
     * Reads a body, or the next piece of a stream, into the fields.
     *
     * @return why there will be no answer, or null
     */
    @Nullable GeminiReply read(byte[] body, ResponseFields fields) {
        int start = start(body);
        if (start == body.length || (body[start] != '{' && body[start] != '[')) {
            return notGemini("HTTP 200 whose body is not JSON", fields);
        }
        // Places in the body are remembered by their offset, which the parser counts from 0.
        byte[] json = start == 0 ? body : Arrays.copyOfRange(body, start, body.length);
        try (JsonParser parser = Json.bodies().createParser(json)) {
            read(parser, json, fields);
        } catch (StreamConstraintsException e) {
            return notGemini("HTTP 200 whose body is nested too deeply", fields);
        } catch (IOException e) {
            return isCut(e, body)
                    ? failed(CONNECTION_FAILED, "HTTP 200 whose body is cut off", fields.metadata())
                    : notGemini("HTTP 200 whose body is not valid JSON", fields);
        }
        return error(fields);
    }

    private @Nullable GeminiReply error(ResponseFields fields) {
        byte[] value = fields.error();
        Optional<ErrorBody> error = value == null ? Optional.empty() : errors.error(value);
        return error.map(e -> errors.decodeInsideAnswer(e, fields.metadata(), clock.instant()))
                .orElse(null);
    }

    /** Returns what a body that is no answer says of itself, as far as it can be read. */
    static AnswerMetadata metadata(byte[] body) {
        ResponseFields fields = new ResponseFields();
        int start = start(body);
        byte[] json = Arrays.copyOfRange(body, start, body.length);
        try (JsonParser parser = Json.bodies().createParser(json)) {
            read(parser, json, fields);
        } catch (IOException e) {
            return fields.metadata(); // up to there
        }
        return fields.metadata();
    }

    private static void read(JsonParser parser, byte[] json, ResponseFields fields)
            throws IOException {
        if (parser.nextToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                fields.read(parser, json);
            }
        } else {
            fields.read(parser, json);
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more than one document");
        }
    }

    /**
     * Returns what the fields amount to, all being read.
     *
     * @param body the body, or the last piece of a stream
     */
    GeminiReply outcome(ResponseFields fields, byte[] body) {
        if (!fields.isRecognised()) {
            return errors.decodeForeign(body, fields.metadata(), clock.instant());
        }
        CandidateFields candidate = fields.candidate();
        AnswerMetadata metadata = fields.metadata();
        if (!candidate.isPresent()) {
            return fields.hasPromptFeedback()
                    ? failed(PROMPT_BLOCKED, "blockReason " + fields.blockReason(), metadata)
                    : failed(EMPTY_ANSWER, "no candidate", metadata);
        }
        String text = candidate.content().text();
        AnswerContent content = candidate.content().besidesText();
        FailureKind kind =
                FinishReason.kind(candidate.finishReason(), !text.isBlank() || !content.isEmpty());
        return kind == null
                ? new GeminiReply.Answer(text, content, metadata)
                : failed(
                        kind,
                        FinishReason.shown(candidate.finishReason())
                                + (text.isBlank() ? ", no text" : ""),
                        metadata);
    }

    /** Whether the body ends before its JSON does. */
    private static boolean isCut(IOException e, byte[] body) {
        int last = body.length - 1;
        while (last > 0 && body[last] <= ' ' && body[last] >= 0) {
            last--;
        }
        return e instanceof JsonEOFException || (body[last] != '}' && body[last] != ']');
    }

    /** Returns where the JSON begins: behind a byte order mark and white space. */
    private static int start(byte[] body) {
        int start = ByteOrderMark.length(body);
        while (start < body.length && body[start] >= 0 && body[start] <= ' ') {
            start++;
        }
        return start;
    }

    private GeminiReply notGemini(String what, ResponseFields fields) {
        return failed(NOT_GEMINI, what, fields.metadata());
    }

    private GeminiReply failed(FailureKind kind, String what, AnswerMetadata metadata) {
        return errors.failed(kind, what, metadata);
    }
}
