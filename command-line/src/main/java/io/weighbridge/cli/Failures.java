package io.weighbridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.ParameterException;

/** How a failure reads: one line on standard error, and the exit status that goes with it. */
final class Failures {
    static final int JOB_FAILED = 1;
    static final int BAD_INPUT = 2;

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    int badArguments(ParameterException exception) {
        String command = exception.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(command + ": " + exception.getMessage());
        console.err().println("Try '" + command + " --help'.");
        return BAD_INPUT;
    }

    int failed(String command, Throwable failure) {
        Throwable cause = unwrapped(failure);
        console.err().println("weighbridge " + command + ": " + sentence(cause));
        if (console.debug()) {
            failure.printStackTrace(console.err());
        }
        return isBadInput(cause) ? BAD_INPUT : JOB_FAILED;
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
