package dev.gleaner.gemini;

import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.FailureKind;
import java.time.Duration;
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

    private GeminiReply.Failed decode(int status, String body) {
        return decode(status, body, null);
    }

    private GeminiReply.Failed decode(int status, String body, @Nullable String retryAfter) {
        return (GeminiReply.Failed)
                decoder.error(new ErrorResponse(status, null, retryAfter, null, utf8(body)));
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
