package io.weighbridge.samples.provider;

/**
 * What goes wrong with batches. Shares are of the requests of a batch, decided by (seed, request, how often it came);
 * the others are numbers of times, counted from the first.
 *
 * @param expired share that the window's end finds undone; unpaid, and the batch ends as expired
 * @param serverError share that fails at the provider; unpaid
 * @param refused share that the provider says is invalid; unpaid
 * @param missing share that is paid and has no line in any result
 * @param malformed share that is paid and whose line is no JSON
 * @param duplicated share whose line comes twice
 * @param foreign share beside whose line stands one of a custom_id that nobody sent
 * @param lostCreations creations that are done and then not answered
 * @param unavailableCreations creations answered 503; nothing is created
 * @param latePolls polls of each batch that say it has ended and name no output file yet
 * @param cutDownloads downloads of results that break off in the middle
 */
public record BatchFaults(
        double expired,
        double serverError,
        double refused,
        double missing,
        double malformed,
        double duplicated,
        double foreign,
        int lostCreations,
        int unavailableCreations,
        int latePolls,
        int cutDownloads) {

    public BatchFaults {
        double sum = expired + serverError + refused + missing + malformed + duplicated + foreign;
        for (double share :
                new double[] {expired, serverError, refused, missing, malformed, duplicated, foreign, sum}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "batch faults: each share and their sum must be in [0, 1], was " + share);
            }
        }
    }

    public static BatchFaults none() {
        return new BatchFaults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Lines that go wrong, by share, and nothing else. */
    public static BatchFaults lines(
            double expired,
            double serverError,
            double refused,
            double missing,
            double malformed,
            double duplicated,
            double foreign) {
        return new BatchFaults(expired, serverError, refused, missing, malformed, duplicated, foreign, 0, 0, 0, 0);
    }

    public BatchFaults withLostCreations(int times) {
        return new BatchFaults(
                expired,
                serverError,
                refused,
                missing,
                malformed,
                duplicated,
                foreign,
                times,
                unavailableCreations,
                latePolls,
                cutDownloads);
    }

    public BatchFaults withUnavailableCreations(int times) {
        return new BatchFaults(
                expired,
                serverError,
                refused,
                missing,
                malformed,
                duplicated,
                foreign,
                lostCreations,
                times,
                latePolls,
                cutDownloads);
    }

    public BatchFaults withLatePolls(int polls) {
        return new BatchFaults(
                expired,
                serverError,
                refused,
                missing,
                malformed,
                duplicated,
                foreign,
                lostCreations,
                unavailableCreations,
                polls,
                cutDownloads);
    }

    public BatchFaults withCutDownloads(int times) {
        return new BatchFaults(
                expired,
                serverError,
                refused,
                missing,
                malformed,
                duplicated,
                foreign,
                lostCreations,
                unavailableCreations,
                latePolls,
                times);
    }

    /** What happens to a request at a uniform position in [0, 1). */
    LineFault at(double position) {
        double[] shares = {expired, serverError, refused, missing, malformed, duplicated, foreign};
        double left = position;
        for (int i = 0; i < shares.length; i++) {
            left -= shares[i];
            if (left < 0) {
                return LineFault.values()[i];
            }
        }
        return LineFault.NONE;
    }

    /** In the order of the shares. */
    enum LineFault {
        EXPIRED,
        SERVER_ERROR,
        REFUSED,
        MISSING,
        MALFORMED,
        DUPLICATED,
        FOREIGN,
        NONE
    }
}
