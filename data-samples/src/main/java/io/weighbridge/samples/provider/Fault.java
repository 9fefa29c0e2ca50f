package io.weighbridge.samples.provider;

/** What can go wrong with one request. */
enum Fault {
    NONE,
    /** 429 with Retry-After; nothing is paid. */
    RATE_LIMITED,
    /** 500; nothing is paid. */
    SERVER_ERROR,
    /** The call is paid, then the connection breaks before the answer arrives. */
    CUT_CONNECTION,
    /** The call is paid, then nothing arrives for a long time. */
    STALLED,
    /** The call is paid, then the answer arrives cut off in the middle of its JSON. */
    MALFORMED_JSON
}
