package dev.gleaner.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt.Place;
import java.util.List;

/** Reads where a record says it is from. Thread-safe. */
final class PlaceTemplate {
    private static final int MOST_LATITUDE = 90;
    private static final int MOST_LONGITUDE = 180;

    private final FieldPath latitude;
    private final FieldPath longitude;

    PlaceTemplate(PlaceSettings settings) {
        latitude = FieldPath.parse(settings.latitude());
        longitude = FieldPath.parse(settings.longitude());
    }

    /** Returns the fields that it reads. */
    List<FieldPath> fields() {
        return List.of(latitude, longitude);
    }

    Place in(JsonNode fields) throws PromptException {
        return new Place(
                degrees(fields, latitude, MOST_LATITUDE),
                degrees(fields, longitude, MOST_LONGITUDE));
    }

    private static double degrees(JsonNode fields, FieldPath path, int most)
            throws PromptException {
        JsonNode value = path.in(fields);
        if (FieldPath.isAbsent(value)) {
            throw new PromptException(
                    FailureKind.MISSING_FIELD,
                    "the record has no field " + path + ", which says where it is from");
        }
        double degrees = value.asDouble(Double.NaN);
        if (!(Math.abs(degrees) <= most)) {
            throw new PromptException(
                    FailureKind.INVALID_PART,
                    "the field " + path + " is no number from " + -most + " to " + most);
        }
        return degrees;
    }
}
