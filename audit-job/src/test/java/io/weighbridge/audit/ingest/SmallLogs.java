package io.weighbridge.audit.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A few small logs of several formats, with duplicates, corrections and broken rows among them. */
final class SmallLogs {
    private SmallLogs() {}

    /** Writes them; the arguments of an ingest that name them. */
    static List<String> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Lines.write(
                folder.resolve("a.jsonl"),
                Lines.call("1"),
                Lines.call("2"),
                Lines.call("1"),
                Lines.call("3").replace("\"task\"", "\"updated_at\":\"2026-11-01T00:00:00Z\",\"task\""),
                "{\"format\":\"weighbridge-call/1\", oops");
        Files.write(
                folder.resolve("b.jsonl.gz"),
                Lines.gzip(Lines.call("2") + "\n" + Lines.call("3") + "\n" + Lines.call("4") + "\n"));
        Lines.write(
                folder.resolve("c.jsonl"), liteLlm("r1", 417), liteLlm("r2", 20), liteLlm("r2", 20), liteLlm("r3", -1));
        Lines.write(
                folder.resolve("d_outcomes.csv"),
                "prompt_id,model,score,task",
                "p1,m1,1,t",
                "p1,m2,0.5,t",
                "p2,m1,7,t");
        Lines.write(
                folder.resolve("d_prompts.jsonl"),
                "{\"prompt_id\":\"p1\",\"prompt\":\"one\"}",
                "{\"prompt_id\":\"p2\",\"prompt\":\"two\"}");
        Lines.write(
                folder.resolve("e.csv"),
                "id,at,model,in,out",
                "x1,2026-10-30T10:00:00Z,sim-small,10,1",
                "x2,2026-10-29T10:00:00Z,sim-small,10,many");
        Files.writeString(folder.resolve("../mapping.yaml"), """
                format: weighbridge-mapping/1
                fields:
                  source: {constant: table}
                  call_id: id
                  occurred_at: at
                  requested_model: model
                  input_tokens: in
                  output_tokens: out
                """);
        return List.of("--mapping", folder.resolve("../mapping.yaml").toString(), folder.toString());
    }

    private static String liteLlm(String id, long promptTokens) {
        return "{\"request_id\":\"" + id + "\",\"startTime\":\"2025-01-24 09:20:46.847371\",\"model\":\"gpt-4.1\","
                + "\"custom_llm_provider\":\"openai\",\"team_id\":\"team-7\",\"spend\":0.000994,\"prompt_tokens\":"
                + promptTokens + ",\"completion_tokens\":20,\"total_tokens\":437,\"status\":\"success\"}";
    }
}
