package dev.gleaner.enrich;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.limit.DemandEstimate;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PromptFingerprint;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.tool.ToolSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a call needs to know, without secrets: API keys are references.
 *
 * @param routes the model that is asked first, and those that a call falls back to; at least one
 * @param prompt how a record becomes a prompt
 * @param output what an answer must be
 * @param retry how often again
 * @param deadline from the moment a record arrives until its result, at least the attemptTimeout
 * @param limits how much at once, in a time, and for how much money
 * @param outage what becomes of records while the endpoint answers nobody
 * @param stops when failures of records stop the job
 * @param repair whether an answer that breaks the schema is sent back once with its violations
 * @param tools which functions the model may call
 * @param cacheTtl how long what all requests share is cached at the endpoint, renewed while the job
 *     runs; null if it is not
 * @param attachments where the files of answers go; null if answers have none
 * @param tombstones what becomes of records without a value
 * @param orderedByKey whether the results of one Kafka key leave in the order of their records; to
 *     be used with {@code unorderedWait}, without watermarks, behind a {@link
 *     dev.gleaner.gate.GatedSource}
 */
public record EnrichmentSettings(
        List<RouteSettings> routes,
        PromptSettings prompt,
        OutputSettings output,
        RetrySettings retry,
        Duration deadline,
        LimitSettings limits,
        OutageSettings outage,
        StopSettings stops,
        boolean repair,
        ToolSettings tools,
        @Nullable Duration cacheTtl,
        @Nullable AttachmentSettings attachments,
        Tombstones tombstones,
        boolean orderedByKey)
        implements Serializable {

    /** What becomes of records without a value, which Kafka's compaction reads as deletions. */
    public enum Tombstones {
        /** Into the enriched topic, so that deletions reach it. */
        PASS,
        /** Dropped and counted. */
        DROP
    }

    public EnrichmentSettings {
        routes = List.copyOf(routes);
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(tools, "tools");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(outage, "outage");
        Objects.requireNonNull(stops, "stops");
        Objects.requireNonNull(tombstones, "tombstones");
        for (RouteSettings route : routes) {
            Duration attempt = route.endpoint().attemptTimeout();
            if (deadline.compareTo(attempt) < 0) {
                throw new IllegalArgumentException(
                        "call.deadline ("
                                + deadline
                                + ") must be at least call.attemptTimeout ("
                                + attempt
                                + ")");
            }
        }
    }

    /** Returns the same for other models, or other requests to them, and another answer. */
    public EnrichmentSettings with(List<RouteSettings> otherRoutes, OutputSettings otherOutput) {
        return new EnrichmentSettings(
                otherRoutes,
                prompt,
                otherOutput,
                retry,
                deadline,
                limits,
                outage,
                stops,
                repair,
                tools,
                cacheTtl,
                attachments,
                tombstones,
                orderedByKey);
    }

    /** Returns the model that is asked first. */
    EndpointSettings endpoint() {
        return routes.get(0).endpoint();
    }

    /**
     * Returns what a request is expected to use up, before any was made.
     *
     * @param encoder of the requests for answers; those for research may have other tools
     */
    DemandEstimate demandEstimate(RouteSettings route, RequestEncoder encoder) {
        boolean researches =
                route.research() != null && new RequestEncoder(route.research()).hasEndpointTools();
        return new DemandEstimate(
                limits.budget().isUnlimited() ? null : price(route.endpoint().model()),
                encoder.maxOutputTokens(),
                researches || encoder.hasEndpointTools());
    }

    /** Returns what a model costs, or null if that is not known. */
    @Nullable ModelPrice price(String model) {
        return limits.prices().of(model).orElse(null);
    }

    /** Returns what identifies prompt, schema and generationConfig on every record. */
    String promptFingerprint() {
        List<String> constants = new ArrayList<>();
        for (PartSettings part : prompt.parts()) {
            constants.add(part.toString());
        }
        constants.add(output.toString());
        constants.add(tools.toString());
        for (RouteSettings route : routes) {
            constants.add(String.valueOf(route.research()));
            constants.add(route.request().toString());
        }
        return PromptFingerprint.of(constants);
    }
}
