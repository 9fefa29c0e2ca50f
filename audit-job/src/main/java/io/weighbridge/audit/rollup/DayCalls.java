package io.weighbridge.audit.rollup;

/** What a day's calls asked, by call in the order of the day's files. */
record DayCalls(Requests requests, Sketches sketches) {}
