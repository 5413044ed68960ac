package dev.gleaner.spec;

/** Marks enums whose constants are written in the spec as Gemini writes them. */
interface GeminiName {}
