package io.weighbridge.audit.ingest;

import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files behind the paths of a command: files, folders (with what is below them) and globs, on any Hadoop file
 * system, each file once, in the order of their names. Names that begin with a dot or an underscore are skipped in
 * folders.
 */
final class InputFiles {
    private final Configuration hadoop;

    InputFiles(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /** @throws BadInputException if a path names nothing that can be read */
    List<FileStatus> under(List<String> paths) {
        List<FileStatus> found = new ArrayList<>();
        for (String path : paths) {
            try {
                found.addAll(under(new Path(path)));
            } catch (IOException | IllegalArgumentException e) {
                throw new BadInputException(path + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(file -> file.getPath().toString()))
                .distinct()
                .toList();
    }

    private List<FileStatus> under(Path path) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        FileStatus[] matches = files.globStatus(path);
        if (matches == null || matches.length == 0) {
            throw new BadInputException(path + ": cannot be read, no such file");
        }
        List<FileStatus> found = new ArrayList<>();
        for (FileStatus match : Arrays.asList(matches)) {
            if (match.isFile()) {
                found.add(match);
            } else {
                found.addAll(visibleFiles(files, match.getPath()));
            }
        }
        if (found.isEmpty()) {
            throw new BadInputException(path + ": the folder has no files");
        }
        return found;
    }

    private static List<FileStatus> visibleFiles(FileSystem files, Path folder) throws IOException {
        List<FileStatus> visible = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
        while (all.hasNext()) {
            FileStatus file = all.next();
            if (!isHidden(folder, file.getPath())) {
                visible.add(file);
            }
        }
        return visible;
    }

    private static boolean isHidden(Path folder, Path file) {
        for (Path part = file; part != null && !part.equals(folder); part = part.getParent()) {
            if (part.getName().startsWith(".") || part.getName().startsWith("_")) {
                return true;
            }
        }
        return false;
    }
}
