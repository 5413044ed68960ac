package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Finds the kind of an error from its HTTP status and body. A kind that stops the job is never
 * found from a text that may quote a record.
 *
 * <p>Sources: Google's pages "API errors" and "Troubleshooting" (2026-09), recorded answers of the
 * Gemini API, and CometAPI's page on error codes.
 */
final class ErrorKind {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    // Only as the beginning: further on it may be what somebody wrote about keys.
    private static final Pattern BAD_KEY =
            find("^((your|the|invalid|incorrect|missing) ){0,2}api[ _]key");
    private static final Pattern NO_CREDIT =
            find("credits? (are|is) depleted|insufficient.{0,20}quota");
    private static final Pattern QUOTA_CODE =
            find("insufficient.*quota|pre_consume_token_quota_failed");
    // Resellers look for forbidden words themselves and say so with any status, even 403 and 500.
    private static final Pattern CENSOR_CODE =
            find("sensitive_words|prompt_blocked|content_policy");
    // By Google's own forms; reports: gemini-cli issues 13326 and 4758, opencode issue 12295.
    private static final Pattern SCHEMA =
            find(
                    "response[_ ]?(json[_ ]?)?schema|\\bspecified schema|schema.*nesting depth"
                            + "|too many states|\\b(undefined|referenced|recursive|unresolvable)"
                            + " schema|\\bschemas? (at|node|is|has|must|contains?|exceeds|produces"
                            + "|didn't|cannot|with|too)\\b|\\b(json|controlled generation|response)"
                            + " schema|\\bschema\\.ref\\b|\\$ref\\b|\\$defs\\b"
                            + "|\\b(at|field|in) (properties|any_?of|items|defs)[.\\[]");
    // The functions of a job have schemas too, and records bring what functions give.
    private static final Pattern FUNCTION =
            find("function_?declarations?\\b|\\bfunction_?responses?\\b|\\btools?\\[");
    private static final Pattern SETTING =
            find(
                    "unknown name|cannot find field|response mime ?type|response_?mime_?type"
                            + "|controlled generation|thinking|generation_?config"
                            + "|max_?output_?tokens|system_?instruction|location is not supported"
                            + "|is not enabled for|supported range|function_?declarations?\\b");
    // Not Google's "Requests to this API ... are blocked", which is about the key.
    private static final Pattern CENSORED = find("\\b(request|prompt) (\\w+ ){0,3}blocked\\b");
    private static final Pattern DAILY = find("PerDay|Daily");
    // Not as a part of a path.
    private static final Pattern MODEL = find("(?<![/\\w])models?\\b(?!/)");
    private static final Pattern WRONG_PATH =
            find(
                    "\\binvalid url\\b|\\b(cannot|can't)"
                        + " (post|get)\\b|\\b(route|url|path|page|endpoint|handler)\\b.{0,80}\\b(not"
                        + " found|not exist|unknown)\\b|\\b(no|unknown|invalid) (such"
                        + " )?(route|url|path|endpoint|handler)\\b|\\bnot found:? (post|get) /");
    private static final Pattern NO_QUOTA = Pattern.compile("\\blimit(: |=)0(?![.\\d])");
    private static final Pattern CACHE = find("\\bcached? ?content\\b");
    private static final Pattern NO_CACHE = find("\\bcached? ?content not found\\b");
    // Only as the beginning: further on it may be what somebody wrote about caches.
    private static final Pattern UNFIT_CACHE =
            find(
                    "^(the )?cached? ?content (\\S+ )?(is |has )?(expired|not found|not"
                        + " exist)|^(the )?cached? ?content('s)? model does not match|^model used"
                        + " by generatecontent request \\(\\S+\\) and cachedcontent");

    // A file that a record names and the endpoint fetches is gone, not ready or not to be read.
    // Google keeps what was uploaded for two days, and says so with 400, 403 and 404.
    private static final Pattern UNFIT_FILE =
            find(
                    "^you do not have permission to access the file\\b"
                            + "|^permission denied while accessing input file\\b"
                            + "|^the file \\S+ is not in an active state\\b"
                            + "|^file \\S+ (was )?not found\\b");

    private ErrorKind() {}

