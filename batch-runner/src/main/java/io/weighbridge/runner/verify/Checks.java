package io.weighbridge.runner.verify;

import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells checks of answers apart, and whether two machines check alike. */
public final class Checks {
    private Checks() {}

    /** A hash of the checks of all tasks, files by what is in them. */
    public static String hash(Map<String, List<AnswerCheck>> checks) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(checks).forEach((task, ofTask) -> {
            text.append(task).append('\n');
            ofTask.forEach(check -> text.append(text(check)).append('\n'));
        });
        return Sha256.hex(text.toString());
    }

    /** The kind of a check, as settings spell it. */
    public static String kind(AnswerCheck check) {
        return switch (check) {
            case AnswerCheck.JsonSchema schema -> "json_schema";
            case AnswerCheck.Matches matches -> "matches";
            case AnswerCheck.Exact exact -> "exact";
            case AnswerCheck.Number number -> "number";
            case AnswerCheck.Command command -> "command";
            case AnswerCheck.MinConfidence confidence -> "min_confidence";
            case AnswerCheck.Judge judge -> "judge";
        };
    }

    private static String text(AnswerCheck check) {
        return switch (check) {
            case AnswerCheck.JsonSchema schema -> "json_schema " + hash(schema.file());
            case AnswerCheck.Exact exact -> "exact " + hash(exact.references());
            case AnswerCheck.Number number -> "number " + hash(number.references());
            case AnswerCheck.Matches matches -> matches.toString();
            case AnswerCheck.Command command -> command.toString();
            case AnswerCheck.MinConfidence confidence -> confidence.toString();
            case AnswerCheck.Judge judge -> judge.toString();
        };
    }

    private static String hash(Path file) {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read", e);
        }
    }
}
