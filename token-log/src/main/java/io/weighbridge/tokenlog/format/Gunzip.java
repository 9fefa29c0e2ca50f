package io.weighbridge.tokenlog.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Decompresses gzip, all members of it, and tells broken content apart from a failing disk. */
final class Gunzip extends InputStream {
    private final InputStream raw;
    private @Nullable InputStream content;

    private Gunzip(InputStream raw) {
        this.raw = raw;
    }

    static InputStream open(InputStream raw) {
        return new Gunzip(new NeverIdle(raw));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            if (content == null) {
                content = new GZIPInputStream(raw, 1 << 16);
            }
            return content.read(buffer, offset, length);
        } catch (EOFException e) {
            throw new BrokenGzipException("truncated gzip", e);
        } catch (ZipException e) {
            throw new BrokenGzipException("corrupt gzip", e);
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    /** GZIPInputStream takes {@code available() == 0} for the end of the last member; remote streams say 0 any time. */
    private static final class NeverIdle extends FilterInputStream {
        NeverIdle(InputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean ended = in.read() < 0;
            in.reset();
            return ended ? 0 : 1;
        }
    }
}
