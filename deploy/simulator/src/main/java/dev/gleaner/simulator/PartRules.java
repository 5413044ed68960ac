package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.List;

/** That a part of a prompt holds one thing. Stateless. */
final class PartRules {

    private static final List<String> DATA =
            List.of(
                    "text",
                    "inlineData",
                    "fileData",
                    "functionCall",
                    "functionResponse",
                    "executableCode",
                    "codeExecutionResult",
                    "toolCall",
                    "toolResponse",
                    "audioTranscription");

    private PartRules() {}

    /** The name of what the part holds. */
    static String kind(JsonNode part, String path) throws RejectedRequestException {
        String kind = "";
        for (String name : DATA) {
            if (Json.has(part, name)) {
                if (!kind.isEmpty()) {
                    throw refused(
                            path,
                            "Invalid value at '%s' (oneof), oneof field 'data' is already set. Cannot set '%s'"
                                    .formatted(path, name));
                }
                kind = name;
            }
        }
        if (kind.isEmpty()) {
            throw new RejectedRequestException(
                    GoogleErrors.invalid(
                            "* GenerateContentRequest."
                                    + path
                                    + ".data: required oneof field 'data' must have one"
                                    + " initialized field\n"));
        }
        if (kind.equals("text") && !part.path("text").isTextual()) {
            JsonNode text = part.path("text");
            throw new RejectedRequestException(
                    GoogleErrors.badFields(
                            List.of(ScalarRules.invalid(path + ".text", "TYPE_STRING", text))));
        }
        return kind;
    }

    private static RejectedRequestException refused(String path, String message) {
        return new RejectedRequestException(
                GoogleErrors.badFields(List.of(new Violation(path, message))));
    }
}
