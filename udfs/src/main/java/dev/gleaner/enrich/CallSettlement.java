package dev.gleaner.enrich;

import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.limit.Demand;
import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Permit.Settlement;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Usage;
import java.util.Objects;

/** What the limiter learns from a reply. */
final class CallSettlement {
    private CallSettlement() {}

    /**
     * Returns what an attempt used up.
     *
     * @param demand what was reserved for it
     * @param cost what the answer says that it cost
     * @param cut whether it was given less time than others
     */
    static Settlement of(
            GeminiReply reply,
            Route route,
            RequestSize size,
            Demand demand,
            long cost,
            boolean cut) {
        long tokens = reply.metadata().usage().input();
        if (!(reply instanceof GeminiReply.Failed failed)) {
            long textBytes = size.fileTokens() == 0 ? size.textBytes() : 0;
            route.demand().learn(textBytes, reply.metadata().usage(), cost);
            return new Settlement(Sample.SERVED, tokens, cost);
        }
        boolean abandoned =
                failed.kind() == FailureKind.ATTEMPT_TIMEOUT
                        || failed.kind() == FailureKind.ANSWER_TOO_LARGE
                        || failed.kind() == FailureKind.REPETITIVE_ANSWER
                        || failed.metadata().firstTokenNanos() > 0;
        // Before its end, a stream of Vertex AI has usageMetadata without any count.
        Usage usage = failed.metadata().usage();
        if (abandoned && usage.input() + usage.output() == 0) {
            // The endpoint has done its work, or may have, for nobody; and will bill it.
            return new Settlement(
                    sample(failed, cut),
                    (long) demand.tokens(),
                    route.demand().unansweredCost(demand));
        }
        return new Settlement(sample(failed, cut), tokens, cost);
    }

    private static Sample sample(GeminiReply.Failed failed, boolean cut) {
        if (failed.kind().isOverload()) {
            boolean ownDoing = failed.kind() == FailureKind.ATTEMPT_TIMEOUT && cut;
            return ownDoing ? Sample.UNKNOWN : Sample.OVERLOADED;
        }
        return Objects.equals(failed.httpStatus(), 200) ? Sample.SERVED : Sample.UNKNOWN;
    }
}
