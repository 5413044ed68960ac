package dev.gleaner.model;

import static dev.gleaner.model.RetryRule.BACKOFF;
import static dev.gleaner.model.RetryRule.HOLD;
import static dev.gleaner.model.RetryRule.NEVER;
import static dev.gleaner.model.RetryRule.ONCE;

/**
 * How a call can fail, and what follows from it. This table is the only place that knows: nothing
 * else decides by status code, finish reason or exception type.
 *
 * <p>A kind is <em>fatal</em> if every record would meet it: then the job fails with the cause, and
 * no record is dead-lettered for what is not its fault. A kind is a <em>sign of overload</em> if
 * fewer requests at once would help. A kind is <em>fatal at start</em> if it means a wrong address
 * or model as long as the endpoint has never answered, and a passing fault once it has.
 */
public enum FailureKind {
    // The record's own fault, found before anything is sent.
    INVALID_ENCODING(
            Fault.RECORD,
            NEVER,
            "The record's text is not valid UTF-8.",
            "Check that the topic's values are UTF-8 text."),
    INVALID_JSON(
            Fault.RECORD, NEVER, "The record is not one JSON document.", "Check source.format."),
    NOT_AN_OBJECT(
            Fault.RECORD,
            NEVER,
            "The record is JSON, but no object with fields.",
            "Check source.format and output.mode."),
    MISSING_FIELD(
            Fault.RECORD,
            NEVER,
            "A field that the prompt needs is absent or null.",
            "Check the fields that the prompt names, or write {{field?}} for one that may be"
                    + " absent."),
    EMPTY_PROMPT(
            Fault.RECORD,
            NEVER,
            "The record leaves the prompt empty, so that it asks nothing.",
            "Check the fields that the prompt names."),
    RECORD_TOO_LARGE(
            Fault.RECORD,
            NEVER,
            "The record exceeds source.maxRecordBytes.",
            "Raise source.maxRecordBytes."),

    INVALID_PART(Fault.RECORD, NEVER, "A file in the record is not base64, or of no known type."),

    // What the endpoint says of the request.
    REQUEST_REJECTED(
            Fault.RECORD,
            NEVER,
            "The endpoint refused this request (HTTP 4xx).",
            "Check output.responseSchema, model.generationConfig and the prompt against what the"
                    + " model takes."),
    API_KEY_MISSING(
            Fault.JOB,
            NEVER,
            "The API key could not be read where the calls are made.",
            "Give every task manager the variable or the file that model.apiKey names."),
    CERTIFICATES_UNREADABLE(
            Fault.JOB,
            NEVER,
            "The certificates could not be read where the calls are made.",
            "Give every task manager the file that model.caCertificates names."),
    PROXY_UNUSABLE(
            Fault.JOB,
            NEVER,
            "The proxy could not be set up, or it refused the job's credentials (HTTP 407).",
            "Check model.proxy, and that model.proxyCredentials refers to user:password on every"
                    + " task manager."),
    API_KEY_REJECTED(
            Fault.JOB,
            NEVER,
            "The endpoint refused the API key or its permissions.",
            "Check the key that model.apiKey refers to, and that its project may use the model."),
    API_KEY_RENEWED(
            Fault.ACCOUNT,
            BACKOFF,
            "The endpoint refused an API key that has been renewed since it was sent."),
    MODEL_NOT_FOUND(
            Fault.JOB,
            NEVER,
            "The endpoint does not know the model.",
            "Set model.name to one that the endpoint serves; Google retires models."),
    SCHEMA_REJECTED(
            Fault.JOB,
            NEVER,
            "The endpoint refused the responseSchema.",
            "Make output.responseSchema smaller: fewer, shorter names and enum values, less"
                    + " depth."),
    CONFIGURATION_REJECTED(
            Fault.JOB,
            NEVER,
            "The endpoint refused a setting that every request carries.",
            "Check model.generationConfig against what the model takes."),
    /**
     * The fault of every record if the user named the cached content. If the job made it, the call
     * does not let it come to that: it goes on without, and the cached content is made again.
     */
    CACHE_LOST(
            Fault.JOB,
            NEVER,
            "The cached content that the request names is gone, or was made for another model.",
            "Set model.cachedContent to one that is there and was made for model.name, or let the"
                    + " job make it: prompt.cache."),
    NO_QUOTA(
            Fault.JOB,
            NEVER,
            "The account's plan has no quota for the model (HTTP 429, limit: 0).",
            "Set model.name to one that the plan includes, or change the plan."),
    TOOL_UNUSABLE(
            Fault.JOB,
            NEVER,
            "A function that the model may call could not be set up where the calls are made.",
            "Put the tool's jar into the job's or the task managers' class path, and check"
                    + " tools.functions."),
    ATTACHMENTS_UNWRITABLE(
            Fault.JOB,
            NEVER,
            "A file of the answer could not be written.",
            "Check attachments.path, and that the task managers may write there."),
    CREDIT_EXHAUSTED(
            Fault.ACCOUNT,
            HOLD,
            "The account has no credit left (HTTP 402).",
            "Top the account up."),
    DAILY_QUOTA_EXHAUSTED(
            Fault.ACCOUNT,
            HOLD,
            "The quota of the day, or one that refills later than in five minutes, is used up.",
            "Raise the quota, or wait until it refills (a daily one at midnight Pacific time)."),

