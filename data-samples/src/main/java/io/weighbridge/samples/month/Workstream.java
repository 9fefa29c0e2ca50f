package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SampleTask;
import java.util.List;

/**
 * One task as one application of one team does it.
 *
 * @param share of all calls, in percent; the shares of all work streams sum to 100
 */
public record Workstream(String team, String application, SampleTask task, int share) {
    private static final List<Workstream> CARE_ASSISTANT = List.of(
            new Workstream("customer-care", "care-assistant", SampleTask.INTENT_CLASSIFICATION, 13),
            new Workstream("customer-care", "care-assistant", SampleTask.POLICY_QA, 9));
    private static final List<Workstream> MESSAGE_ROUTER =
            List.of(new Workstream("digital-channels", "message-router", SampleTask.INTENT_CLASSIFICATION, 7));
    private static final List<Workstream> TICKET_DESK = List.of(
            new Workstream("customer-care", "ticket-desk", SampleTask.TICKET_TRIAGE, 15),
            new Workstream("customer-care", "ticket-desk", SampleTask.FIELD_EXTRACTION, 5));
    private static final List<Workstream> CALL_NOTES =
            List.of(new Workstream("contact-centre", "call-notes", SampleTask.CALL_SUMMARY, 13));
    private static final List<Workstream> BILL_HELPER = List.of(
            new Workstream("billing", "bill-helper", SampleTask.BILL_EXPLANATION, 12),
            new Workstream("billing", "bill-helper", SampleTask.FIELD_EXTRACTION, 7));
    private static final List<Workstream> DATA_COPILOT = List.of(
            new Workstream("analytics", "data-copilot", SampleTask.NL_TO_SQL, 7),
            new Workstream("analytics", "data-copilot", SampleTask.REPORT_DRAFTING, 2));
    private static final List<Workstream> NOC_COPILOT = List.of(
            new Workstream("network-operations", "noc-copilot", SampleTask.NETWORK_DIAGNOSIS, 5),
            new Workstream("network-operations", "noc-copilot", SampleTask.REPORT_DRAFTING, 1),
            new Workstream("network-operations", "noc-copilot", SampleTask.MULTI_STEP_REASONING, 1));
    private static final List<Workstream> VISIT_PLANNER =
            List.of(new Workstream("field-service", "visit-planner", SampleTask.MULTI_STEP_REASONING, 3));

    /** The work streams of each application. */
    static final List<List<Workstream>> APPLICATIONS = List.of(
            CARE_ASSISTANT,
            MESSAGE_ROUTER,
            TICKET_DESK,
            CALL_NOTES,
            BILL_HELPER,
            DATA_COPILOT,
            NOC_COPILOT,
            VISIT_PLANNER);

    /** An application, chosen by its share of all calls. */
    static List<Workstream> application(RowRandom random) {
        long position = random.below(100);
        for (List<Workstream> application : APPLICATIONS) {
            position -= total(application);
            if (position < 0) {
                return application;
            }
        }
        throw new AssertionError("shares sum to 100");
    }

    /** One of an application's work streams, chosen by share. */
    static Workstream within(List<Workstream> application, RowRandom random) {
        long position = random.below(total(application));
        for (Workstream workstream : application) {
            position -= workstream.share();
            if (position < 0) {
                return workstream;
            }
        }
        throw new AssertionError("position is below the total");
    }

    private static long total(List<Workstream> application) {
        long total = 0;
        for (Workstream workstream : application) {
            total += workstream.share();
        }
        return total;
    }
}
