package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.IngestedFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeChangedException;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import io.weighbridge.cli.JobFailedException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads logs into a lake: every row becomes a call, an outcome, a duplicate or a rejected row, and none twice. */
final class IngestJob {
    private static final int ATTEMPTS = 5;

    private final Lake lake;
    private final ReadingRules rules;
    private final LakeWriter writer;

    IngestJob(Lake lake, ReadingRules rules, LakeWriter writer) {
        this.lake = lake;
        this.rules = rules;
        this.writer = writer;
    }

    /** @throws JobFailedException if other ingests keep writing to the lake; nothing is lost by repeating this one */
    IngestResult run(Inventory inventory) {
        lake.prepare();
        List<InputFile> files = withoutCopies(inventory.files());
        Ledger ledger = ledger(files);
        try (LogRows log = LogRows.read(lake.spark(), ledger.missing(files), rules)) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return result(inventory, files, write(files, ledger, log));
                } catch (LakeChangedException e) {
                    if (attempt == ATTEMPTS) {
                        throw new JobFailedException(
                                String.valueOf(e.getMessage()), "the same weighbridge ingest again", e);
                    }
                    ledger = ledger(files);
                }
            }
        }
    }

    private static List<InputFile> withoutCopies(List<InputFile> files) {
        Map<String, InputFile> firstByContent = new LinkedHashMap<>();
        files.forEach(file -> firstByContent.putIfAbsent(file.sha256(), file));
        return List.copyOf(firstByContent.values());
    }

    private Ledger ledger(List<InputFile> files) {
        return Ledger.read(lake.snapshot(LakeTable.SOURCES), files);
    }

    /** The ledger's lines of all files: those written now, and those known before. */
    private Written write(List<InputFile> files, Ledger ledger, LogRows log) {
        List<InputFile> missing = ledger.missing(files);
        return missing.isEmpty()
                ? new Written(List.of(), ledger.known())
                : new Written(writer.write(missing, ledger.snapshot(), log.only(missing)), ledger.known());
    }

    private record Written(List<IngestedFile> now, List<IngestedFile> before) {}

    private static IngestResult result(Inventory inventory, List<InputFile> distinct, Written written) {
        Map<String, RowCounts> byContent = new HashMap<>();
        written.now().forEach(file -> byContent.put(file.sha256(), file.counts()));
        written.before()
                .forEach(file -> byContent.put(file.sha256(), file.counts().again()));
        RowCounts rows = RowCounts.NONE;
        int known = written.before().size();
        for (InputFile file : inventory.files()) {
            RowCounts counts = byContent.getOrDefault(file.sha256(), RowCounts.NONE);
            boolean isCopy = !distinct.contains(file);
            rows = rows.plus(isCopy ? counts.again() : counts);
            known += isCopy ? 1 : 0;
        }
        List<String> formats = inventory.files().stream()
                .map(InputFile::format)
                .distinct()
                .sorted()
                .toList();
        return new IngestResult(formats, inventory.files().size(), known, rows, inventory.unreadable());
    }
}
