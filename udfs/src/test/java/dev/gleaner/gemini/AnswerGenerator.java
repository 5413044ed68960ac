package dev.gleaner.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Makes answers with everything that generateContent can answer, as Gemini does. */
final class AnswerGenerator {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> WORDS =
            List.of("a ", "Größe ", "😀", "\n", "\"q\" ", "\\ ", "19°C. ", "same. ", "\u0001", "文");

    private final Random random;
    private StringBuilder text = new StringBuilder();

    AnswerGenerator(Random random) {
        this.random = random;
    }

    /** Returns the next answer; candidate 0 has content, and a finishReason that is a success. */
    JsonNode next() {
        text = new StringBuilder();
        ObjectNode answer = MAPPER.createObjectNode();
        ObjectNode candidate = answer.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content");
        ArrayNode parts = content.putArray("parts");
        for (int i = random.nextInt(8); i > 0; i--) {
            addPart(parts.addObject());
        }
        text(parts.addObject(), "end");
        content.put("role", "model");
        candidate.put("finishReason", "STOP");
        addDetails(candidate);
        answer.putObject("usageMetadata").put("totalTokenCount", random.nextInt(9_999));
        answer.put("modelVersion", "gemini-3.5-flash");
        return answer;
    }

    private void addPart(ObjectNode part) {
        switch (random.nextInt(8)) {
            case 0 -> part.put("text", words()).put("thought", true);
            case 1 -> part.put("thought", true).put("text", words());
            case 2 -> {
                ObjectNode call =
                        part.putObject("functionCall").put("name", "f" + words().length());
                call.putObject("args").put("x", words()).put("n", random.nextGaussian());
                if (random.nextBoolean()) {
                    call.put("id", "call-" + random.nextInt(99));
                }
                part.put("thoughtSignature", base64());
            }
            case 3 ->
                    part.putObject("inlineData").put("mimeType", "image/png").put("data", base64());
            case 4 ->
                    part.putObject("executableCode").put("language", "PYTHON").put("code", words());
            case 5 ->
                    part.putObject("codeExecutionResult")
                            .put("outcome", "OUTCOME_OK")
                            .put("output", words());
            case 6 -> part.putObject("toolCall").put("toolType", "GOOGLE_SEARCH_WEB");
            default -> text(part, words());
        }
    }

    private void addDetails(ObjectNode candidate) {
        if (random.nextBoolean()) {
            addGrounding(candidate.putObject("groundingMetadata"));
        }
        if (random.nextBoolean()) {
            candidate
                    .putObject("urlContextMetadata")
                    .putArray("urlMetadata")
                    .addObject()
                    .put("retrievedUrl", "https://example.com/")
                    .put(
                            "urlRetrievalStatus",
                            "URL_RETRIEVAL_STATUS_" + (random.nextBoolean() ? "SUCCESS" : "ERROR"));
        }
        if (random.nextBoolean()) {
            candidate.putArray("safetyRatings").addObject().put("probability", "LOW");
            candidate
                    .putObject("citationMetadata")
                    .putArray(random.nextBoolean() ? "citations" : "citationSources")
                    .addObject()
                    .put("endIndex", 7);
        }
        if (random.nextBoolean()) {
            candidate.put("avgLogprobs", -random.nextDouble());
            candidate.putObject("logprobsResult").putArray("chosenCandidates").addObject();
        }
    }

    private void addGrounding(ObjectNode grounding) {
        grounding.putArray("webSearchQueries").add(words()).add("");
        ArrayNode chunks = grounding.putArray("groundingChunks");
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode chunk = chunks.addObject();
            if (random.nextInt(4) > 0) {
                String kind = List.of("web", "maps", "retrievedContext").get(random.nextInt(3));
                chunk.putObject(kind).put("uri", "https://e.org/" + i).put("title", words());
            }
        }
        ArrayNode supports = grounding.putArray("groundingSupports");
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode support = supports.addObject();
            addSegment(support.putObject("segment"));
            support.putArray("groundingChunkIndices").add(random.nextInt(5)).add(0);
        }
    }

    /** Of the answer's text, mostly; its offset right, mostly. */
    private void addSegment(ObjectNode segment) {
        int[] points = text.codePoints().toArray();
        int start = random.nextInt(points.length);
        int count = 1 + random.nextInt(points.length - start);
        String before = new String(points, 0, start);
        String segmentText = new String(points, start, count);
        int offset = before.getBytes(StandardCharsets.UTF_8).length + 2 * random.nextInt(2);
        if (offset > 0) {
            segment.put("startIndex", offset);
        }
        segment.put("endIndex", offset + segmentText.getBytes(StandardCharsets.UTF_8).length);
        segment.put("text", random.nextInt(5) > 0 ? segmentText : "elsewhere");
    }

    private void text(ObjectNode part, String words) {
        part.put("text", words);
        text.append(words);
    }

    private String words() {
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            words.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }

    private String base64() {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
