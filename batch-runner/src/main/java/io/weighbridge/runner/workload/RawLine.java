package io.weighbridge.runner.workload;

/**
 * One line of a workload file, not yet looked into.
 *
 * @param number position in the file, from 1
 * @param bytes the line without its line feed
 * @param defect why the bytes cannot be trusted, as in "gzip stream ends early"; empty where they can
 */
public record RawLine(long number, byte[] bytes, String defect) {

    static RawLine of(long number, byte[] bytes) {
        return new RawLine(number, bytes, "");
    }

    static RawLine defective(long number, String defect) {
        return new RawLine(number, new byte[0], defect);
    }
}
