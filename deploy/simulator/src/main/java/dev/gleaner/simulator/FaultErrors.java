package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The responses of the faults that replace an answer. Stateless. */
final class FaultErrors {

    private FaultErrors() {}

    /** The response of a fault of {@link Fault.Stage#REJECT}. */
    static ApiError of(Fault fault, GenerateRequest request) {
        return fault == Fault.ECHO ? echo(request.markers()) : of(fault, request.model());
    }

    /** The same for a request that says nothing of a record. */
    static ApiError of(Fault fault, String model) {
        return switch (fault) {
            case INTERNAL_ERROR -> GoogleErrors.internal();
            case UNAVAILABLE -> GoogleErrors.overloaded();
            case DEADLINE_EXCEEDED -> GoogleErrors.deadline();
            case RATE_LIMITED -> Quotas.perMinuteError(model, 60, 1);
            case QUOTA_PER_DAY -> Quotas.perDayError(model, 1000);
            case PAYMENT_REQUIRED -> GoogleErrors.creditGone();
            case PERMISSION_DENIED -> GoogleErrors.serviceDisabled();
            case API_KEY_INVALID -> GoogleErrors.keyInvalid();
            case MODEL_NOT_FOUND -> modelNotFound(model);
            case SCHEMA_TOO_COMPLEX -> GoogleErrors.schemaTooComplex();
            case ECHO -> echo("");
            case COMET_RATE_LIMITED ->
                    comet(429, "rate_limit_exceeded", "Too many requests, please slow down");
            case COMET_ERROR ->
                    comet(500, "bad_response_status_code", "bad response status code 500");
            case COMET_UNAVAILABLE ->
                    comet(503, "", "The service is saturated, please try again later");
            case COMET_NO_CHANNEL ->
                    comet(
                            503,
                            "model_not_found",
                            "no available channel for group default and model "
                                    + model
                                    + " (distributor)");
            case COMET_INVALID_REQUEST -> comet(500, "invalid_request", "invalid request");
            case CLOUDFLARE_TIMEOUT ->
                    ApiError.html(524, "api.cometapi.com | 524: A timeout occurred");
            case HTML -> ApiError.html(200, "Welcome");
            case REDIRECT -> ApiError.html(301, "301 Moved");
            default -> throw new IllegalArgumentException(fault + " is no response of its own");
        };
    }

    private static ApiError echo(String prompt) {
        return GoogleErrors.invalid("Cannot process " + prompt);
    }

    private static ApiError modelNotFound(String model) {
        return GoogleErrors.modelNotFound(
                model, new ApiScope("v1beta", false, ""), "generateContent");
    }

    private static ApiError comet(int status, String code, String message) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error")
                .put("message", message + " (request id: 20261123000000000000000simulated)")
                .put("type", "comet_api_error")
                .put("param", "")
                .put("code", code);
        return ApiError.json(status, root.toString());
    }
}
