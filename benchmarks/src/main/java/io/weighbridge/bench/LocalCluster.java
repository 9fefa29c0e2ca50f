package io.weighbridge.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Spark home made of the jars that a build has fetched, so that a command runs its tasks on executors of one core each, in processes of
 * their own ({@code local-cluster}), as it would on a standalone cluster.
 */
final class LocalCluster {
    private static final int MEGABYTES_AN_EXECUTOR = 3072;

    /** What Spark needs of a JDK 25, where the launcher does not start it. */
    private static final String EXECUTOR_FLAGS = "--add-opens=java.base/java.nio=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Duser.timezone=UTC -XX:+UseParallelGC";

    private final Path home;

    private LocalCluster(Path home) {
        this.home = home;
    }

    /** @param launcher beside which the built modules lie */
    static LocalCluster of(Path launcher, Path home) throws IOException {
        Path target = launcher.resolveSibling("audit-job").resolve("target");
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (Path folder : List.of(target, target.resolve("lib"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".jar"))
                        .forEach(jar -> link(jars.resolve(jar.getFileName()), jar));
            }
        }
        return new LocalCluster(home);
    }

    private static void link(Path link, Path jar) {
        try {
            Files.createSymbolicLink(link, jar.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment of a command that is to use so many executors. */
    Map<String, String> environment(int executors, String driverHeap) {
        return Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                // Options are split at blanks, so these flags travel in a variable that every JVM reads.
                "JDK_JAVA_OPTIONS",
                EXECUTOR_FLAGS,
                "WEIGHBRIDGE_JAVA_OPTS",
                "-Xmx%s -Dspark.master=local-cluster[%d,1,%d] -Dspark.executor.memory=%dm -Dspark.driver.host=127.0.0.1"
                                .formatted(driverHeap, executors, MEGABYTES_AN_EXECUTOR, MEGABYTES_AN_EXECUTOR - 400)
                        + " -Dspark.sql.shuffle.partitions=4 -Dspark.scheduler.minRegisteredResourcesRatio=1");
    }
}
