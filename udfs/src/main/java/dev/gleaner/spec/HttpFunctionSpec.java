package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/** A function that reads from the web. {@code parameters} is a JSON object nobody may change. */
public record HttpFunctionSpec(
        @Option(
                        value = "Its name, as the model calls it.",
                        required = "name the function",
                        pattern = "[A-Za-z_][A-Za-z0-9_.:-]{0,63}")
                String name,
        @Option(
                        value = "What the model is told: when to call it, and what it gives.",
                        required = "describe the function")
                String description,
        @Option("JSON Schema of its arguments.") JsonNode parameters,
        @Option(
                        value =
                                "What is read by GET, with {argument} for arguments, which are"
                                        + " percent-encoded.",
                        required = "write an address such as https://crm.example/customers/{id}",
                        pattern = "https?://\\S+")
                String url,
        @Option(
                        value = "Hosts that may be asked, each with its port if it names one.",
                        required = "list the host of the url",
                        pattern = "(https?://)?[^\\s/?#@]+")
                List<String> allowedHosts,
        @Option(
                        value = "Longest answer that the model gets; the rest is cut off.",
                        defaultValue = "64 kb",
                        min = "1 b",
                        max = "1 mb")
                MemorySize maxBytes) {}
