package io.weighbridge.routing;

import java.util.Random;

/** Prompts made of what languages read differently if they can. */
final class OddPrompts {
    private static final String[] PIECES = {
        "plan",
        "Data",
        " ",
        "\n",
        "\t",
        "42",
        "A. ",
        "(b) ",
        "```",
        "?",
        "{",
        "]",
        "+",
        "\u00E9",
        "\u0416",
        "\u2264",
        "\u8BF7",
        "\uD83D\uDCDE",
        "\uD800",
        "\uDC00",
        "\u0000",
        "\u007F",
        "\u0085",
        "\u00A0",
        "\u0130",
        "\u1E9E",
        "\r\n",
        "x".repeat(90)
    };

    private OddPrompts() {}

    static String prompt(Random random) {
        StringBuilder prompt = new StringBuilder();
        for (int pieces = random.nextInt(80); pieces > 0; pieces--) {
            prompt.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return prompt.toString();
    }
}
