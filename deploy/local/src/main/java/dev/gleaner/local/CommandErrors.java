package dev.gleaner.local;

import java.io.PrintWriter;
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
        PrintWriter err = error.getCommandLine().getErr();
        String line = oneLine(String.valueOf(error.getMessage()));
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            line += "; did you mean " + unmatched.getSuggestions().get(0) + "?";
        }
        err.println(line + " (see --help)");
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
        String line = error instanceof JobFailedException ? error.getMessage() : error.toString();
        command.getErr().println(line + System.lineSeparator() + "log: " + log);
        return ExitCode.SOFTWARE;
    }

    private static String oneLine(String text) {
        return String.join(" ", text.lines().map(String::strip).toList());
    }
}
