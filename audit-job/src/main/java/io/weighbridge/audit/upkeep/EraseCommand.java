package io.weighbridge.audit.upkeep;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Summary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge lake erase}: a person's text leaves the lake and its history. */
@Command(
        name = "erase",
        description = "Erases prompts, answers, their hashes, session and identity of a person's calls from all tables,"
                + " and deletes every old version of the tables, every audit that holds such a prompt, and all cached answers."
                + " Tokens and money stay. Refuses while another job is at work.",
        footer = "  weighbridge lake erase --lake lake --user alice@example.com")
final class EraseCommand extends UpkeepCommand {
    @Option(
            names = "--user",
            paramLabel = "ID",
            description = "Calls with this value in any label (such as user or end_user) or as session.")
    private @Nullable String user;

    @Option(names = "--call", paramLabel = "ID", description = "The call of this id, of any source.")
    private @Nullable String call;

    @Override
    protected Summary run() {
        if ((user == null) == (call == null)) {
            throw new BadInputException("say whose text to erase: --user ID or --call ID, one of them");
        }
        String id = user != null ? user : String.valueOf(call);
        if (id.isBlank()) {
            throw new BadInputException((user != null ? "--user" : "--call") + ": must not be blank");
        }
        return alone("erase", lake -> erase(lake, user != null ? Person.ofUser(id) : Person.ofCall(id)));
    }

    private static Summary erase(Lake lake, Person person) {
        Erasure.Result result = new Erasure(lake, person).run();
        String remaining = result.remainingFiles().isEmpty()
                ? ""
                : "\nstill in plain files, which are yours to delete: " + String.join(", ", result.remainingFiles());
        return new Summary(
                "%,d calls, %,d outcomes and %,d rejected rows erased; %,d files of old versions and %,d audits deleted%s%s"
                        .formatted(
                                result.calls(),
                                result.outcomes(),
                                result.quarantined(),
                                result.filesDeleted(),
                                result.auditsDeleted(),
                                result.cachedAnswersDeleted() ? ", and the cache of answers" : "",
                                remaining),
                result);
    }
}
