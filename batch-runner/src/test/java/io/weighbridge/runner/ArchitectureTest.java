package io.weighbridge.runner;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Who may depend on whom, read from the compiled classes of all modules. */
class ArchitectureTest {
    private static final String BASE = "io.weighbridge.";

    /** Module, its package, and the packages of ours it may use. */
    private static final List<Module> MODULES = List.of(
            new Module("token-log", "tokenlog", List.of()),
            new Module("evidence", "evidence", List.of()),
            new Module("routing-model", "routing", List.of()),
            new Module("command-line", "cli", List.of("tokenlog")),
            new Module("data-samples", "samples", List.of("tokenlog", "cli")),
            new Module("audit-job", "audit", List.of("tokenlog", "evidence", "routing", "cli")),
            new Module("routing-trainer", "trainer", List.of("tokenlog", "evidence", "routing", "cli")),
            new Module("benchmarks", "bench", List.of("tokenlog", "cli", "evidence", "routing")),
            new Module("batch-runner", "runner", List.of("tokenlog", "evidence", "routing", "cli")));

    private static Map<Module, JavaClasses> modules = Map.of();

    private record Module(String folder, String name, List<String> mayUse) {
        Path classes(Path root) {
            return root.resolve(folder).resolve("target/classes");
        }

        String[] forbidden() {
            return MODULES.stream()
                    .map(Module::name)
                    .filter(other -> !other.equals(name) && !mayUse.contains(other))
                    .map(other -> BASE + other + "..")
                    .toArray(String[]::new);
        }
    }

    @BeforeAll
    static void readClasses() {
        Path root = Path.of(System.getProperty("weighbridge.root", ".."));
        modules = new LinkedHashMap<>();
        MODULES.forEach(module -> modules.put(module, read(module, root)));
    }

    @Test
    void modulesOfOursAreUsedOnlyByThoseThatMay() {
        modules.forEach((module, classes) -> noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(module.forbidden())
                .because(module.folder() + " may use only " + module.mayUse() + " of ours")
                .check(classes));
    }

    @Test
    void sparkIsUsedOnlyByTheAuditJob() {
        onlyIn("audit-job", "org.apache.spark..", "io.delta..");
    }

    @Test
    void smileIsUsedOnlyByTheTrainer() {
        onlyIn("routing-trainer", "smile..");
    }

    @Test
    void springIsUsedOnlyByTheRunner() {
        onlyIn("batch-runner", "org.springframework..");
    }

    @Test
    void routingModelUsesTheJdkOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", BASE + "routing..", "org.jspecify.annotations.."))
                .check(of("routing-model"));
    }

    @Test
    void evidenceUsesTheJdkAndCommonsStatisticsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        BASE + "evidence..",
                        "org.apache.commons.statistics..",
                        "org.apache.commons.numbers..",
                        "org.apache.commons.rng..",
                        "org.jspecify.annotations.."))
                .check(of("evidence"));
    }

    @Test
    void packagesHaveNoCycles() {
        assertAll(modules.values().stream()
                .<Executable>map(classes -> () -> slices().assignedFrom(new PackageSlices())
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true)
                        .check(classes)));
    }

    @Test
    void aModuleThatIsNotCompiledFailsTheTest(@TempDir Path empty) {
        AssertionError error = assertThrows(AssertionError.class, () -> read(MODULES.getFirst(), empty));

        assertEquals(
                "no classes in " + empty.resolve("token-log/target/classes")
                        + ": compile all modules before this test, as 'mvn verify' does",
                error.getMessage());
    }

    @Test
    void aForbiddenDependencyIsFound() {
        JavaClasses runner = of("batch-runner");

        AssertionError error = assertThrows(
                AssertionError.class,
                () -> noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.springframework..")
                        .check(runner));

        assertTrue(String.valueOf(error.getMessage()).contains("RunJob"));
    }

    private static void onlyIn(String owner, String... packages) {
        modules.forEach((module, classes) -> {
            if (!module.folder().equals(owner)) {
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages)
                        .because("only " + owner + " may")
                        .check(classes);
            }
        });
    }

    private static JavaClasses of(String folder) {
        return modules.entrySet().stream()
                .filter(module -> module.getKey().folder().equals(folder))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static JavaClasses read(Module module, Path root) {
        Path folder = module.classes(root);
        if (!hasClasses(folder)) {
            throw new AssertionError(
                    "no classes in " + folder + ": compile all modules before this test, as 'mvn verify' does");
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static boolean hasClasses(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".class") && !file.endsWith("package-info.class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every package is a slice of its own. A module's entry point stands above them: it starts all, none knows it. */
    private static final class PackageSlices implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(BASE)
                            && !type.getSimpleName().equals("Main")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
