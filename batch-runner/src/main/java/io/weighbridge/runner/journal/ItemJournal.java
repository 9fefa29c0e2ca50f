package io.weighbridge.runner.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.RejectedLine;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The items of a run: accepted with their decision, or rejected; later with their outcome. */
public final class ItemJournal {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
    private static final int LONGEST_NAME = 256;
    /** A page is in memory a few times over, and several are at once. */
    private static final int HEAP_PER_CHARACTER = 128;

    private static final int FIRST_GUESS = 65_536;
    /** An outer join, so that H2 walks the items' primary key and stops at a limit. */
    private static final String FROM = """
            select i.line, i.custom_id, i.model, i.outcome, i.asked, r.policy_id, r.propensity, r.reason, r.candidates, r.body%s
            from weighbridge_item i left join weighbridge_request r on r.run_id = i.run_id and r.line = i.line
            where i.run_id = ? and\s""";

    private static final String SELECT = FROM.formatted("");
    private static final String IN_ORDER = " order by i.run_id, i.line";

    private final String runId;
    private final Sql sql;
    private final JournalListener listener;
    private final PageSize pageSize = new PageSize(Runtime.getRuntime().maxMemory() / HEAP_PER_CHARACTER, FIRST_GUESS);

    /** @param database whose connections take part in the current transaction, if there is one */
    public ItemJournal(DataSource database, String runId, Fence fence, JournalListener listener) {
        this.listener = listener;
        this.runId = runId;
        this.sql = new Sql(database, fence);
    }

    public void accept(List<RoutedItem> items) {
        sql.transaction("accept items", connection -> {
            Sql.batch(
                    connection,
                    "insert into weighbridge_item (run_id, line, custom_id, model, tenant, team, agent) values (?, ?, ?, ?, ?, ?, ?)",
                    items,
                    (parameters, routed) -> {
                        Attribution of = routed.item().attribution();
                        parameters
                                .add(runId)
                                .add(routed.item().line())
                                .add(routed.item().customId())
                                .add(routed.decision().chosenModel())
                                .add(bounded(of.tenant()))
                                .add(bounded(of.team()))
                                .add(bounded(of.agent()));
                    });
            Sql.batch(
                    connection,
                    "insert into weighbridge_request (run_id, line, policy_id, propensity, reason, candidates, body) values (?, ?, ?, ?, ?, ?, ?)",
                    items,
                    (parameters, routed) -> parameters
                            .add(runId)
                            .add(routed.item().line())
                            .add(routed.decision().policyId())
                            .add(routed.decision().propensity())
                            .add(routed.decision().reason())
                            .add(write(routed.decision().candidates()))
                            .add(routed.item().body().toString()));
        });
    }

    /** Longer names than a cap can have are of no use here. */
    private static @Nullable String bounded(@Nullable String name) {
        return name == null || name.length() > LONGEST_NAME ? null : name;
    }

    public void reject(RejectedLine rejected) {
        sql.batch(
                "insert into weighbridge_rejected (run_id, line, custom_id, field, rule) values (?, ?, ?, ?, ?)",
                List.of(rejected),
                (parameters, line) -> parameters
                        .add(runId)
                        .add(line.line())
                        .add(line.customId())
                        .add(line.field())
                        .add(line.rule()));
    }

    /** Records where items ended; those not started stay as they are. */
    public void finish(List<FinishedItem> items) {
        List<FinishedItem> ended = items.stream()
                .filter(item -> item.outcome() != ItemOutcome.NOT_STARTED)
                .toList();
        sql.batch(
                "update weighbridge_item set outcome = ? where run_id = ? and line = ?",
                ended,
                (parameters, item) ->
                        parameters.add(item.outcome().label()).add(runId).add(item.line()));
        ended.forEach(listener::finished);
    }

    /** Up to {@code limit} items without an outcome behind a line, in order; fewer of long requests, none only where there is none. */
    public List<JournaledItem> unfinishedBehind(long line, int limit) {
        return page(" and i.outcome is null", line, limit);
    }

    /** Items without an outcome from one line to another, both included, in order. */
    public List<JournaledItem> unfinished(long firstLine, long lastLine) {
        return sql.query(
                SELECT + "i.line between ? and ? and i.outcome is null" + IN_ORDER,
                ItemJournal::item,
                runId,
                firstLine,
                lastLine);
    }

