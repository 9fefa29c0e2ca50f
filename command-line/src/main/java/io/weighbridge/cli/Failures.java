package io.weighbridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.ParameterException;

/** How a failure reads: one line on standard error, and the exit status that goes with it. */
final class Failures {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    int badArguments(ParameterException exception) {
        String command = exception.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(command + ": " + exception.getMessage());
        console.err().println("Try '" + command + " --help'.");
        return ExitStatus.BAD_INPUT.number();
    }

    int failed(String command, Throwable failure) {
        Throwable cause = unwrapped(failure);
        console.err().println("weighbridge " + command + ": " + sentence(cause));
        if (console.debug()) {
            failure.printStackTrace(console.err());
        }
        return status(cause).number();
    }

    private static ExitStatus status(Throwable cause) {
        if (cause instanceof JobFailedException failed) {
            return failed.status();
        }
        return isBadInput(cause) ? ExitStatus.BAD_INPUT : ExitStatus.JOB_FAILED;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof UncheckedIOException && cause != null ? cause : failure;
    }

    private static boolean isBadInput(Throwable cause) {
        return cause instanceof BadInputException
                || cause instanceof NoSuchFileException
                || cause instanceof AccessDeniedException;
    }

    private static String sentence(Throwable cause) {
        if (cause instanceof BadInputException || cause instanceof JobFailedException) {
            return String.valueOf(cause.getMessage());
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + ": cannot be read, no such file";
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + ": cannot be read, permission denied";
        }
        if (cause instanceof FileSystemException || cause instanceof IOException) {
            return "input or output failed: " + cause.getMessage();
        }
        return "failed: " + cause + " (WEIGHBRIDGE_DEBUG=1 shows where)";
    }
}