    // The endpoint's fault, now.
    RATE_LIMITED(Fault.LOAD, BACKOFF, "The endpoint's rate limit was hit (HTTP 429)."),
    OVERLOADED(Fault.LOAD, BACKOFF, "The endpoint is overloaded (HTTP 503)."),
    SERVER_ERROR(Fault.SERVER, BACKOFF, "The endpoint failed (HTTP 5xx)."),
    ATTEMPT_TIMEOUT(
            Fault.SLOWNESS,
            BACKOFF,
            "No answer in time: call.attemptTimeout, or HTTP 408, 499 or 504."),
    CONNECTION_FAILED(
            Fault.ADDRESS,
            BACKOFF,
            "The endpoint was not reached, or it closed the connection.",
            "Check model.endpoint, and that the task managers can reach it."),
    NOT_GEMINI(
            Fault.ADDRESS,
            BACKOFF,
            "What answered does not speak the Gemini API.",
            "Set model.endpoint to the API's base URL, such as https://api.cometapi.com."),
    MODEL_UNAVAILABLE(
            Fault.ADDRESS,
            BACKOFF,
            "The endpoint has nobody to serve the model.",
            "Check model.name; if it is right, the endpoint has lost it for now."),

    // A 200 that is no usable answer.
    PROMPT_BLOCKED(Fault.REFUSAL, NEVER, "The model refused the prompt."),
    CONTENT_BLOCKED(Fault.REFUSAL, NEVER, "The model's answer was withheld."),
    RECITATION(
            Fault.REFUSAL, ONCE, "The model withheld an answer that recites what it has learnt."),
    TRUNCATED(
            Fault.RECORD,
            NEVER,
            "The answer was cut, at maxOutputTokens or at the most of one request.",
            "Raise maxOutputTokens in model.generationConfig, or have the model think less."),
    EMPTY_ANSWER(Fault.ANSWER, ONCE, "The answer holds no text."),
    UNEXPECTED_FINISH(Fault.ANSWER, ONCE, "The answer ended for a reason that is no success."),
    INVALID_ANSWER(
            Fault.ANSWER,
            NEVER,
            "The answer is not one JSON document, even after repair.",
            "Say in the prompt that the answer is JSON, or use output.responseSchema."),
    SCHEMA_VIOLATION(
            Fault.ANSWER,
            NEVER,
            "The answer breaks the schema, even after repair.",
            "Compare output.responseSchema with what the prompt asks for."),
    NOT_GROUNDED(Fault.ANSWER, ONCE, "The answer names no sources, and grounding is required."),
    REPETITIVE_ANSWER(Fault.ANSWER, ONCE, "The answer repeated itself without end."),
    TOO_MANY_TOOL_ROUNDS(
            Fault.RECORD, NEVER, "The model kept calling functions after tools.maxRounds."),
    ANSWER_TOO_LARGE(Fault.ANSWER, NEVER, "The answer exceeds call.maxAnswerBytes."),

    // What was written.
    TOO_LARGE(
            Fault.RECORD,
            NEVER,
            "The enriched record exceeds what its topic takes (max.message.bytes)."),
    KEY_MISSING(
            Fault.RECORD,
            NEVER,
            "The record has no key, and its enriched topic is compacted (cleanup.policy)."),

