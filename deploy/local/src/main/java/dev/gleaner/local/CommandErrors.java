package dev.gleaner.local;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line of the error stream; the stack trace goes to the log. */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandErrors.class);

    private final Path log;

    CommandErrors(Path log) {
        this.log = log;
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        String line =
                error instanceof UnmatchedArgumentException unmatched
                        ? unknown(unmatched)
                        : oneLine(String.valueOf(error.getMessage()));
        error.getCommandLine().getErr().println(line + " (see --help)");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception error, CommandLine command, ParseResult arguments) {
        if (error instanceof InputException) {
            command.getErr().println(error.getMessage());
            return ExitCode.USAGE;
        }
        LOG.error("The run failed", error);
        command.getErr().println(words(error) + System.lineSeparator() + "log: " + log);
        return ExitCode.SOFTWARE;
    }

    /** What the user can act on is said in words; the rest is a defect, and named by its type. */
    private static String words(Exception error) {
        boolean actionable =
                error instanceof JobFailedException || error instanceof IllegalArgumentException;
        return actionable ? String.valueOf(error.getMessage()) : error.toString();
    }

    /** Names the first only: what follows a mistyped option may be a secret. */
    private static String unknown(UnmatchedArgumentException error) {
        String line = "Unknown option or argument: " + error.getUnmatched().get(0);
        return error.getSuggestions().isEmpty()
                ? line
                : line + "; did you mean " + error.getSuggestions().get(0) + "?";
    }

    private static String oneLine(String text) {
        return String.join(" ", text.lines().map(String::strip).toList());
    }
}
