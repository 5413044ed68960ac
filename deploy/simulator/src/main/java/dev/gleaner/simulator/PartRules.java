package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        if (kind.isEmpty() || isEmptyText(part)) {
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

    /**
     * An empty text counts as none, but for the parts that carry a signature only, which Gemini
     * sends itself.
     */
    static boolean isEmptyText(JsonNode part) {
        JsonNode text = part.path("text");
        return text.isTextual()
                && text.textValue().isEmpty()
                && !Json.has(part, "thoughtSignature");
    }

    /** A reference in a function's response is the name of a file beside it. */
    static void checkReferences(JsonNode functionResponse) throws RejectedRequestException {
        JsonNode response = functionResponse.path("response");
        Set<String> names = new HashSet<>();
        for (JsonNode part : functionResponse.path("parts")) {
            names.add(Json.get(Json.get(part, "inlineData"), "displayName").asText());
        }
        for (JsonNode reference : response.findValues("$ref")) {
            if (!names.contains(reference.asText())) {
                throw new RejectedRequestException(
                        GoogleErrors.invalid(
                                "The referenced name `%s` in function_response.response does not match to a display_name in the function_response.parts."
                                        .formatted(reference.asText())));
            }
        }
    }

    private static RejectedRequestException refused(String path, String message) {
        return new RejectedRequestException(
                GoogleErrors.badFields(List.of(new Violation(path, message))));
    }
}
