package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** A topic for some of the enriched records. {@code when} is a JSON object nobody may change. */
public record RouteSpec(
        @Option(
                        value =
                                "Topic of the enriched records that fit. May hold {{field}}, as"
                                        + " sink.topic may.",
                        required = "name the topic of the enriched records that fit",
                        pattern = Topics.TEMPLATE)
                String topic,
        @Option(
                        value =
                                "What fields of the answer must be, all of them: a value, one of a"
                                        + " list of values, or {min: 1, max: 5}.",
                        required =
                                "say which records go there, such as when: {category: [billing,"
                                        + " refund], urgency: {min: 4}}")
                JsonNode when) {}
