package io.weighbridge.runner.journal;

/** How many rows are read at once: fewer where they are long, as those read last were. */
final class PageSize {
    private final long room;
    private volatile long longest;

    /**
     * @param room characters that a page may have; one row it always has
     * @param guess characters of the longest row of the first page
     */
    PageSize(long room, long guess) {
        this.room = room;
        this.longest = guess;
    }

    /** @param most rows, at least 1 */
    int rows(int most) {
        return (int) Math.clamp(room / longest, 1, most);
    }

    /** Takes note of the longest row of a page. */
    void read(long characters) {
        longest = Math.max(1, characters);
    }
}
