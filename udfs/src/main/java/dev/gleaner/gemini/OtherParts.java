package dev.gleaner.gemini;

import static dev.gleaner.gemini.JsonBytes.utf8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the parts of an answer hold besides text. Not thread-safe. */
final class OtherParts {
    private static final byte[] NO_ARGS = utf8("{}");

    private final List<FunctionCall> functionCalls = new ArrayList<>();
    private final List<Blob> blobs = new ArrayList<>();
    private final List<ToolOutput> toolOutputs = new ArrayList<>();
    private @Nullable FunctionCall functionCall;
    private @Nullable InlineData inlineData;
    private boolean content;

    /** An executableCode or codeExecutionResult. */
    private record ToolOutput(String name, JsonSlice value) {}

    /** Takes note that a part begins. */
    void begin() {
        functionCall = null;
        inlineData = null;
        content = false;
    }

    /** Reads a field of a part, its value at the parser, which reads {@code json}. */
    void read(String name, JsonParser parser, byte[] json) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return;
        }
        switch (name) {
            case "functionCall" -> functionCall = functionCall(parser, json);
            case "inlineData" -> inlineData = InlineData.read(parser, json);
            case "executableCode", "codeExecutionResult" ->
                    toolOutputs.add(new ToolOutput(name, JsonSlice.skip(parser, json)));
            default -> {
                return; // sent back if need be, as it was received
            }
        }
        content = true;
    }

    private static FunctionCall functionCall(JsonParser parser, byte[] json) throws IOException {
        String id = null;
        String name = "";
        byte[] args = NO_ARGS;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("args") && value == JsonToken.START_OBJECT) {
                args = JsonSlice.skip(parser, json).compact();
            } else if (field.equals("name") && value == JsonToken.VALUE_STRING) {
                name = StorableText.of(parser.getText());
            } else if (field.equals("id") && value == JsonToken.VALUE_STRING) {
                id = StorableText.of(parser.getText());
            }
            parser.skipChildren();
        }
        return new FunctionCall(id == null || id.isEmpty() ? null : id, name, args);
    }

    /**
     * Takes note that the part ends. What the model did while it thought is no answer.
     *
     * @return whether the part held anything that is collected here
     */
    boolean end(boolean thought) {
        if (!thought && functionCall != null) {
            functionCalls.add(functionCall);
        }
        Blob blob = thought || inlineData == null ? null : inlineData.blob();
        if (blob != null) {
            blobs.add(blob);
        }
        return content;
    }

    List<FunctionCall> functionCalls() {
        return List.copyOf(functionCalls);
    }

    List<Blob> blobs() {
        return List.copyOf(blobs);
    }

    /** Returns the code that was run and what came of it, as an array; null if there is none. */
    byte @Nullable [] toolOutputs() {
        if (toolOutputs.isEmpty()) {
            return null;
        }
        List<byte[]> pieces = new ArrayList<>();
        for (ToolOutput output : toolOutputs) {
            pieces.add(utf8((pieces.isEmpty() ? "[{\"" : ",{\"") + output.name() + "\":"));
            pieces.add(output.value().compact());
            pieces.add(utf8("}"));
        }
        pieces.add(utf8("]"));
        return JsonBytes.concat(pieces);
    }
}
