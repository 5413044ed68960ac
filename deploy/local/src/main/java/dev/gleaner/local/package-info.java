/**
 * The whole system in one JVM, for a first look and for tests: a real Kafka broker, a Gemini
 * endpoint, Flink's MiniCluster with its web UI, and the same topology that a cluster runs. Depends
 * on the job and the simulator; nothing depends on it.
 */
@NullMarked
package dev.gleaner.local;

import org.jspecify.annotations.NullMarked;
