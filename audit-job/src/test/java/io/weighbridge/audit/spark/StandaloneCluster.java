package io.weighbridge.audit.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster on the loopback address: a master and two workers of one core, each in a process of its own,
 * out of the jars of this class path. Spark's home is a folder with those jars; the project's classes are
 * one jar that is submitted, as an operator would.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final long PATIENCE_SECONDS = 60;

    private final Path home;
    private final Path application;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path home, Path application, int port) {
        this.home = home;
        this.application = application;
        this.port = port;
    }

    /** Starts one; its home, logs and scratch space are in the given folder. */
    public static StandaloneCluster start(Path folder) throws Exception {
        Path home = Files.createDirectories(folder.resolve("spark"));
        Path jars = Files.createDirectories(home.resolve("jars"));
        Path application = folder.resolve("application.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(application))) {
            Set<String> written = new HashSet<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    copy(path, jar, written);
                } else if (Files.exists(path)) {
                    Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
                }
            }
        }
        StandaloneCluster cluster = new StandaloneCluster(home, application, freePort());
        try {
            cluster.begin();
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void begin() throws Exception {
        String local = "127.0.0.1";
        processes.add(launch(
                "master",
                "org.apache.spark.deploy.master.Master",
                List.of("--host", local, "--port", Integer.toString(port), "--webui-port", "0")));
        awaitMaster();
        for (int worker = 0; worker < WORKERS; worker++) {
            processes.add(launch(
                    "worker-" + worker,
                    "org.apache.spark.deploy.worker.Worker",
                    List.of(
                            "--host",
                            local,
                            "--cores",
                            "1",
                            "--memory",
                            "1g",
                            "--webui-port",
                            "0",
                            "--work-dir",
                            home.resolve("work-" + worker).toString(),
                            master())));
        }
    }

    /** Its address, as {@code spark.master}. */
    public String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** Submits a main class of this class path; its exit status. Its output is in {@link #log}. */
    public int submit(Class<?> main, List<String> arguments) throws Exception {
        List<String> submission = new ArrayList<>(List.of(
                "--master",
                master(),
                "--class",
                main.getName(),
                "--driver-memory",
                "1g",
                "--conf",
                "spark.executor.memory=900m",
                "--conf",
                "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.scheduler.minRegisteredResourcesRatio=1",
                "--conf",
                "spark.sql.shuffle.partitions=4",
                "--conf",
                "spark.databricks.delta.snapshotPartitions=2",
                application.toString()));
        submission.addAll(arguments);
        Process driver = launch("driver", "org.apache.spark.deploy.SparkSubmit", submission);
        processes.add(driver);
        if (!driver.waitFor(4 * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the submitted job does not end; " + log("driver"));
        }
        return driver.exitValue();
    }

    /** What a process printed. */
    public String log(String process) throws IOException {
        return Files.readString(home.resolve(process + ".log"));
    }

    /** How many executors its workers have started. */
    public long executors() throws IOException {
        try (Stream<Path> all = Files.find(
                home, 4, (path, attributes) -> path.getFileName().toString().equals("stderr"))) {
            return all.count();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : processes.reversed()) {
            process.destroy(); // a worker ends its executors
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process launch(String name, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX:"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-Duser.timezone=UTC", "-cp", home.resolve("jars") + "/*", main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_DIRS", home.resolve("scratch").toString());
        return builder.start();
    }

    private void awaitMaster() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!listens()) {
            if (System.nanoTime() > deadline || !processes.getFirst().isAlive()) {
                throw new IllegalStateException("the master does not start; " + log("master"));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A class folder's files; of two with one name the first counts, as on a class path. */
    private static void copy(Path folder, JarOutputStream jar, Set<String> written) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                if (written.add(name)) {
                    try {
                        jar.putNextEntry(new JarEntry(name));
                        OutputStream to = jar;
                        Files.copy(file, to);
                        jar.closeEntry();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        }
    }
}
