package dev.gleaner.enrich;

import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.GeminiReply.Answer;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.limit.Demand;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.model.Usage;
import java.nio.charset.StandardCharsets;

/**
 * The counts of one reply that are billed: those of the endpoint, estimated where the endpoint
 * leaves them out, and capped where no such request could have used so much.
 *
 * @param reply the reply with these counts
 * @param estimated whether a count was estimated
 * @param capped whether a count was capped
 */
record BilledUsage(GeminiReply reply, boolean estimated, boolean capped) {
    private static final double TOKENS_PER_BYTE = 0.25;

    /** Generated images are 1,120 to 2,520 tokens each. */
    private static final long IMAGE_TOKENS = 2_520;

    /** Twice the context window of any Gemini model: files by URI and tools have no other bound. */
    private static final long MOST_INPUT = 2_097_152;

    /** More than any Gemini model gives in one answer. */
    private static final long MOST_OUTPUT = 65_536;

    /** The endpoint may add instructions of its own to a prompt, and overrun maxOutputTokens. */
    private static final long SLACK_FACTOR = 2;

    private static final long SLACK_TOKENS = 4_096;

    /**
     * Checks the counts of a reply.
     *
     * @param sent what encoded the request
     * @param question that was encoded
     * @param demand of the request, for estimates
     */
    static BilledUsage of(
            GeminiReply reply,
            RequestEncoder sent,
            Prompt question,
            RequestSize size,
            Demand demand) {
        Usage told = reply.metadata().usage();
        Usage whole = reply instanceof Answer answer ? completed(told, answer, demand) : told;
        Usage billed = capped(whole, mostInput(sent, question, size), mostOutput(sent));
        return new BilledUsage(
                billed.equals(told) ? reply : with(reply, billed),
                !whole.equals(told),
                !billed.equals(whole));
    }

    private static long mostInput(RequestEncoder sent, Prompt question, RequestSize size) {
        boolean bounded =
                sent.boundsInput()
                        && question.parts().stream().noneMatch(PromptPart.File.class::isInstance);
        return bounded
                ? Math.min(MOST_INPUT, slack(size.textBytes() + size.fileTokens()))
                : MOST_INPUT;
    }

    private static long mostOutput(RequestEncoder sent) {
        long one = sent.maxOutputTokens() > 0 ? sent.maxOutputTokens() : MOST_OUTPUT;
        return slack(Math.min(one, MOST_OUTPUT) * sent.candidates());
    }

    private static long slack(long tokens) {
        return SLACK_FACTOR * tokens + SLACK_TOKENS;
    }

    private static Usage completed(Usage told, Answer answer, Demand demand) {
        long prompt = told.prompt();
        if (prompt == 0) {
            long rest = told.total() - told.output() - told.toolUse();
            prompt = rest > 0 && told.candidates() > 0 ? rest : (long) Math.ceil(demand.tokens());
        }
        long candidates = told.candidates();
        long written = tokens(answer);
        if (candidates == 0 && written > 0) {
            long rest = told.total() - prompt - told.toolUse() - told.thoughts();
            candidates = Math.max(written, told.prompt() > 0 ? rest : 0);
        }
        return new Usage(
                prompt,
                told.cached(),
                candidates,
                told.thoughts(),
                told.toolUse(),
                Math.max(told.total(), prompt + candidates + told.thoughts() + told.toolUse()),
                told.searchQueries(),
                told.audio(),
                told.cachedAudio());
    }

    private static long tokens(Answer answer) {
        byte[] received = answer.content().received();
        int bytes =
                received == null
                        ? answer.text().getBytes(StandardCharsets.UTF_8).length
                        : received.length;
        return (long) Math.ceil(bytes * TOKENS_PER_BYTE)
                + answer.content().blobs().size() * IMAGE_TOKENS;
    }

    private static Usage capped(Usage usage, long input, long output) {
        long prompt = Math.min(usage.prompt(), input);
        long candidates = Math.min(usage.candidates(), output);
        long thoughts = Math.min(usage.thoughts(), output);
        long toolUse = Math.min(usage.toolUse(), MOST_INPUT);
        return new Usage(
                prompt,
                Math.min(usage.cached(), input),
                candidates,
                thoughts,
                toolUse,
                Math.min(usage.total(), input + 2 * output + MOST_INPUT),
                usage.searchQueries(),
                Math.min(usage.audio(), input),
                Math.min(usage.cachedAudio(), input));
    }

    private static GeminiReply with(GeminiReply reply, Usage usage) {
        AnswerMetadata metadata = reply.metadata().withUsage(usage);
        if (reply instanceof Answer answer) {
            return new Answer(answer.text(), answer.content(), metadata);
        }
        GeminiReply.Failed failed = (GeminiReply.Failed) reply;
        return new GeminiReply.Failed(
                failed.kind(), failed.detail(), failed.httpStatus(), failed.retryDelay(), metadata);
    }
}