    /**
     * Up to {@code limit} items behind a line, in order, that are to be asked of a model and have neither an outcome, nor an
     * open attempt, nor an answer to be verified.
     */
    public List<WaitingItem> waiting(String model, long line, int limit) {
        return sql.query(
                FROM.formatted("""
                ,
                  (select count(*) from weighbridge_attempt a where a.run_id = i.run_id and a.line = i.line) attempts,
                  (select coalesce(sum(a.sends), 0) from weighbridge_attempt a
                   where a.run_id = i.run_id and a.line = i.line
                     and a.judged_attempt is null and a.reused is null and coalesce(a.model, i.model) = coalesce(i.asked, i.model)) sends,
                  (select a.verdict from weighbridge_attempt a
                   where a.run_id = i.run_id and a.line = i.line
                     and a.judged_attempt is null and a.reused is null and coalesce(a.model, i.model) = coalesce(i.asked, i.model)
                   order by a.attempt desc limit 1) last_verdict""") + """
                i.line > ? and coalesce(i.asked, i.model) = ? and i.outcome is null
                  and not exists (select 1 from weighbridge_attempt a
                                  where a.run_id = i.run_id and a.line = i.line
                                    and (a.verdict is null or a.verdict = '%s'))""".formatted(Verdict.UNVERIFIED.label()) + IN_ORDER + " limit " + limit,
                ItemJournal::waitingItem,
                runId,
                line,
                model);
    }

    private static WaitingItem waitingItem(ResultSet row) throws SQLException {
        String verdict = row.getString("last_verdict");
        return new WaitingItem(
                item(row).routed(),
                row.getInt("attempts"),
                row.getInt("sends"),
                verdict == null ? null : Verdict.ofLabel(verdict));
    }

    /** Records that an item is to be asked of another model. */
    public void ask(RoutedItem routed) {
        sql.update(
                "update weighbridge_item set asked = ? where run_id = ? and line = ?",
                routed.model(),
                runId,
                routed.item().line());
    }

    /** The items at the given lines, in order. */
    public List<JournaledItem> at(List<Long> lines) {
        String places = String.join(", ", Collections.nCopies(lines.size(), "?"));
        List<Object> arguments = new ArrayList<>(List.of(runId));
        arguments.addAll(lines);
        return sql.query(SELECT + "i.line in (" + places + ")" + IN_ORDER, ItemJournal::item, arguments.toArray());
    }

    /** Gives the items that have an answer the outcome that a process died before recording. */
    public void finishAnswered() {
        sql.update("""
                update weighbridge_item set outcome = ?
                where run_id = ? and outcome is null and exists (select 1 from weighbridge_attempt a
                  where a.run_id = weighbridge_item.run_id and a.line = weighbridge_item.line
                    and a.judged_attempt is null and a.verdict = ?)""", ItemOutcome.SUCCEEDED.label(), runId, Verdict.ANSWERED.label());
    }

    /** Up to {@code limit} items behind a line, in order; fewer of long requests, none only where there is none. */
    public List<JournaledItem> behind(long line, int limit) {
        return page("", line, limit);
    }

    public List<RejectedLine> rejected() {
        return sql.query(
                "select line, custom_id, field, rule from weighbridge_rejected where run_id = ? order by line",
                row -> new RejectedLine(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
                runId);
    }

    public Set<String> customIds() {
        return new HashSet<>(
                sql.query("select custom_id from weighbridge_item where run_id = ?", row -> row.getString(1), runId));
    }

    /** Models the policy chose for at least one item. */
    public List<String> models() {
        return sql.query(
                "select distinct model from weighbridge_item where run_id = ? order by model",
                row -> row.getString(1),
                runId);
    }

    /** Number of items by where they ended. */
    public Map<ItemOutcome, Long> counts() {
        Map<ItemOutcome, Long> counts = new EnumMap<>(ItemOutcome.class);
        for (ItemOutcome outcome : ItemOutcome.values()) {
            counts.put(outcome, 0L);
        }
        sql.query(
                "select outcome, count(*) from weighbridge_item where run_id = ? group by outcome",
                row -> counts.put(outcome(row.getString(1)), row.getLong(2)),
                runId);
        return counts;
    }

    private List<JournaledItem> page(String condition, long line, int limit) {
        List<JournaledItem> page = sql.query(
                SELECT + "i.line > ?" + condition + IN_ORDER + " limit " + pageSize.rows(limit),
                ItemJournal::item,
                runId,
                line);
        page.stream().mapToInt(JournaledItem::characters).max().ifPresent(pageSize::read);
        return page;
    }

    private static JournaledItem item(ResultSet row) throws SQLException {
        try {
            String body = row.getString("body");
            WorkloadItem item =
                    new WorkloadItem(row.getLong("line"), row.getString("custom_id"), (ObjectNode) JSON.readTree(body));
            Decision decision = new Decision(
                    row.getString("policy_id"),
                    row.getString("model"),
                    row.getDouble("propensity"),
                    row.getString("reason"),
                    JSON.readValue(row.getString("candidates"), NAMES));
            return new JournaledItem(
                    new RoutedItem(item, decision, row.getString("asked")),
                    outcome(row.getString("outcome")),
                    body.length());
        } catch (JsonProcessingException e) {
            throw new JournalException("item at line " + row.getLong("line"), e);
        }
    }

    private static ItemOutcome outcome(@Nullable String label) {
        return label == null ? ItemOutcome.NOT_STARTED : ItemOutcome.ofLabel(label);
    }

    private static String write(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("candidates cannot be written as JSON", e);
        }
    }
}
