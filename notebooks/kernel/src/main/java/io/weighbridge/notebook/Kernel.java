package io.weighbridge.notebook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/** Runs the cells of a notebook in JShell, in this process, so that what they print and show reaches Jupyter. */
final class Kernel extends BaseKernel {
    /** Cells are plain Java: nothing in them is a magic. */
    private static final String NEVER = "(?!)";

    private static final List<String> OPENING = List.of(
            "import static io.weighbridge.notebook.Notebook.*;",
            "import io.weighbridge.notebook.Table;",
            "import java.math.BigDecimal;",
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.stream.*;",
            "import org.knowm.xchart.*;");

    private final JShell shell;

    Kernel() {
        super(
                "weighbridge",
                Runtime.version().toString(),
                new LanguageInfo.Builder("Java")
                        .version(Runtime.version().toString())
                        .mimetype("text/x-java-source")
                        .fileExtension(".java")
                        .pygments("java")
                        .codemirror("text/x-java")
                        .build(),
                List.of(),
                new HistoryManager() {},
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser(NEVER, NEVER, new MagicTranspiler()),
                new MagicsRegistry(),
                false,
                new StringStyler.Builder().build());
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        OPENING.forEach(this::evalRaw);
    }

    @Override
    public @Nullable Object evalRaw(String cell) {
        String value = null;
        String rest = cell;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (!next.completeness().isComplete()) {
                throw new IllegalArgumentException("the cell's code is not complete: " + rest.strip());
            }
            for (SnippetEvent event : shell.eval(next.source())) {
                value = valueOf(event);
            }
            rest = next.remaining();
        }
        return value;
    }

    /** What an expression gave; nothing for declarations, whose values are for later cells. */
    private @Nullable String valueOf(SnippetEvent event) {
        JShellException failure = event.exception();
        if (failure != null) {
            throw new IllegalStateException(messageOf(failure), failure);
        }
        if (event.status() == Snippet.Status.REJECTED) {
            throw new IllegalArgumentException(
                    shell.diagnostics(event.snippet()).map(Kernel::messageOf).collect(Collectors.joining("\n")));
        }
        boolean isBareExpression = event.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
        return isBareExpression ? event.value() : null;
    }

    private static String messageOf(JShellException failure) {
        return failure instanceof EvalException thrown
                ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
                : String.valueOf(failure.getMessage());
    }

    private static String messageOf(Diag diagnostic) {
        return diagnostic.getMessage(null);
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        List<String> documentation = shell.sourceCodeAnalysis().documentation(code, at, false).stream()
                .map(SourceCodeAnalysis.Documentation::signature)
                .toList();
        return new DisplayData(String.join("\n", documentation));
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int[] anchor = {at};
        List<String> suggestions = shell.sourceCodeAnalysis().completionSuggestions(code, at, anchor).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .distinct()
                .toList();
        return new ReplacementOptions(suggestions, anchor[0], at);
    }

    @Override
    public String isComplete(String code) {
        return switch (shell.sourceCodeAnalysis().analyzeCompletion(code).completeness()) {
            case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> IS_COMPLETE_YES;
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> "  ";
            case UNKNOWN -> IS_COMPLETE_BAD;
        };
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        shell.close();
        super.onShutdown(isRestarting);
    }

    @Override
    public void interrupt() {
        shell.stop();
    }

    @Override
    public List<String> formatError(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().toList();
    }
}
