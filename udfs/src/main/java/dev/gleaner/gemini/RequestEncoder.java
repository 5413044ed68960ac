package dev.gleaner.gemini;

import static dev.gleaner.gemini.JsonBytes.COMMA;
import static dev.gleaner.gemini.JsonBytes.concat;
import static dev.gleaner.gemini.JsonBytes.quoted;
import static dev.gleaner.gemini.JsonBytes.utf8;

import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes generateContent requests as JSON in UTF-8. What all requests share is rendered once; a
 * call costs the escaping of its text and one copy. The system instruction and the examples come
 * first, so that requests share the prefix that Gemini caches. Thread-safe.
 */
public final class RequestEncoder {
    private static final byte[] OPEN = utf8("{");
    private static final byte[] CLOSE = utf8("}");
    private static final byte[] CONTENTS = utf8("\"contents\":[");
    private static final byte[] CONTENTS_END = utf8("]");
    private static final byte[] USER = utf8("{\"role\":\"user\",\"parts\":[");
    private static final byte[] MODEL = utf8("{\"role\":\"model\",\"parts\":[");
    private static final byte[] TURN_END = utf8("]}");
    private static final byte[] TEXT = utf8("{\"text\":\"");
    private static final byte[] TEXT_END = utf8("\"}");
    private static final byte[] INLINE_DATA = utf8("{\"inlineData\":{\"mimeType\":\"");
    private static final byte[] DATA = utf8("\",\"data\":\"");
    private static final byte[] FILE_DATA = utf8("{\"fileData\":{\"mimeType\":\"");
    private static final byte[] FILE_URI = utf8("\",\"fileUri\":\"");
    private static final byte[] FILE_END = utf8("\"}}");
    private static final byte[] RESPONSE = utf8("{\"functionResponse\":{");
    private static final byte[] RESPONSE_END = utf8("}}");

    private final RequestFrame frame;
    private final boolean boundsInput;

    /**
     * Renders what all requests share.
     *
     * @throws IllegalArgumentException if generationConfig or the fields are not a JSON object or
     *     set what is set here, or if a schema is not a JSON object
     */
    public RequestEncoder(RequestSettings settings) {
        this(new RequestFrame(settings));
    }

    private RequestEncoder(RequestFrame frame) {
        this.frame = frame;
        boundsInput = frame.boundsInput();
    }

    /**
     * Returns the same with another temperature and without a seed, where they are set: a model
     * that was not given one may refuse it.
     */
    public RequestEncoder varied() {
        return new RequestEncoder(frame.varied());
    }

    /** Returns what every request bounds its answer to, in tokens; 0 if it does not. */
    public long maxOutputTokens() {
        return frame.maxOutputTokens();
    }

    /** Returns how many answers a request asks for, at least one. */
    public int candidates() {
        return frame.candidates();
    }

    /** Returns whether the endpoint may search, or call other tools of its own. */
    public boolean hasEndpointTools() {
        return frame.hasEndpointTools();
    }

    /**
     * Returns whether a prompt without files by URI has no more tokens than bytes: there are no
     * tools, and no cachedContent of the user's own.
     */
    public boolean boundsInput() {
        return boundsInput;
    }

    /** Returns how many bytes {@link #encodeCache} takes off a request that names its outcome. */
    public long cachedBytes() {
        return (long) frame.systemInstruction().length
                + frame.examples().length
                + frame.tools().length
                + frame.toolConfig().length;
    }

    /** Encodes one question. */
    public byte[] encode(Prompt prompt) {
        return encode(prompt, List.of(), null);
    }

