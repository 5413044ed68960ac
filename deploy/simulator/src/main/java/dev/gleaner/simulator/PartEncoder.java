package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gleaner.simulator.AnswerPart.CodeResult;
import dev.gleaner.simulator.AnswerPart.ExecutableCode;
import dev.gleaner.simulator.AnswerPart.FunctionCall;
import dev.gleaner.simulator.AnswerPart.InlineData;
import dev.gleaner.simulator.AnswerPart.Text;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@link AnswerPart} to Part. Stateless. */
final class PartEncoder {

    private PartEncoder() {}

    static void write(JsonGenerator out, AnswerPart part) throws IOException {
        out.writeStartObject();
        if (part instanceof Text text) {
            out.writeStringField("text", text.text());
            if (text.thought()) {
                out.writeBooleanField("thought", true);
            }
            signature(out, text.signature());
        } else if (part instanceof FunctionCall call) {
            call(out, call);
            signature(out, call.signature());
        } else if (part instanceof ExecutableCode code) {
            out.writeObjectFieldStart("executableCode");
            out.writeStringField("language", "PYTHON");
            out.writeStringField("code", code.code());
            out.writeEndObject();
        } else if (part instanceof CodeResult result) {
            out.writeObjectFieldStart("codeExecutionResult");
            out.writeStringField("outcome", "OUTCOME_OK");
            out.writeStringField("output", result.output());
            out.writeEndObject();
        } else if (part instanceof InlineData data) {
            out.writeObjectFieldStart("inlineData");
            out.writeStringField("mimeType", data.mimeType());
            out.writeStringField("data", data.base64());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void call(JsonGenerator out, FunctionCall call) throws IOException {
        out.writeObjectFieldStart("functionCall");
        if (call.id() != null) {
            out.writeStringField("id", call.id());
        }
        out.writeStringField("name", call.name());
        out.writeFieldName("args");
        out.writeRawValue(call.args());
        out.writeEndObject();
    }

    private static void signature(JsonGenerator out, @Nullable String signature)
            throws IOException {
        if (signature != null) {
            out.writeStringField("thoughtSignature", signature);
        }
    }
}
