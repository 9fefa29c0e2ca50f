package io.weighbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Ends this process when its parent's pipe to it closes, so that a killed parent leaves no orphan that goes on paying or
 * writing. Every step of a nightly job is such a child.
 */
final class ParentPipe {
    /** Set to 1 by a parent that keeps the child's standard input open for as long as it lives. */
    static final String ASKED_BY = "WEIGHBRIDGE_PARENT_PIPE";

    private ParentPipe() {}

    static void watchIfAsked(Map<String, String> environment, InputStream pipe) {
        if ("1".equals(environment.get(ASKED_BY))) {
            Thread watcher = new Thread(() -> haltAtEnd(pipe), "parent-pipe");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    /** Halts as hard as a kill: every command is made for that, and nothing more may be sent. */
    private static void haltAtEnd(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // What a parent writes has no meaning.
            }
        } catch (IOException e) {
            // A broken pipe is a closed one.
        }
        Runtime.getRuntime().halt(1);
    }
}
