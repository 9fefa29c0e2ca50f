package io.weighbridge.tokenlog.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Groups the files of one ingest: {@code X_prompts.jsonl} goes with {@code X_outcomes.csv} of the same directory, and
 * {@code prompts.jsonl} with {@code outcomes.csv}, each with or without {@code .gz} or {@code .zst}.
 */
public final class LogInputs {
    private static final Pattern PROMPTS = Pattern.compile("(.*?)prompts\\.jsonl(\\.gz|\\.zst)?");
    private static final Pattern OUTCOMES = Pattern.compile("(.*?)outcomes\\.csv(\\.gz|\\.zst)?");

    private LogInputs() {}

    /**
     * The inputs in the order of the files.
     *
     * @throws UnreadableLogException if prompts come without outcomes, which alone say nothing
     */
    public static List<LogInput> group(List<LogSource> files) throws UnreadableLogException {
        Map<String, LogSource> prompts = new HashMap<>();
        for (LogSource file : files) {
            Matcher name = PROMPTS.matcher(file.name());
            if (name.matches()) {
                prompts.put(name.group(1), file);
            }
        }
        List<LogInput> inputs = new ArrayList<>();
        for (LogSource file : files) {
            Matcher name = OUTCOMES.matcher(file.name());
            if (name.matches()) {
                inputs.add(new LogInput(file, prompts.remove(name.group(1))));
            } else if (!PROMPTS.matcher(file.name()).matches()) {
                inputs.add(LogInput.of(file));
            }
        }
        for (LogSource alone : prompts.values()) {
            throw new UnreadableLogException(
                    alone.name(), "has prompts, but no outcomes file of the same name is given");
        }
        return inputs;
    }
}
