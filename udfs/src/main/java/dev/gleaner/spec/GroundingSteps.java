package dev.gleaner.spec;

/** Whether research and answer are one request or two. */
public enum GroundingSteps {
    AUTO,
    ONE,
    TWO
}
