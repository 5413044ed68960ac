package dev.gleaner.local;

/** The command, with a job that makes no calls. */
final class PassThroughMain {
    private PassThroughMain() {}

    public static void main(String[] arguments) {
        LocalMain.runAndExit(arguments, new PassThroughJob(1));
    }
}
