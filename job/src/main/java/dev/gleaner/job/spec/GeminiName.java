package dev.gleaner.job.spec;

/** Marks enums whose constants are written in the spec as Gemini writes them. */
interface GeminiName {}
