/**
 * A server that speaks Gemini's {@code generateContent} on the wire, for local runs, tests and
 * benchmarks: answers that fit the request's schema, Google's own rejections, and faults on demand.
 * It shares no code with the job, so that a mistake on one side cannot hide on the other. {@link
 * dev.gleaner.simulator.SimulatorServer} starts it inside a JVM, {@code SimulatorMain} as a
 * program.
 */
@NullMarked
package dev.gleaner.simulator;

import org.jspecify.annotations.NullMarked;
