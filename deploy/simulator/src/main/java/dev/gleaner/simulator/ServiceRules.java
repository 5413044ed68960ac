package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Google checks in the fields of a request that have to do with billing and policy. */
final class ServiceRules {

    private static final int MOST_LABELS = 64;
    private static final Set<String> TIERS = Set.of("UNSPECIFIED", "FLEX", "STANDARD", "PRIORITY");
    private static final Pattern LABEL_KEY =
            Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
    private static final Pattern TEMPLATE =
            Pattern.compile("projects/[^/]+/locations/[^/]+/templates/[^/]+");

    private ServiceRules() {}

    /** Adds what the parser refuses. */
    static void checkTypes(JsonNode request, List<Violation> found) {
        JsonNode tier = Json.get(request, "serviceTier");
        if (!tier.isMissingNode() && !TIERS.contains(Json.upper(tier))) {
            found.add(ScalarRules.invalid("service_tier", ScalarRules.TYPES + "ServiceTier", tier));
        }
        for (Map.Entry<String, JsonNode> label : request.path("labels").properties()) {
            if (!label.getValue().isTextual()) {
                found.add(ScalarRules.invalid("labels[0].value", "TYPE_STRING", label.getValue()));
            }
        }
    }

    /** Refuses labels and templates that Google would not take. */
    static void check(JsonNode request) throws RejectedRequestException {
        JsonNode labels = request.path("labels");
        boolean wrong = labels.size() > MOST_LABELS;
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            wrong |= !LABEL_KEY.matcher(label.getKey()).matches();
            wrong |= !LABEL_VALUE.matcher(label.getValue().asText()).matches();
        }
        if (wrong) {
            throw invalid(
                    "Invalid labels: at most 64, keys of 1 to 63 and values of up to 63 lower case"
                            + " letters, digits, underscores and dashes, keys starting with a"
                            + " letter.");
        }
        JsonNode armor = Json.get(request, "modelArmorConfig");
        if (!armor.isMissingNode() && !Json.get(request, "safetySettings").isEmpty()) {
            throw invalid("Model Armor config and safety settings cannot be set at the same time.");
        }
        for (JsonNode template : armor) {
            if (!TEMPLATE.matcher(template.asText()).matches()) {
                throw invalid("Invalid Model Armor template name: " + template.asText());
            }
        }
    }

    /** As the response spells it: lower case, {@code standard} if none was asked for. */
    static String tier(JsonNode request) {
        String tier = Json.get(request, "serviceTier").asText("").toLowerCase(Locale.ROOT);
        return tier.isEmpty() || tier.equals("unspecified") ? "standard" : tier;
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
