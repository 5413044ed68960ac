package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** A file of prices. Each of {@code models} is a {@link PriceSpec} under the model's id. */
record PriceFileSpec(
        @Option(
                        value = "Says which table this is.",
                        required = "say which table this is, such as acme-2026-11-25")
                String version,
        @Option(
                        value = "Prices by the id of the model.",
                        required = "give prices under the id of each model")
                JsonNode models) {}
