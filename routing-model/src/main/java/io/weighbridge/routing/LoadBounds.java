package io.weighbridge.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * How much is read of a file, and how much memory what stands in it may take, before it is refused: parts of the heap, so that no
 * file exhausts it.
 *
 * @param heapBytes largest size of this JVM's heap
 */
record LoadBounds(long heapBytes) {
    private static final int FILE_SHARE = 8;
    private static final int TREE_SHARE = 4;

    static LoadBounds ofThisJvm() {
        return new LoadBounds(Runtime.getRuntime().maxMemory());
    }

    /** Most bytes of a file. */
    int fileBytes() {
        return (int) Math.min(PolicyJson.MAX_BYTES, heapBytes / FILE_SHARE);
    }

    /** Most bytes of memory for the JSON of a file. */
    long treeBytes() {
        return heapBytes / TREE_SHARE;
    }

    /**
     * A file of a kind to its end.
     *
     * @throws PolicyFormatException as soon as the first bytes show another kind, or there are too many
     */
    byte[] read(Envelope.Kind kind, InputStream source) throws IOException {
        byte[] start = source.readNBytes(kind.format().length());
        Envelope.requireKind(kind, start);
        PushbackInputStream whole = new PushbackInputStream(source, start.length);
        whole.unread(start);
        byte[] file = whole.readNBytes(fileBytes() + 1);
        if (file.length > fileBytes()) {
            throw new PolicyFormatException("larger than " + (fileBytes() >> 20) + " MiB"
                    + (fileBytes() < PolicyJson.MAX_BYTES ? ", an eighth of this JVM's heap" : ""));
        }
        return file;
    }
}
