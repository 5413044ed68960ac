package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.model.Prompt;
import dev.gleaner.schema.AnswerCheck;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.schema.ResponseSchema.Form;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any schema that is valid, to the simulator and back: what comes is an answer that fits it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AnySchemaITCase {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SCHEMAS = 150;
    private static final int DEPTH = 3;

    @ParameterizedTest
    @EnumSource(Form.class)
    void answer_fitsItsSchema(Form form) throws Exception {
        try (SimulatorServer simulator = SimulatorServer.start(SimulatorSettings.defaults());
                HttpGeminiClient client = client(simulator)) {
            for (long seed = 0; seed < SCHEMAS; seed++) {
                ObjectNode source = object(new Random(seed), DEPTH);
                ResponseSchema schema = ResponseSchema.parse(source, form);
                AnswerFormat format =
                        form == Form.OPEN_API
                                ? AnswerFormat.schema(schema.wireSchema())
                                : AnswerFormat.jsonSchema(schema.wireSchema());
                byte[] body =
                        new RequestEncoder(new RequestSettings(null, List.of(), format, "{}", "{}"))
                                .encode(Prompt.of("Record " + seed + " says something – ü."));

                GeminiReply reply = ask(client, body);

                assertThat(reply)
                        .as("seed %d, %s", seed, source)
                        .isInstanceOf(GeminiReply.Answer.class);
                assertThat(
                                AnswerValidator.forSchema(schema.validationSchema())
                                        .check(((GeminiReply.Answer) reply).text()))
                        .as("seed %d, %s, %s", seed, source, reply)
                        .isInstanceOf(AnswerCheck.Valid.class);
            }
        }
    }

    private static GeminiReply ask(HttpGeminiClient client, byte[] body) throws Exception {
        CompletableFuture<GeminiReply> reply = new CompletableFuture<>();
        client.generate(body, Duration.ofSeconds(30), reply::complete);
        return reply.get(40, TimeUnit.SECONDS);
    }

    private static HttpGeminiClient client(SimulatorServer simulator) {
        return new HttpGeminiClient(
                new EndpointSettings(
                        simulator.baseUri(),
                        "gemini-3.5-flash",
                        ApiKeyReference.parse("env:KEY"),
                        Auth.X_GOOG_API_KEY,
                        EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                        EndpointSettings.DEFAULT_MAX_ANSWER_BYTES,
                        false,
                        false,
                        null,
                        null),
                "key");
    }

    private static ObjectNode schema(Random random, int depth) {
        ObjectNode schema =
                switch (random.nextInt(depth > 0 ? 7 : 5)) {
                    case 0 -> string(random);
                    case 1 -> words(random);
                    case 2 -> number(random, "integer");
                    case 3 -> number(random, "number");
                    case 4 -> JSON.objectNode().put("type", "boolean");
                    case 5 -> array(random, depth - 1);
                    default -> object(random, depth - 1);
                };
        return random.nextInt(4) == 0 ? schema.put("nullable", true) : schema;
    }

    private static ObjectNode string(Random random) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        if (random.nextBoolean()) {
            int least = random.nextInt(5);
            schema.put("minLength", least).put("maxLength", least + 2 + random.nextInt(20));
        }
        return schema;
    }

    private static ObjectNode words(Random random) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        var words = schema.putArray("enum");
        for (int i = 0; i <= random.nextInt(4); i++) {
            words.add("word" + i);
        }
        return schema;
    }

    private static ObjectNode number(Random random, String type) {
        ObjectNode schema = JSON.objectNode().put("type", type);
        if (random.nextBoolean()) {
            int least = random.nextInt(100) - 50;
            schema.put("minimum", least).put("maximum", least + 2 + random.nextInt(50));
        }
        return schema;
    }

    private static ObjectNode array(Random random, int depth) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", schema(random, depth));
        if (random.nextBoolean()) {
            int least = random.nextInt(3);
            schema.put("minItems", least).put("maxItems", least + 2 + random.nextInt(3));
        }
        return schema;
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (int i = 0; i <= random.nextInt(4); i++) {
            properties.set("p" + i, schema(random, depth));
            if (random.nextBoolean()) {
                required.add("p" + i);
            }
        }
        return schema;
    }
}
