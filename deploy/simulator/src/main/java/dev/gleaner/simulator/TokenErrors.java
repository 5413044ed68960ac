package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Google's refusals of access tokens. Stateless. Facts: its front ends' answers to made-up tokens,
 * September 2026.
 */
final class TokenErrors {

    private static final String EXPECTED =
            " Expected OAuth 2 access token, login cookie or other valid authentication credential."
                    + " See https://developers.google.com/identity/sign-in/web/devconsole-project.";

    private TokenErrors() {}

    /** Also of one that has expired. */
    static ApiError tokenInvalid() {
        return unauthenticated(
                "Request had invalid authentication credentials." + EXPECTED,
                "ACCESS_TOKEN_TYPE_UNSUPPORTED");
    }

    static ApiError tokenMissing() {
        return unauthenticated(
                "Request is missing required authentication credential." + EXPECTED,
                "CREDENTIALS_MISSING");
    }

    static ApiError keyNotSupported() {
        return unauthenticated(
                "API keys are not supported by this API. Expected OAuth2 access token or other"
                        + " authentication credentials that assert a principal. See"
                        + " https://cloud.google.com/docs/authentication",
                "CREDENTIALS_MISSING");
    }

    private static ApiError unauthenticated(String message, String reason) {
        ObjectNode info =
                GoogleErrors.detail("ErrorInfo")
                        .put("reason", reason)
                        .put("domain", "googleapis.com");
        info.putObject("metadata").put("service", "aiplatform.googleapis.com");
        return GoogleErrors.status(401, "UNAUTHENTICATED", message, GoogleErrors.list(info));
    }
}
