package dev.gleaner.simulator;

/**
 * One part of a prompt that is no text.
 *
 * @param words what it is, for a sentence
 * @param tokens that it counts
 * @param hash of its bytes or its URI
 */
record Media(String words, TokenCounts tokens, long hash) {}
