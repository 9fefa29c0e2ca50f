package io.weighbridge.runner.budget;

/**
 * What a cap holds for.
 *
 * @param name of the day (ISO 8601), tenant, team, agent or model; empty for the run
 */
public record Scope(Kind kind, String name) {
    public static final Scope RUN = new Scope(Kind.RUN, "");

    public enum Kind {
        RUN,
        DAY,
        TENANT,
        TEAM,
        AGENT,
        MODEL
    }
}
