package io.weighbridge.audit.rollup;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides what becomes of each call of a day, given the calls of the days whose answers may still be cached. */
final class RepeatedRequests {
    private final Requests day;
    private final RequestIndex index;
    private final Fate[] fates;
    /** The calls of requests that were made more than once, by the last call of the request on this day. */
    private final Map<Integer, List<RequestedCall<Integer>>> repeated = new HashMap<>();

    private RepeatedRequests(Requests day) {
        this.day = day;
        this.index = new RequestIndex(day);
        this.fates = new Fate[day.size()];
    }

    /** Tells calls of one request and one microsecond apart: the order of their names. */
    interface Names {
        /** @param calls of the day */
        Comparator<Integer> order(List<Integer> calls);
    }

    /**
     * @param earlier the days before, whose answers may be cached
     * @param names asked only if calls of one request were made at the same time
     * @return by call of the day
     */
    static Fate[] fates(Requests day, List<Requests> earlier, int cacheHours, Names names) {
        RepeatedRequests requests = new RepeatedRequests(day);
        requests.decideAlone();
        requests.gather(earlier);
        requests.pass(cacheHours, names);
        return requests.fates;
    }

    private void decideAlone() {
        for (int call = 0; call < fates.length; call++) {
            fates[call] = day.isAnswered(call) ? Fate.REMAINS : Fate.FAILED;
        }
    }

    private void gather(List<Requests> earlier) {
        for (int call = 0; call < day.size(); call++) {
            if (day.isKnown(call)) {
                int last = index.lastOf(day, call);
                if (last != call) {
                    of(last).add(call(day, call, true));
                }
            }
        }
        for (Requests before : earlier) {
            for (int call = 0; call < before.size(); call++) {
                int last = before.isKnown(call) ? index.lastOf(before, call) : -1;
                if (last >= 0) {
                    of(last).add(call(before, call, false));
                }
            }
        }
    }

    private List<RequestedCall<Integer>> of(int last) {
        return repeated.computeIfAbsent(last, request -> new ArrayList<>(List.of(call(day, request, true))));
    }

    /** Calls that do not count have no place among those of the day. */
    private static RequestedCall<Integer> call(Requests of, int call, boolean counts) {
        return new RequestedCall<>(
                Boolean.TRUE, of.micros(call), counts, of.isAnswered(call), of.isCutOff(call), counts ? call : -1);
    }

    private void pass(int cacheHours, Names names) {
        Comparator<RequestedCall<Integer>> order = order(names);
        for (List<RequestedCall<Integer>> calls : repeated.values()) {
            calls.sort(order);
            RequestPass<Integer> pass = new RequestPass<>(cacheHours, (call, fate) -> fates[call.of()] = fate);
            calls.forEach(pass::add);
            pass.finish();
        }
    }

    private Comparator<RequestedCall<Integer>> order(Names names) {
        Comparator<RequestedCall<Integer>> byTime = Comparator.comparingLong(RequestedCall::micros);
        List<Integer> tied = new ArrayList<>();
        for (List<RequestedCall<Integer>> calls : repeated.values()) {
            calls.sort(byTime);
            for (int i = 1; i < calls.size(); i++) {
                RequestedCall<Integer> before = calls.get(i - 1);
                if (before.counts() && before.micros() == calls.get(i).micros()) {
                    tied.add(before.of());
                    tied.add(calls.get(i).of());
                }
            }
        }
        if (tied.isEmpty()) {
            return byTime;
        }
        Comparator<Integer> byName = names.order(List.copyOf(tied));
        // Which of two earlier calls came first makes no difference: the answer is stored at that time.
        return byTime.thenComparing((one, other) -> one.counts() ? byName.compare(one.of(), other.of()) : 0);
    }
}
