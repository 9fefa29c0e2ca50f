package io.weighbridge.audit.rollup;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.Arrays;

/**
 * Finds the calls of a day that a template with one answer would have answered, as {@link PromptPass} does, from primitive arrays: templates
 * are counted in an open hash table, and times are looked at only of those with one answer.
 */
final class OneAnswerTemplates {
    private static final int NONE = -1;
    private static final int LEARNED = PromptPass.LEARNED;

    private final Requests requests;
    private final Answers answers;
    private final Fate[] fates;
    private int[] slots = freeSlots(1 << 10);
    private long[] templates = new long[512];
    private long[] answerOf = new long[512];
    /** Calls whose answer is known; {@link #NONE} where answers differ. */
    private int[] known = new int[512];

    private int size;
    /** Templates that could have given answers. */
    private int useful;

    private OneAnswerTemplates(Requests requests, Answers answers, Fate[] fates) {
        this.requests = requests;
        this.answers = answers;
        this.fates = fates;
    }

    /** Marks those that would remain. */
    static void mark(Fate[] fates, Requests requests, Answers answers) {
        if (answers.isEmpty()) {
            return;
        }
        OneAnswerTemplates templates = new OneAnswerTemplates(requests, answers, fates);
        templates.count();
        int[] places = templates.places();
        if (templates.useful > 0) {
            templates.markAfter(places, templates.firstTimes(places));
        }
    }

    private boolean takesPart(int call) {
        return fates[call] == Fate.REMAINS && answers.isKnown(call);
    }

    private void count() {
        for (int call = 0; call < fates.length; call++) {
            if (takesPart(call)) {
                int template = template(answers.template(call));
                if (known[template] == 0) {
                    answerOf[template] = answers.answer(call);
                }
                known[template] = known[template] == NONE || answerOf[template] != answers.answer(call)
                        ? NONE
                        : known[template] + 1;
            }
        }
    }

    /** By template: its place among those with one answer and calls that it could have given; {@link #NONE} of the others. */
    private int[] places() {
        int[] places = new int[size];
        for (int template = 0; template < size; template++) {
            places[template] = known[template] > LEARNED ? useful++ : NONE;
        }
        return places;
    }

    private int place(int call, int[] places) {
        return takesPart(call) ? places[template(answers.template(call))] : NONE;
    }

    /** By place, one after the other: the times of the calls that the answer is learned from, in order. */
    private long[] firstTimes(int[] places) {
        long[] times = new long[Math.multiplyExact(useful, LEARNED)];
        Arrays.fill(times, Long.MAX_VALUE);
        for (int call = 0; call < fates.length; call++) {
            int place = place(call, places);
            if (place != NONE) {
                insert(times, place * LEARNED, requests.micros(call));
            }
        }
        return times;
    }

    /** Keeps the least. */
    private static void insert(long[] times, int first, long at) {
        int place = first + LEARNED - 1;
        if (at >= times[place]) {
            return;
        }
        while (place > first && times[place - 1] > at) {
            times[place] = times[place - 1];
            place--;
        }
        times[place] = at;
    }

    private void markAfter(int[] places, long[] firstTimes) {
        for (int call = 0; call < fates.length; call++) {
            int place = place(call, places);
            if (place != NONE && requests.micros(call) > firstTimes[place * LEARNED + LEARNED - 1]) {
                fates[call] = Fate.TEMPLATE;
            }
        }
    }

    /** The number of a template, from 0; a new one if it was not seen before. */
    private int template(long id) {
        int mask = slots.length - 1;
        int slot = slot(id, mask);
        while (slots[slot] != NONE) {
            if (templates[slots[slot]] == id) {
                return slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        return add(slot, id);
    }

    private int add(int slot, long id) {
        if (size == templates.length) {
            templates = Arrays.copyOf(templates, 2 * size);
            answerOf = Arrays.copyOf(answerOf, 2 * size);
            known = Arrays.copyOf(known, 2 * size);
        }
        int template = size++;
        templates[template] = id;
        slots[slot] = template;
        if (2 * size > slots.length) {
            rehash();
        }
        return template;
    }

    private void rehash() {
        slots = freeSlots(2 * slots.length);
        int mask = slots.length - 1;
        for (int template = 0; template < size; template++) {
            int slot = slot(templates[template], mask);
            while (slots[slot] != NONE) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = template;
        }
    }

    private static int slot(long id, int mask) {
        return (int) (id ^ (id >>> 32)) & mask;
    }

    private static int[] freeSlots(int count) {
        int[] free = new int[count];
        Arrays.fill(free, NONE);
        return free;
    }
}
