package io.weighbridge.audit.ingest;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.weighbridge.tokenlog.format.BrokenGzipException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Decompresses zstd (RFC 8878), all frames of it, and tells broken content apart from a failing disk. */
final class Unzstd extends FilterInputStream {
    private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final int BUFFER_BYTES = 1 << 16;

    private Unzstd(InputStream content) {
        super(content);
    }

    /** The content; zstd is recognised by its first bytes, not by the name, and everything else left as it is. */
    static InputStream ifCompressed(InputStream stored) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(stored, BUFFER_BYTES);
        try {
            raw.mark(MAGIC.length);
            boolean isZstd = Arrays.equals(raw.readNBytes(MAGIC.length), MAGIC);
            raw.reset();
            return isZstd ? new Unzstd(new ZstdInputStream(raw)) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (ZstdIOException e) {
            throw new BrokenGzipException("broken zstd", e);
        }
    }
}
