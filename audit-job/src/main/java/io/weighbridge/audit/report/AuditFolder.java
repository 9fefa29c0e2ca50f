package io.weighbridge.audit.report;

import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of one audit on any Hadoop file system: files first, the manifest last and at once; without it the folder is ignored. */
final class AuditFolder {
    private final FileSystem files;
    private final Path folder;

    AuditFolder(FileSystem files, Path folder) throws IOException {
        this.files = files;
        this.folder = folder;
        files.delete(file(Manifest.FILE_NAME), false);
        files.mkdirs(folder);
    }

    FileSystem files() {
        return files;
    }

    Path file(String name) {
        return new Path(folder, name);
    }

    void write(String name, String text) throws IOException {
        try (OutputStream out = files.create(file(name), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void finish() throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (FileStatus status : files.listStatus(folder)) {
            String name = status.getPath().getName();
            if (!name.startsWith(".")) {
                entries.add(new Manifest.Entry(name, status.getLen(), sha256(status.getPath())));
            }
        }
        String unfinished = "." + Manifest.FILE_NAME + ".tmp";
        write(unfinished, new Manifest(entries).toJson());
        if (!files.rename(file(unfinished), file(Manifest.FILE_NAME))) {
            throw new IOException(folder + ": its manifest could not be put in place");
        }
    }

    private String sha256(Path file) throws IOException {
        try (FSDataInputStream in = files.open(file);
                DigestInputStream digested = new DigestInputStream(in, Sha256.digest())) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        }
    }
}
