package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds the kind of an error from its HTTP status and body. A kind that stops the job is never
 * found from a text that may quote a record.
 *
 * <p>Sources: Google's pages "API errors" and "Troubleshooting" (2026-09), recorded answers of the
 * Gemini API, and CometAPI's page on error codes.
 */
final class ErrorKind {
    private static final Pattern BAD_KEY = find("api[ _]key");
    private static final Pattern NO_CREDIT =
            find("credits? (are|is) depleted|insufficient.{0,20}quota");
    private static final Pattern QUOTA_CODE =
            find("insufficient.*quota|pre_consume_token_quota_failed");
    private static final Pattern SCHEMA =
            find("response_?(json_?)?schema|too many states for serving|specified schema");
    private static final Pattern SETTING =
            find(
                    "unknown name|cannot find field|response mime ?type|response_?mime_?type"
                            + "|controlled generation|thinking|generation_?config"
                            + "|max_?output_?tokens|system_?instruction");
    private static final Pattern DAILY = find("PerDay|Daily");
    private static final Pattern NO_QUOTA = Pattern.compile("\\blimit: 0(?![.\\d])");

    private ErrorKind() {}

    /** Returns the kind of an answer that has an error in its body. */
    static FailureKind of(int status, ErrorBody error) {
        if (QUOTA_CODE.matcher(error.codeName()).find()) {
            return FailureKind.CREDIT_EXHAUSTED;
        }
        return switch (status) {
            case 401 -> FailureKind.API_KEY_REJECTED;
            case 403 -> forbidden(error);
            case 404 -> notFound(error);
            case 429 -> quota(error);
            case 503 -> FailureKind.OVERLOADED;
            default -> {
                if (isNamed(error, "model_not_found")) {
                    yield FailureKind.MODEL_NOT_FOUND;
                }
                yield isRequestsFault(status, error) ? request(error) : of(status);
            }
        };
    }

    /** Returns the kind that the status alone tells. */
    static FailureKind of(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.API_KEY_REJECTED;
            case 402 -> FailureKind.CREDIT_EXHAUSTED;
            case 404, 405, 501 -> FailureKind.NOT_GEMINI;
            case 408, 499, 504 -> FailureKind.ATTEMPT_TIMEOUT;
            case 429 -> FailureKind.RATE_LIMITED;
            case 503, 529 -> FailureKind.OVERLOADED;
            default -> {
                if (status >= 500) {
                    yield FailureKind.SERVER_ERROR;
                }
                yield status >= 400 ? FailureKind.REQUEST_REJECTED : FailureKind.NOT_GEMINI;
            }
        };
    }

    /** Returns the kind of an HTML page: firewalls and web servers write them, Gemini does not. */
    static FailureKind ofHtml(int status) {
        FailureKind kind = of(status);
        boolean page = status == 403 || (kind == FailureKind.REQUEST_REJECTED && status != 413);
        return page ? FailureKind.NOT_GEMINI : kind;
    }

    private static boolean isRequestsFault(int status, ErrorBody error) {
        return status == 400 || (status == 500 && isNamed(error, "invalid_request"));
    }

    private static FailureKind request(ErrorBody error) {
        String text =
                Detail.withoutContent(error.message()) + " " + String.join(" ", error.fields());
        if (error.reasons().contains("API_KEY_INVALID")
                || (error.reasons().isEmpty() && BAD_KEY.matcher(text).find())) {
            return FailureKind.API_KEY_REJECTED;
        }
        if (SCHEMA.matcher(text).find()) {
            return FailureKind.SCHEMA_REJECTED;
        }
        if (error.status().equals("FAILED_PRECONDITION") || SETTING.matcher(text).find()) {
            return FailureKind.CONFIGURATION_REJECTED;
        }
        return FailureKind.REQUEST_REJECTED;
    }

    private static FailureKind forbidden(ErrorBody error) {
        return NO_CREDIT.matcher(error.message()).find()
                ? FailureKind.CREDIT_EXHAUSTED
                : FailureKind.API_KEY_REJECTED;
    }

    private static FailureKind notFound(ErrorBody error) {
        boolean model =
                error.status().equals("NOT_FOUND")
                        || isNamed(error, "model_not_found")
                        || error.message().toLowerCase(Locale.ROOT).contains("model");
        return model ? FailureKind.MODEL_NOT_FOUND : FailureKind.NOT_GEMINI;
    }

    private static FailureKind quota(ErrorBody error) {
        if (NO_CREDIT.matcher(error.message()).find()) {
            return FailureKind.CREDIT_EXHAUSTED;
        }
        boolean daily = error.quotaIds().stream().anyMatch(id -> DAILY.matcher(id).find());
        // A limit of 0 is a model that the account's plan does not include: waiting does not help.
        return daily || NO_QUOTA.matcher(error.message()).find()
                ? FailureKind.DAILY_QUOTA_EXHAUSTED
                : FailureKind.RATE_LIMITED;
    }

    private static boolean isNamed(ErrorBody error, String code) {
        return error.codeName().equals(code);
    }

    private static Pattern find(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