    /** Returns the kind of an answer that has an error in its body. */
    static FailureKind of(int status, ErrorBody error) {
        if (QUOTA_CODE.matcher(error.codeName()).find()) {
            return FailureKind.CREDIT_EXHAUSTED;
        }
        if (CENSOR_CODE.matcher(error.codeName()).find()) {
            return FailureKind.PROMPT_BLOCKED;
        }
        boolean refused = status == 400 || status == 403 || status == 404;
        if (refused && UNFIT_FILE.matcher(Detail.withoutQuotes(error.message())).find()) {
            return FailureKind.REQUEST_REJECTED;
        }
        return switch (status) {
            case 401 -> FailureKind.API_KEY_REJECTED;
            case 403 -> forbidden(error);
            case 404 -> notFound(error);
            case 429 -> quota(error);
            case 503 -> unavailable(error);
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
        return status == 403 ? FailureKind.NOT_GEMINI : ofForeignJson(status);
    }

    /** Returns the kind of JSON without an error in it: only another API refuses so. */
    static FailureKind ofForeignJson(int status) {
        FailureKind kind = of(status);
        // A size limit is the record's affair, whoever on the way has it.
        return kind == FailureKind.REQUEST_REJECTED && status != 413
                ? FailureKind.NOT_GEMINI
                : kind;
    }

    /** Returns the kind once the wait that the server asks for is known. */
    static FailureKind withDelay(FailureKind kind, Duration delay) {
        // As gemini-cli has it: nobody refills the quota of a minute later than in five.
        return kind == FailureKind.RATE_LIMITED && delay.compareTo(LONGEST_WAIT) > 0
                ? FailureKind.DAILY_QUOTA_EXHAUSTED
                : kind;
    }

    private static boolean isRequestsFault(int status, ErrorBody error) {
        return status == 400 || (status == 500 && isNamed(error, "invalid_request"));
    }

    private static FailureKind request(ErrorBody error) {
        String message = Detail.withoutContent(error.message());
        String text = message + " " + String.join(" ", error.fields());
        if (error.reasons().contains("API_KEY_INVALID")
                || (error.reasons().isEmpty() && BAD_KEY.matcher(message).find())) {
            return FailureKind.API_KEY_REJECTED;
        }
        if (UNFIT_CACHE.matcher(message).find()) {
            return FailureKind.CACHE_LOST;
        }
        if (SCHEMA.matcher(text).find() && !FUNCTION.matcher(text).find()) {
            return FailureKind.SCHEMA_REJECTED;
        }
        if (error.status().equals("FAILED_PRECONDITION") || SETTING.matcher(text).find()) {
            return FailureKind.CONFIGURATION_REJECTED;
        }
        return FailureKind.REQUEST_REJECTED;
    }

    private static FailureKind forbidden(ErrorBody error) {
        String message = Detail.withoutQuotes(error.message());
        // Google gives a reason, and means the key or its project.
        if (error.reasons().isEmpty() && CENSORED.matcher(message).find()) {
            return FailureKind.PROMPT_BLOCKED;
        }
        // Google does not tell one that is gone from one of another project.
        if (NO_CACHE.matcher(message).find()) {
            return FailureKind.CACHE_LOST;
        }
        return NO_CREDIT.matcher(message).find()
                ? FailureKind.CREDIT_EXHAUSTED
                : FailureKind.API_KEY_REJECTED;
    }

    private static FailureKind unavailable(ErrorBody error) {
        return isNamed(error, "model_not_found")
                ? FailureKind.MODEL_UNAVAILABLE
                : FailureKind.OVERLOADED;
    }

    private static FailureKind notFound(ErrorBody error) {
        String message = Detail.withoutQuotes(error.message());
        if (CACHE.matcher(message).find()) {
            return FailureKind.CACHE_LOST;
        }
        if (isNamed(error, "model_not_found")) {
            return FailureKind.MODEL_NOT_FOUND;
        }
        if (WRONG_PATH.matcher(message).find()) {
            return FailureKind.NOT_GEMINI;
        }
        boolean model = error.status().equals("NOT_FOUND") || MODEL.matcher(message).find();
        return model ? FailureKind.MODEL_NOT_FOUND : FailureKind.NOT_GEMINI;
    }

    private static FailureKind quota(ErrorBody error) {
        if (NO_CREDIT.matcher(error.message()).find()) {
            return FailureKind.CREDIT_EXHAUSTED;
        }
        // A limit of 0 is a model that the account's plan does not include: waiting does not help.
        if (error.isWithoutQuota() || NO_QUOTA.matcher(error.message()).find()) {
            return FailureKind.NO_QUOTA;
        }
        return error.quotaIds().stream().anyMatch(id -> DAILY.matcher(id).find())
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
