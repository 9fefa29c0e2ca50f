package io.weighbridge.cli;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One value of a YAML text that knows where it stands and which key it belongs to. */
final class YamlValue {
    private static final int LONGEST_VALUE = 80;

    private final String source;
    private final String key;
    private final Node node;

    private YamlValue(String source, String key, Node node) {
        this.source = source;
        this.key = key;
        this.node = node;
    }

    /**
     * Parses a text; null if it holds nothing but comments.
     *
     * @param source name of the file or variable, for errors
     * @param key the key that the whole text is the value of; empty for a file
     */
    static @Nullable YamlValue parse(String source, String key, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return node == null ? null : new YamlValue(source, key, node);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new BadInputException(source + ":" + line + ": not YAML: " + e.getProblem(), e);
        }
    }

    /** The entries of a mapping in order; each key once, and no key but the {@code allowed} ones. */
    Map<String, YamlValue> entries(List<String> allowed) {
        Map<String, YamlValue> entries = entries();
        entries.forEach((name, value) -> {
            if (!allowed.contains(name)) {
                throw value.wrong("is no key here, must be one of " + String.join(", ", allowed));
            }
        });
        return entries;
    }

    /** The entries of a mapping with free keys, in order. */
    Map<String, YamlValue> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("must be a mapping of keys to values", shown());
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue nameValue = new YamlValue(source, key, tuple.getKeyNode());
            String name = nameValue.text();
            YamlValue value = new YamlValue(source, key.isEmpty() ? name : key + "." + name, tuple.getValueNode());
            if (entries.put(name, value) != null) {
                throw value.wrong("must be given once, was given again");
            }
        }
        return entries;
    }

    /** The items of a list. */
    <T> List<T> list(Function<YamlValue, T> item) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("must be a list", shown());
        }
        List<T> items = new ArrayList<>();
        for (Node each : sequence.getValue()) {
            items.add(item.apply(new YamlValue(source, key + "[" + items.size() + "]", each)));
        }
        return items;
    }

    /** A text that is not blank. */
    String text() {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw wrong("must be a text", shown());
        }
        return scalar.getValue().strip();
    }

    /** Whether this is a single text or number rather than a list or mapping. */
    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Whether the key stands there without a value. */
    boolean isEmpty() {
        return Tag.NULL.equals(node.getTag());
    }

    /** A whole number in a closed range. */
    int integer(int least, int most) {
        String text = text();
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message that names the rule
        }
        throw wrong("must be a whole number from " + least + " to " + most, text);
    }

    /** The text, turned into something by {@code parse}; anything that it throws becomes a broken {@code rule}. */
    <T> T parsed(String rule, Function<String, T> parse) {
        String text = text();
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            throw wrong(rule, text);
        }
    }

    BadInputException wrong(String rule, String value) {
        return wrong(rule + ", was " + bounded(value));
    }

    BadInputException wrong(String finding) {
        int line = node.getStartMark().getLine() + 1;
        return new BadInputException(source + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + finding);
    }

    private String shown() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isBlank() ? "empty" : scalar.getValue();
        }
        return node instanceof SequenceNode ? "a list" : "a mapping";
    }

    private static String bounded(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
