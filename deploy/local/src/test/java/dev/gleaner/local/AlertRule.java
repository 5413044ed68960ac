package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the alerts that Prometheus is given.
 *
 * @param description what it means and what to do
 */
record AlertRule(
        String name, String severity, String expression, String description, String runbook) {
    static final Path FILE = Path.of("../monitoring/prometheus/alerts.yml");

    static List<AlertRule> all() throws IOException {
        List<AlertRule> rules = new ArrayList<>();
        for (JsonNode group : YamlFile.read(FILE).path("groups")) {
            group.path("rules").forEach(rule -> rules.add(of(rule)));
        }
        return rules;
    }

    private static AlertRule of(JsonNode rule) {
        return new AlertRule(
                rule.path("alert").asText(),
                rule.at("/labels/severity").asText(),
                rule.path("expr").asText(),
                rule.at("/annotations/description").asText(),
                rule.at("/annotations/runbook_url").asText());
    }
}
