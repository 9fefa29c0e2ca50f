package io.weighbridge.trainer.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Groups of near-duplicate prompts, which a split must keep together or it would test on what it has seen.
 *
 * <p>A prompt's text is normalised (ASCII letters to lower case, every run of digits to {@code 0}, everything else a
 * blank) and cut into shingles of four words. Prompts whose shingle sets have an estimated Jaccard similarity of at
 * least 0.7 are linked: MinHash of 64 values, candidates by locality-sensitive hashing of 16 bands of 4 (Leskovec,
 * Rajaraman and Ullman, Mining of Massive Datasets, chapter 3). Groups are the connected components.
 */
public final class NearDuplicates {
    /** How prompts were grouped, for results and model cards. */
    public static final String METHOD =
            "MinHash (64 values, 16 bands of 4) over 4-word shingles of lower-cased text with digits collapsed,"
                    + " Jaccard >= 0.7, connected components";

    private static final int SHINGLE_WORDS = 4;
    private static final int BANDS = 16;
    private static final int ROWS = 4;
    private static final int VALUES = BANDS * ROWS;
    private static final double SIMILAR = 0.7;
    private static final long[] MULTIPLIERS =
            new SplittableRandom(20_261_101).longs(VALUES).map(v -> v | 1).toArray();

    private NearDuplicates() {}

    /** The group of each text: the index of the group's first member. */
    public static int[] groups(List<String> texts) {
        int[] parent = new int[texts.size()];
        Arrays.setAll(parent, i -> i);
        long[][] signatures =
                texts.parallelStream().map(NearDuplicates::signature).toArray(long[][]::new);
        for (int band = 0; band < BANDS; band++) {
            Map<Long, Integer> firstWith = new HashMap<>();
            for (int i = 0; i < signatures.length; i++) {
                Integer other = firstWith.putIfAbsent(bandHash(signatures[i], band), i);
                if (other != null
                        && root(parent, i) != root(parent, other)
                        && similar(signatures[i], signatures[other])) {
                    int a = root(parent, i);
                    int b = root(parent, other);
                    parent[Math.max(a, b)] = Math.min(a, b);
                }
            }
        }
        int[] groups = new int[parent.length];
        Arrays.setAll(groups, i -> root(parent, i));
        return groups;
    }

    private static long[] signature(String text) {
        String[] words = normalised(text).split(" ");
        long[] signature = new long[VALUES];
        Arrays.fill(signature, Long.MAX_VALUE);
        int last = Math.max(0, words.length - SHINGLE_WORDS);
        for (int start = 0; start <= last; start++) {
            long shingle = 1;
            for (int w = start; w < Math.min(words.length, start + SHINGLE_WORDS); w++) {
                shingle = mixed(shingle * 31 + words[w].hashCode());
            }
            for (int v = 0; v < VALUES; v++) {
                signature[v] = Math.min(signature[v], mixed(shingle * MULTIPLIERS[v]));
            }
        }
        return signature;
    }

    private static String normalised(String text) {
        StringBuilder out = new StringBuilder(text.length());
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char now = folded(text.charAt(i));
            if ((now != ' ' && now != '0') || now != before) {
                out.append(now);
            }
            before = now;
        }
        return out.toString().strip();
    }

    private static char folded(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + 32);
        }
        if (c >= '0' && c <= '9') {
            return '0';
        }
        return (c >= 'a' && c <= 'z') || c > 127 ? c : ' ';
    }

    private static boolean similar(long[] a, long[] b) {
        int equal = 0;
        for (int v = 0; v < VALUES; v++) {
            equal += a[v] == b[v] ? 1 : 0;
        }
        return equal >= SIMILAR * VALUES;
    }

    private static long bandHash(long[] signature, int band) {
        long hash = band;
        for (int r = 0; r < ROWS; r++) {
            hash = mixed(hash ^ signature[band * ROWS + r]);
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static int root(int[] parent, int i) {
        int root = i;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}
