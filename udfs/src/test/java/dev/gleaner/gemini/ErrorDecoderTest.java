package dev.gleaner.gemini;

import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorDecoderTest {
    private final ReplyDecoder decoder = WireFiles.decoder();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    400 | INVALID_ARGUMENT    | API key not valid. Please pass a valid API key. | API_KEY_REJECTED
                    400 | INVALID_ARGUMENT    | API key expired. Please renew the API key. | API_KEY_REJECTED
                    400 | FAILED_PRECONDITION | User location is not supported for the API use. | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | The specified schema produces a constraint that has too many states for serving. | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | Invalid JSON payload received. Unknown name \\"additionalProperties\\" at 'generation_config.response_schema': Cannot find field. | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | * GenerateContentRequest.generation_config.response_schema.properties: should be non-empty for OBJECT type | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | responseJsonSchema is not supported | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | Invalid JSON payload received. Unknown name \\"foo\\" at 'generation_config': Cannot find field. | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Tool use with a response mime type: 'application/json' is unsupported | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Unable to submit request because thinking_budget and thinking_level are not supported together | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Budget 0 is invalid. This model only works in thinking mode. | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | A response schema is needed for this | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | A schema in GenerationConfig in the request exceeds the maximum allowed nesting depth. | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | The constraint has too many states | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | reference to undefined schema at properties.items.anyOf.1 | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | schema at properties.draft can only contain properties starting with '$' when $ref is present | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | $ref 'Option' was set alongside unsupported fields. | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | Schema.ref 'Option' was set alongside unsupported fields. | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | can't resolve reference #/$defs/Issue from id # | SCHEMA_REJECTED
                    400 | INVALID_ARGUMENT    | The referenced name `#/$defs/Param` in function_response.response does not match to a display_name | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | Unable to submit request because `f` functionDeclaration schema didn't specify the schema type field | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Cannot process a message about the schema of a database | REQUEST_REJECTED
                    404 | x                   | Invalid URL (POST /v1/models/gemini-x:generateContent) | NOT_GEMINI
                    404 | NOT_FOUND           | Route POST:/v1/models/gemini-x not found | NOT_GEMINI
                    404 | x                   | Cannot POST /v1beta/models/gemini-x:generateContent | NOT_GEMINI
                    404 | x                   | Not found: POST /v1/models/gemini-x | NOT_GEMINI
                    404 | x                   | The model gemini-x does not exist | MODEL_NOT_FOUND
                    404 | x                   | No such model: see GET /v1/models | MODEL_NOT_FOUND
                    400 | INVALID_ARGUMENT    | JSON mode is not enabled for models/x | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Developer instruction is not enabled for models/x | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Unable to submit request because it has a temperature value of 3 but the supported range is from 0 | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Cannot process message 'I lost my API key and the response_schema' | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | Cannot process a message about an API key | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | Invalid API key | API_KEY_REJECTED
                    400 | INVALID_ARGUMENT    | The input token count (1250000) exceeds the maximum number of tokens allowed (1048576). | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | Invalid value at 'contents[0].parts[0]', \\"about thinking and response_schema\\" | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | Invalid JSON payload received. Unexpected token.\\nmy thinking about an API key\\n^ | REQUEST_REJECTED
                    401 | UNAUTHENTICATED     | Request had invalid authentication credentials. | API_KEY_REJECTED
                    402 | RESOURCE_EXHAUSTED  | Prepaid credit used up | CREDIT_EXHAUSTED
                    403 | PERMISSION_DENIED   | Your API key was reported as leaked. Please use another API key. | API_KEY_REJECTED
                    403 | PERMISSION_DENIED   | Requests to this API x method y are blocked. | API_KEY_REJECTED
                    404 | x                   | No handler for 'my model' | NOT_GEMINI
                    404 | NOT_FOUND           | models/gemini-x is not found for API version v1beta | MODEL_NOT_FOUND
                    404 | NOT_FOUND           | models/gemini-x is not found for API version v1beta, or is not supported for createCachedContent. | MODEL_NOT_FOUND
                    404 | NOT_FOUND           | Not found: cache content metadata for 7442837468390883328. | CACHE_LOST
                    404 | NOT_FOUND           | Not found: cached content metadata for 7442837468390883328. | CACHE_LOST
                    404 | NOT_FOUND           | No such thing as 'a cached content', models/x | MODEL_NOT_FOUND
                    403 | PERMISSION_DENIED   | CachedContent not found (or permission denied) | CACHE_LOST
                    403 | PERMISSION_DENIED   | You do not have permission to access tuned model x | API_KEY_REJECTED
                    400 | INVALID_ARGUMENT    | Cache content 7442837468390883328 is expired. | CACHE_LOST
                    400 | INVALID_ARGUMENT    | Cached content model does not match the model in the request. | CACHE_LOST
                    400 | INVALID_ARGUMENT    | Model used by GenerateContent request (models/gemini-x) and CachedContent (models/gemini-y) has to be the same. | CACHE_LOST
                    400 | INVALID_ARGUMENT    | CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config. | CONFIGURATION_REJECTED
                    400 | INVALID_ARGUMENT    | Cached content is too small. total_token_count=808, min_total_token_count=1024 | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | The cached content is of 500 tokens. The minimum token count to start caching is 2048. | REQUEST_REJECTED
                    400 | INVALID_ARGUMENT    | Cannot process a message about a cached content that is expired | REQUEST_REJECTED
                    400 | FAILED_PRECONDITION | The File abc-123 is not in an ACTIVE state and usage is not allowed. | REQUEST_REJECTED
                    403 | PERMISSION_DENIED   | You do not have permission to access the File abc-123 or it may not exist. | REQUEST_REJECTED
                    403 | PERMISSION_DENIED   | Permission denied while accessing input file. Learn more about credentials | REQUEST_REJECTED
                    404 | NOT_FOUND           | File abc-123 not found. | REQUEST_REJECTED
                    401 | UNAUTHENTICATED     | You do not have permission to access the File abc-123 or it may not exist. | API_KEY_REJECTED
                    403 | PERMISSION_DENIED   | Cannot serve who says: you do not have permission to access the file | API_KEY_REJECTED
                    408 | x                   | x | ATTEMPT_TIMEOUT
                    413 | x                   | Request payload size exceeds the limit: 20971520 bytes. | REQUEST_REJECTED
                    418 | x                   | x | REQUEST_REJECTED
                    429 | RESOURCE_EXHAUSTED  | Resource exhausted. Please try again later. | RATE_LIMITED
                    429 | RESOURCE_EXHAUSTED  | Quota exceeded for metric: x, limit: 20, model: m | RATE_LIMITED
                    429 | RESOURCE_EXHAUSTED  | Quota exceeded for metric: x, limit: 0, model: m | NO_QUOTA
                    429 | RESOURCE_EXHAUSTED  | TotalCachedContentStorageTokensPerModelFreeTier limit exceeded for model x: limit=0, requested=4420 | NO_QUOTA
                    429 | RESOURCE_EXHAUSTED  | limit exceeded for model x: limit=0.5, limit=1000 | RATE_LIMITED
                    429 | RESOURCE_EXHAUSTED  | Your prepayment credits are depleted. | CREDIT_EXHAUSTED
                    499 | CANCELLED           | The operation was cancelled. | ATTEMPT_TIMEOUT
                    500 | INTERNAL            | An internal error has occurred. Please retry or report | SERVER_ERROR
                    502 | x                   | x | SERVER_ERROR
                    503 | UNAVAILABLE         | The model is overloaded. Please try again later. | OVERLOADED
                    504 | DEADLINE_EXCEEDED   | Deadline expired before operation could complete. | ATTEMPT_TIMEOUT
                    524 | x                   | x | SERVER_ERROR
                    529 | x                   | x | OVERLOADED
                    """)
    void googleError_isClassified(int status, String name, String message, FailureKind kind) {
        String body =
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
                        .formatted(status, message, name);

        assertThat(decode(status, body).kind()).isEqualTo(kind);
        assertThat(decode(status, "[" + body + "\n]").kind()).isEqualTo(kind);
        assertThat(((GeminiReply.Failed) decoder.answer(utf8(body))).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | ''                | bad request                                    | REQUEST_REJECTED
                    401 | ''                | Invalid token                                  | API_KEY_REJECTED
                    403 | ''                | This token has no access to model x            | API_KEY_REJECTED
                    403 | ''                | your request was blocked                       | PROMPT_BLOCKED
                    403 | ''                | The prompt has been blocked                    | PROMPT_BLOCKED
                    403 | insufficient_user_quota | user quota is not enough                 | CREDIT_EXHAUSTED
                    403 | prompt_blocked    | not allowed                                    | PROMPT_BLOCKED
                    500 | sensitive_words_detected | user sensitive words detected           | PROMPT_BLOCKED
                    404 | model_not_found   | The model does not exist                       | MODEL_NOT_FOUND
                    404 | ''                | Invalid URL (POST /v2/x)                       | NOT_GEMINI
                    429 | ''                | upstream saturated                             | RATE_LIMITED
                    500 | invalid_request   | contents is required                           | REQUEST_REJECTED
                    500 | invalid_request   | Unknown name at generation_config              | CONFIGURATION_REJECTED
                    500 | bad_response      | upstream                                       | SERVER_ERROR
                    503 | model_not_found   | no available channel for group default and model x (distributor) | MODEL_UNAVAILABLE
                    503 | overloaded        | upstream                                       | OVERLOADED
                    """)
    void cometError_isClassified(int status, String code, String message, FailureKind kind) {
        String body =
                "{\"error\":{\"message\":\"%s (request id: 2026)\",\"type\":\"comet_api_error\",\"param\":\"\",\"code\":\"%s\"}}"
                        .formatted(message, code);

        GeminiReply.Failed failed = decode(status, body);

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.detail()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "301, NOT_GEMINI", "400, NOT_GEMINI", "401, API_KEY_REJECTED", "403, NOT_GEMINI",
        "404, NOT_GEMINI", "405, NOT_GEMINI", "413, REQUEST_REJECTED", "429, RATE_LIMITED",
        "502, SERVER_ERROR", "503, OVERLOADED", "504, ATTEMPT_TIMEOUT"
    })
    void htmlPage_isNoRecordsFault(int status, FailureKind kind) {
        assertThat(decode(status, "\n<html><body>secret page</body>").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "204, NOT_GEMINI", "302, NOT_GEMINI", "400, REQUEST_REJECTED", "403, API_KEY_REJECTED",
        "404, NOT_GEMINI", "429, RATE_LIMITED", "500, SERVER_ERROR", "503, OVERLOADED"
    })
    void emptyBody_isClassifiedByItsStatus(int status, FailureKind kind) {
        assertThat(decode(status, "").kind()).isEqualTo(kind);
        assertThat(decode(status, "{\"error\":{\"mess").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    400 | {}                          | NOT_GEMINI
                    400 | Bad Request                 | REQUEST_REJECTED
                    401 | {"detail":"who are you"}    | API_KEY_REJECTED
                    403 | {"message":"Forbidden"}     | API_KEY_REJECTED
                    404 | {"message":"no such route"} | NOT_GEMINI
                    413 | {"message":"too large"}     | REQUEST_REJECTED
                    422 | {"detail":[{"msg":"x"}]}    | NOT_GEMINI
                    422 | [{"msg":"x"}]               | NOT_GEMINI
                    429 | {"message":"slow down"}     | RATE_LIMITED
                    500 | {"message":"oops"}          | SERVER_ERROR
                    """)
    void jsonWithoutAnError_isNoRecordsFault(int status, String body, FailureKind kind) {
        assertThat(decode(status, body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GenerateRequestsPerDayPerProjectPerModel-FreeTier", "DailyTokens"})
    void quotaOfTheDay_isFatal(String quotaId) {
        assertThat(decode(429, quotaError(quotaId, "48s")).kind())
                .isEqualTo(FailureKind.DAILY_QUOTA_EXHAUSTED);
    }

    @Test
    void quotaOfTheDayInErrorInfo_isFatal() {
        String body =
                """
                {"error":{"code":429,"details":[null,7,{"reason":"RATE_LIMIT_EXCEEDED",
                "metadata":{"quota_limit":"GenerateRequestsPerDayPerProjectPerModel"}}]}}\
                """;

        assertThat(decode(429, body).kind()).isEqualTo(FailureKind.DAILY_QUOTA_EXHAUSTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\":{\"quota_limit\":\"PerMinute\",\"quota_limit_value\":\"0\"}}",
                "{\"violations\":[{\"quotaId\":\"PerMinute\",\"quotaValue\":\"0\"}]}"
            })
    void quotaOfZero_isNoQuota(String details) {
        String body = "{\"error\":{\"code\":429,\"details\":[" + details + "]}}";

        assertThat(decode(429, body).kind()).isEqualTo(FailureKind.NO_QUOTA);
        assertThat(decode(429, body.replace("\"0\"", "\"10\"")).kind())
                .isEqualTo(FailureKind.RATE_LIMITED);
    }

    @Test
    void quotaOfTheMinute_waitsAsAsked() {
        GeminiReply.Failed failed =
                decode(
                        429,
                        quotaError("GenerateContentPaidTierInputTokensPerModelPerMinute", "48s"));

        assertThat(failed.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failed.retryDelay()).isEqualTo(Duration.ofSeconds(48));
    }

    @ParameterizedTest
    @CsvSource({"300s, RATE_LIMITED", "300.1s, DAILY_QUOTA_EXHAUSTED", "2h, DAILY_QUOTA_EXHAUSTED"})
    void quotaThatRefillsLate_isFatal(String delay, FailureKind kind) {
        String body = quotaError("GenerateRequestsPerMinute", delay);

        assertThat(decode(429, body).kind()).isEqualTo(kind);
        assertThat(((GeminiReply.Failed) decoder.answer(utf8(body))).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "429, 300, RATE_LIMITED",
        "429, 301, DAILY_QUOTA_EXHAUSTED",
        "503, 301, OVERLOADED"
    })
    void longRetryAfter_isFatalForAQuotaOnly(int status, String retryAfter, FailureKind kind) {
        assertThat(decode(status, "", retryAfter).kind()).isEqualTo(kind);
    }

    @Test
    void failureThatIsNotRetried_hasNoDelay() {
        GeminiReply.Failed failed =
                (GeminiReply.Failed)
                        decoder.error(new ErrorResponse(400, null, "7", null, new byte[0]));

        assertThat(failed.retryDelay()).isNull();
    }

    @Test
    void redirect_namesTheHostOnly() {
        GeminiReply.Failed failed =
                (GeminiReply.Failed)
                        decoder.error(
                                new ErrorResponse(
                                        302,
                                        null,
                                        null,
                                        "https://login.example/?key=k",
                                        new byte[0]));

        assertThat(failed.detail())
                .isEqualTo(
                        "HTTP 302: a redirect to login.example"
                                + " (check model.endpoint: generativelanguage.googleapis.com)");
    }

    @Test
    void rejectedKey_namesWhereItIsAndNeverTheKey() {
        GeminiReply.Failed failed =
                decode(401, "{\"error\":{\"message\":\"bad key " + WireFiles.API_KEY + "\"}}");

        assertThat(failed.detail())
                .isEqualTo("HTTP 401: bad key *** (check model.apiKey: env:GEMINI_API_KEY)");
    }

    @Test
    void longMessage_leavesRoomForTheAdvice() {
        GeminiReply.Failed failed =
                decode(404, "{\"error\":{\"message\":\"model " + "x".repeat(5_000) + "\"}}");

        assertThat(failed.detail())
                .hasSize(300)
                .endsWith("(check model.name: gemini-3.5-flash-lite)");
    }

    @Test
    void rejectedRequest_doesNotShowWhatItQuotes() {
        GeminiReply.Failed failed =
                decode(
                        400,
                        "{\"error\":{\"status\":\"INVALID_ARGUMENT\",\"message\":\"Invalid value at"
                                + " 'contents' (TYPE_STRING), \\\"Mr Smith\\\"\\nMr Smith\"}}");

        assertThat(failed.detail())
                .isEqualTo(
                        "HTTP 400 INVALID_ARGUMENT: Invalid value at 'contents' (TYPE_STRING),"
                                + " \"…\"");
    }

    @Test
    void rejectedRequest_doesNotShowWhatItQuotesBetweenSingleQuotes() {
        String body = "{\"error\":{\"message\":\"%s\"}}";

        assertThat(decode(400, body.formatted("Cannot process message 'I lost my API key'")))
                .extracting(GeminiReply.Failed::kind, GeminiReply.Failed::detail)
                .containsExactly(
                        FailureKind.REQUEST_REJECTED, "HTTP 400: Cannot process message \"…\"");
        String message =
                "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 'my name is Bob'";
        assertThat(decode(400, body.formatted(message)).detail())
                .isEqualTo(
                        "HTTP 400: Invalid value at 'contents[0].parts[0].text' (TYPE_STRING),"
                                + " \"…\"");
    }

    @Test
    void rejectedSetting_showsItsWholeText() {
        String message =
                "Unable to submit request because it has a maxOutputTokens value of 100000 but the"
                        + " supported range is from 1 (inclusive) to 65537 (exclusive). Update it.";

        assertThat(decode(400, "{\"error\":{\"message\":\"" + message + "\"}}").detail())
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // JavaScript's SDK, pretty-printed and in one line
                "{'error':{'message':'{\\n"
                        + "  \\'error\\': {\\n"
                        + "    \\'code\\': 400,\\n"
                        + "    \\'message\\': \\'API key not valid.\\',\\n"
                        + "    \\'status\\': \\'INVALID_ARGUMENT\\'\\n"
                        + "  }\\n"
                        + "}','code':400,'status':'Bad Request'}}",
                "{'error':{'message':'{\\'error\\':{\\'code\\':400,\\'message\\':\\'API key not"
                    + " valid.\\',\\'status\\':\\'INVALID_ARGUMENT\\'}}','type':'upstream_error'}}",
                // words before and behind it
                "{'error':{'message':'VertexAIException {no JSON} - {\\'error\\':{\\'code\\':400,"
                        + "\\'message\\':\\'API key not valid.\\'}} (request id: 7)','code':'x'}}",
                // escaped twice, and JSON within JSON within JSON
                "{'error':{'message':'upstream: \\'{\\\\\\'error\\\\\\':{\\\\\\'code\\\\\\':400,"
                        + "\\\\\\'message\\\\\\':\\\\\\'API key not valid.\\\\\\'}}\\''}}",
                "{'error':{'message':'{\\'error\\':{\\'message\\':\\'{\\\\\\'error\\\\\\':"
                        + "{\\\\\\'code\\\\\\':400,\\\\\\'message\\\\\\':\\\\\\'API key not"
                        + " valid.\\\\\\'}}\\',\\'code\\':400}}','code':500}}",
                // Python's form of it
                "{'error':{'message':'400 INVALID_ARGUMENT. {`error`: {`code`: 400, `message`: `API"
                        + " key not valid.`, `status`: `INVALID_ARGUMENT`, `details`: []}}'}}",
                // in other places
                "{'error':{'error':{'code':400,'message':'API key not valid.'}}}",
                "{'error':{'message':'Provider returned"
                    + " error','code':400,'metadata':{'raw':'{\\'error\\':{\\'code\\':400,\\'message\\':\\'API"
                    + " key not valid.\\'}}'}}}",
                "{'error':{'message':'x','details':[7,{'detail':'{\\'error\\':{\\'code\\':400,"
                        + "\\'message\\':\\'API key not valid.\\'}}'}]}}",
                "{'error':'{\\'error\\':{\\'code\\':\\'400\\',\\'message\\':\\'API key not"
                        + " valid.\\'}}'}",
                "{'error':[{'code':400,'message':'API key not valid.'}]}",
                "{'errors':[{'code':400,'message':'API key not valid.'}]}",
                "{'code':400,'message':'API key not valid.','status':'INVALID_ARGUMENT'}",
                "<html><pre>{'error':{'code':400,'message':'API key not valid.'}}</pre></html>",
                "<html>{&quot;error&quot;:{&quot;code&quot;:400,&quot;message&quot;:&quot;API key"
                        + " not valid.&quot;}}</html>",
                "upstream said {'error':{'code':400,'message':'API key not valid.'}}"
            })
    void errorInEnvelopes_isTheInnermost(String body) {
        GeminiReply.Failed failed = decode(400, body.replace('\'', '"').replace('`', '\''));

        assertThat(failed.kind()).isEqualTo(FailureKind.API_KEY_REJECTED);
        assertThat(failed.detail())
                .startsWith("HTTP 400")
                .contains(": API key not valid.")
                .doesNotContain("{");
    }

    @Test
    void googlesErrorInAnotherStatus_decides() {
        String body =
                "{\"error\":{\"message\":\"upstream:"
                    + " {\\\"error\\\":{\\\"code\\\":429,\\\"message\\\":\\\"Quota"
                    + " exceeded\\\",\\\"status\\\":\\\"RESOURCE_EXHAUSTED\\\","
                    + "\\\"details\\\":[{\\\"violations\\\":[{\\\"quotaId\\\":\\\"RequestsPerDay\\\"}]}]}}\"}}";

        GeminiReply.Failed failed = decode(500, body);

        assertThat(failed.kind()).isEqualTo(FailureKind.DAILY_QUOTA_EXHAUSTED);
        assertThat(failed.httpStatus()).isEqualTo(500);
        assertThat(failed.detail())
                .isEqualTo("HTTP 500 with error 429 RESOURCE_EXHAUSTED: Quota exceeded");
    }

    @Test
    void whatTheRequestSays_isNotShownWithoutQuotesEither() {
        GeminiReply.Failed failed =
                about("Mr Smith, born 4 May 1970, called about card 4711.")
                        .apply(
                                400,
                                "{\"error\":{\"message\":\"Cannot process: Mr Smith, born 4 May"
                                        + " 1970, called about\\n"
                                        + "because\"}}");

        assertThat(failed.detail()).isEqualTo("HTTP 400: Cannot process: ***");
    }

    @Test
    void whatTheRequestSays_isNotShownByKindsThatEndTheJob() {
        GeminiReply.Failed failed =
                about("Mr Smith, born 4 May 1970, called about card 4711.")
                        .apply(
                                400,
                                "{\"error\":{\"message\":\"response_schema is wrong for \\\"Mr"
                                    + " Smith, born 4 May 1970, called about card 4711.\\\"\"}}");

        assertThat(failed.kind()).isEqualTo(FailureKind.SCHEMA_REJECTED);
        assertThat(failed.detail())
                .contains("response_schema is wrong for \"***")
                .doesNotContain("Smith");
    }

    @Test
    void errorThatTheRequestQuotes_isNoErrorOfTheEndpoint() {
        String log = "{\"error\":{\"code\":400,\"message\":\"API key not valid.\"}}";
        String echoed = "Cannot process " + log + " now";
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", echoed).put("code", 400);

        assertThat(about(log).apply(400, body.toString()).kind())
                .isEqualTo(FailureKind.REQUEST_REJECTED);
        assertThat(decode(400, body.toString()).kind()).isEqualTo(FailureKind.API_KEY_REJECTED);
    }

    @Test
    void wordsThatTheRequestSays_doNotEndTheJob() {
        String text = "I was thinking about the response_schema of your API";
        String body = "{\"error\":{\"message\":\"Cannot process " + text + "\"}}";

        assertThat(about(text).apply(400, body).kind()).isEqualTo(FailureKind.REQUEST_REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    {"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}} | true
                    {"error":{"code":400,"message":"","status":"INVALID_ARGUMENT"}}                                       | true
                    {"error":{"message":"The input token count exceeds the maximum number of tokens allowed"}}            | false
                    """)
    void refusalWithoutACause_namesTheSchema(String body, boolean named) throws Exception {
        byte[] withSchema =
                new RequestEncoder(
                                new RequestSettings(
                                        null,
                                        List.of(),
                                        AnswerFormat.schema("{\"type\":\"OBJECT\"}"),
                                        "{}",
                                        "{}"))
                        .encode(Prompt.of("x"));
        byte[] without = "{\"contents\":[]}".getBytes(StandardCharsets.UTF_8);

        assertThat(about(withSchema).apply(400, body).kind())
                .isEqualTo(FailureKind.REQUEST_REJECTED);
        assertThat(
                        about(withSchema)
                                .apply(400, body)
                                .detail()
                                .contains("output.responseSchema is the first suspect"))
                .isEqualTo(named);
        assertThat(about(without).apply(400, body).detail()).doesNotContain("suspect");
    }

    @Test
    void envelopesWithoutEnd_areOpenedInBoundedTime() {
        String body = "{\"error\":{\"message\":\"" + "{[".repeat(30_000) + "\"}}";
        String deep = "{\"error\":".repeat(900) + "1" + "}".repeat(900);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> {
                    assertThat(decode(400, body).kind()).isEqualTo(FailureKind.REQUEST_REJECTED);
                    assertThat(decode(400, deep).kind()).isEqualTo(FailureKind.REQUEST_REJECTED);
                });
    }

    @Test
    void usageBesideAnError_isKept() {
        String body =
                "{\"error\":{\"code\":500,\"message\":\"x\"},\"usageMetadata\":{\"totalTokenCount\":9}}";

        assertThat(decode(500, body).metadata().usage().total()).isEqualTo(9);
        assertThat(decoder.answer(utf8(body)).metadata().usage().total()).isEqualTo(9);
    }

    @Test
    void wordsOfAnotherApi_areShown() {
        assertThat(decode(422, "{\"message\":\"no such tenant\"}").detail())
                .startsWith(
                        "HTTP 422: not an error in Gemini's form: no such tenant (check model.");
    }

    private GeminiReply.Failed decode(int status, String body) {
        return decode(status, body, null);
    }

    private GeminiReply.Failed decode(int status, String body, @Nullable String retryAfter) {
        return (GeminiReply.Failed)
                decoder.error(new ErrorResponse(status, null, retryAfter, null, utf8(body)));
    }

    private BiFunction<Integer, String, GeminiReply.Failed> about(String prompt) {
        return about(SentRequestTest.request(prompt));
    }

    private BiFunction<Integer, String, GeminiReply.Failed> about(byte[] request) {
        return (status, body) ->
                (GeminiReply.Failed)
                        decoder.about(request)
                                .error(new ErrorResponse(status, null, null, null, utf8(body)));
    }

    private static String quotaError(String quotaId, String delay) {
        return """
        {"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED",
        "details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"%s"}]},
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}\
        """
                .formatted(quotaId, delay);
    }
}
