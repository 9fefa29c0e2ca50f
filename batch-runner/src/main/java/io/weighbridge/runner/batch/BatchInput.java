package io.weighbridge.runner.batch;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.Judging;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.UntranslatableException;
import io.weighbridge.runner.workload.RoutedItem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the input of a submission from the journal: equal however often it is written. */
final class BatchInput {
    private static final int PAGE = 500;

    private final ItemJournal items;
    private final AttemptJournal attempts;

    private final BatchJudging judging;

    BatchInput(ItemJournal items, AttemptJournal attempts, BatchJudging judging) {
        this.judging = judging;
        this.items = items;
        this.attempts = attempts;
    }

    /** Returns what all the requests ask for. */
    Operation write(Submission submission, BatchKey key, BatchApi api, Path file) throws IOException {
        Operation operation = Operation.CHAT;
        BatchApi.Frame frame = api.frame();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(frame.before());
            String between = "";
            long last = 0;
            for (List<Attempt> page = page(submission, last); !page.isEmpty(); page = page(submission, last)) {
                for (Request request : requests(page)) {
                    out.write(between);
                    out.write(text(request, key, api));
                    between = frame.between();
                    operation = request.operation();
                }
                last = page.getLast().line();
            }
            out.write(frame.behind());
        }
        return operation;
    }

    private record Request(long line, Operation operation, String body) {}

    private List<Attempt> page(Submission submission, long behindLine) {
        return attempts.openOf(submission.number(), behindLine, PAGE);
    }

    /** In the order of lines, as the attempts are. */
    private List<Request> requests(List<Attempt> page) {
        List<Long> lines = page.stream().map(Attempt::line).toList();
        Map<Long, List<Attempt>> made = page.stream().allMatch(Attempt::isToAnswer) ? Map.of() : judging.made(lines);
        List<Request> requests = new ArrayList<>();
        List<JournaledItem> ofPage = items.at(lines);
        for (int i = 0; i < page.size(); i++) {
            JournaledItem item = ofPage.get(i);
            Judging about = page.get(i).judging();
            RoutedItem asked = about == null
                    ? item.routed()
                    : judging.question(item, page.get(i), about, made.getOrDefault(item.line(), List.of()));
            requests.add(new Request(item.line(), asked.item().operation(), asked.requestBody()));
        }
        return requests;
    }

    private static String text(Request request, BatchKey key, BatchApi api) {
        try {
            return api.request(key.customId(request.line()), request.operation(), request.body());
        } catch (UntranslatableException e) {
            throw new IllegalStateException("line " + request.line() + " was put into a batch", e);
        }
    }
}