    // Many records at once.
    NOBODY_ACCEPTED(
            Fault.JOB,
            NEVER,
            "No record was enriched, of many in a row.",
            "Correct the cause and start the job from its last checkpoint (flink run -s). If only"
                    + " the records are to blame, set call.nobodyAccepted: dead-letter."),
    TOO_MANY_DEAD_LETTERS(
            Fault.JOB,
            NEVER,
            "More of the last records were dead letters than deadLetter.stopAbove.",
            "Correct the cause and start the job from its last checkpoint (flink run -s), or raise"
                    + " deadLetter.stopAbove."),

    // The call as a whole.
    OUTAGE(
            Fault.BOUND,
            NEVER,
            "The endpoint answered nobody for call.outage.after.",
            "Start the job from its last checkpoint (flink run -s) once the endpoint answers, or"
                    + " set call.outage.action: wait."),
    TOO_LATE(
            Fault.BOUND,
            NEVER,
            "Flink SQL would not have waited for the answer"
                    + " (table.exec.async-ml-predict.timeout)."),
    NO_CHOICE(
            Fault.RECORD,
            NEVER,
            "A word of the list that GEMINI_CLASSIFY chooses from is NULL, blank or there twice."),
    BUDGET_SPENT(
            Fault.BOUND,
            NEVER,
            "The budget is spent.",
            "Raise the budget, then start the job from its last checkpoint (flink run -s)."),
    INTERNAL(Fault.RECORD, NEVER, "A defect in Gleaner; the log has the stack trace.");

    private enum Fault {
        RECORD,
        JOB,
        ACCOUNT,
        LOAD,
        SLOWNESS,
        SERVER,
        ADDRESS,
        REFUSAL,
        ANSWER,
        BOUND
    }

    private final Fault fault;
    private final RetryRule retryRule;
    private final String meaning;
    private final String fix;

    FailureKind(Fault fault, RetryRule retryRule, String meaning) {
        this(fault, retryRule, meaning, "");
    }

    FailureKind(Fault fault, RetryRule retryRule, String meaning, String fix) {
        this.fault = fault;
        this.retryRule = retryRule;
        this.meaning = meaning;
        this.fix = fix;
    }

    /** Returns whether another attempt may help. */
    public RetryRule retryRule() {
        return retryRule;
    }

    /** Returns whether every record would meet this fault, so that the job must fail. */
    public boolean isFatal() {
        return fault == Fault.JOB;
    }

    /** Returns whether this is fatal as long as the endpoint has never answered as Gemini does. */
    public boolean isFatalAtStart() {
        return fault == Fault.ADDRESS;
    }

    /** Returns whether fewer requests at once would help. */
    public boolean isOverload() {
        return fault == Fault.LOAD || fault == Fault.SLOWNESS;
    }

    /** Returns whether the endpoint did not do its work, whoever asked. */
    public boolean isEndpoints() {
        return retryRule == BACKOFF && fault != Fault.ACCOUNT;
    }

    /** Returns whether a record may bring it about by itself, such as by its length. */
    public boolean mayBeTheRecords() {
        return fault == Fault.SLOWNESS || fault == Fault.SERVER;
    }

    /** Returns whether it is about the account or the load, and never about a record. */
    public boolean isNeverTheRecords() {
        return fault == Fault.JOB || fault == Fault.ACCOUNT || fault == Fault.LOAD;
    }

    /**
     * Returns whether the record, or what is asked about it, is to blame: such failures of many
     * records in a row may have a cause that all records share, such as a prompt or a schema.
     */
    public boolean isOfTheRecord() {
        return fault == Fault.RECORD || fault == Fault.REFUSAL || fault == Fault.ANSWER;
    }

    /** Returns whether the model would not answer this record, where another model might. */
    public boolean isRefusal() {
        return fault == Fault.REFUSAL;
    }

    /** Returns whether the endpoint does not know the model, or does so no more. */
    public boolean isRetirement() {
        return this == MODEL_NOT_FOUND;
    }

    /** Returns one sentence for documentation and messages. */
    public String meaning() {
        return meaning;
    }

    /** Returns what to do about it, or the empty string if there is nothing to say. */
    public String fix() {
        return fix;
    }
}