    /**
     * Encodes one question and what was said since.
     *
     * @param followUp the turns after the record's own
     * @param cachedContent the name of a cachedContent that holds what {@link #encodeCache} wrote,
     *     or null
     */
    public byte[] encode(Prompt prompt, List<Turn> followUp, @Nullable String cachedContent) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(OPEN);
        if (cachedContent != null) {
            pieces.add(utf8("\"cachedContent\":\"" + cachedContent + "\","));
            pieces.add(CONTENTS);
        } else {
            addShared(pieces);
        }
        pieces.add(USER);
        for (int i = 0; i < prompt.parts().size(); i++) {
            if (i > 0) {
                pieces.add(COMMA);
            }
            addPart(pieces, prompt.parts().get(i));
        }
        pieces.add(TURN_END);
        for (Turn turn : followUp) {
            Collections.addAll(pieces, COMMA, turn.json());
        }
        Collections.addAll(pieces, CONTENTS_END, frame.generationConfig());
        if (cachedContent == null) {
            pieces.add(frame.tools());
            pieces.add(
                    prompt.place() == null ? frame.toolConfig() : frame.toolConfig(prompt.place()));
        }
        Collections.addAll(pieces, frame.others(), CLOSE);
        return concat(pieces);
    }

    /** Adds the constant beginning, up to where the record's own turn stands. */
    private void addShared(List<byte[]> pieces) {
        if (frame.systemInstruction().length > 0) {
            Collections.addAll(pieces, frame.systemInstruction(), COMMA);
        }
        pieces.add(CONTENTS);
        if (frame.examples().length > 0) {
            Collections.addAll(pieces, frame.examples(), COMMA);
        }
    }

    /**
     * Encodes what all requests share as a cachedContent to be created.
     *
     * @param model the model's resource name, such as {@code models/gemini-3.5-flash}
     * @param ttl how long it is kept, in whole seconds
     */
    public byte[] encodeCache(String model, Duration ttl) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(utf8("{\"model\":\"" + model + "\",\"ttl\":\"" + ttl.toSeconds() + "s\""));
        if (frame.systemInstruction().length > 0) {
            Collections.addAll(pieces, COMMA, frame.systemInstruction());
        }
        if (frame.examples().length > 0) {
            Collections.addAll(pieces, COMMA, CONTENTS, frame.examples(), CONTENTS_END);
        }
        Collections.addAll(pieces, frame.tools(), frame.toolConfig(), CLOSE);
        return concat(pieces);
    }

    /** Returns a text as the user's next turn. */
    public static Turn userTurn(String text) {
        return textTurn(USER, text);
    }

    /** Returns a text as the model's last turn. */
    public static Turn modelTurn(String text) {
        return textTurn(MODEL, text);
    }

    private static Turn textTurn(byte[] start, String text) {
        return new Turn(concat(List.of(start, TEXT, quoted(text), TEXT_END, TURN_END)));
    }

    /**
     * Returns what functions gave as the user's next turn.
     *
     * @param responses one for each call of the model's last turn, in the same order
     */
    public static Turn functionResponses(List<FunctionResponse> responses) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(USER);
        for (FunctionResponse response : responses) {
            if (pieces.size() > 1) {
                pieces.add(COMMA);
            }
            pieces.add(RESPONSE);
            if (response.id() != null) {
                Collections.addAll(pieces, utf8("\"id\":\""), quoted(response.id()), utf8("\","));
            }
            Collections.addAll(pieces, utf8("\"name\":\""), quoted(response.name()));
            Collections.addAll(pieces, utf8("\",\"response\":"), response.json(), RESPONSE_END);
        }
        pieces.add(TURN_END);
        return new Turn(concat(pieces));
    }

    private static void addPart(List<byte[]> pieces, PromptPart part) {
        if (part instanceof PromptPart.Text text) {
            Collections.addAll(pieces, TEXT, quoted(text.text()), TEXT_END);
        } else if (part instanceof PromptPart.Bytes file) {
            Collections.addAll(pieces, INLINE_DATA, quoted(file.mimeType()), DATA);
            Collections.addAll(pieces, Base64.getEncoder().encode(file.data()), FILE_END);
        } else if (part instanceof PromptPart.Base64 file) {
            Collections.addAll(pieces, INLINE_DATA, quoted(file.mimeType()), DATA);
            Collections.addAll(pieces, quoted(file.base64()), FILE_END);
        } else if (part instanceof PromptPart.File file) {
            Collections.addAll(pieces, FILE_DATA, quoted(file.mimeType()), FILE_URI);
            Collections.addAll(pieces, quoted(file.uri()), FILE_END);
        }
    }
}
