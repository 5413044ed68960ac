package dev.gleaner.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely each token of an answer was.
 *
 * @param tokens at most a few hundred
 * @param alternatives told for each token, 0 if only the chosen one is
 */
record LogProbs(List<Token> tokens, int alternatives) {

    /**
     * One token.
     *
     * @param text of the token
     * @param id in the vocabulary
     * @param logProbability natural logarithm, never above 0
     */
    record Token(String text, int id, double logProbability) {

        /** What could have stood here instead; the 0th is the token itself. */
        Token alternative(int rank) {
            return rank == 0
                    ? this
                    : new Token(text + "~" + rank, (id + rank) % VOCABULARY, logProbability - rank);
        }
    }

    private static final int VOCABULARY = 262_144;
    private static final int TOKEN_LENGTH = 4;
    private static final int MOST_TOKENS = 256;

    static LogProbs of(String text, int alternatives) {
        List<Token> tokens = new ArrayList<>();
        int from = 0;
        while (from < text.length() && tokens.size() < MOST_TOKENS) {
            int to = Math.min(text.length(), from + TOKEN_LENGTH);
            to -= to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? 1 : 0;
            String token = text.substring(from, to);
            long hash = StableHash.with(StableHash.of(token), from);
            double probability = -StableHash.below(hash, 10_000) / 10_000.0;
            tokens.add(new Token(token, StableHash.below(hash >>> 16, VOCABULARY), probability));
            from = to;
        }
        return new LogProbs(tokens, alternatives);
    }

    double sum() {
        return tokens.stream().mapToDouble(Token::logProbability).sum();
    }

    double average() {
        return tokens.isEmpty() ? 0 : sum() / tokens.size();
    }
}
