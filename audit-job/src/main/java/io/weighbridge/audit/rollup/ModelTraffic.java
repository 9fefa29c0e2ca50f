package io.weighbridge.audit.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one model in a window.
 *
 * @param all of the window together
 * @param peakHour begin of the hour with the most tokens, the earliest of those; null where no call has a count of tokens
 * @param peakTokens in and out, in that hour
 */
public record ModelTraffic(CallTraffic all, @Nullable Instant peakHour, long peakTokens) {

    /** By model. */
    public static Map<String, ModelTraffic> byModel(List<DayRollup> days) {
        Map<String, ModelTraffic> models = new TreeMap<>();
        for (DayRollup day : days) {
            Map<String, CallTraffic> ofDay = new TreeMap<>();
            day.groups().forEach(group -> ofDay.merge(group.group().model(), group.traffic(), CallTraffic::plus));
            ofDay.forEach((model, traffic) -> models.merge(model, of(day.day(), traffic), ModelTraffic::plus));
        }
        return models;
    }

    private static ModelTraffic of(LocalDate day, CallTraffic traffic) {
        int busiest = 0;
        for (int hour = 1; hour < HourlyLoad.HOURS; hour++) {
            busiest = traffic.load().tokens(hour) > traffic.load().tokens(busiest) ? hour : busiest;
        }
        long tokens = traffic.load().tokens(busiest);
        return new ModelTraffic(
                traffic, tokens == 0 ? null : day.atTime(busiest, 0).toInstant(ZoneOffset.UTC), tokens);
    }

    /** @param later of a later day */
    private ModelTraffic plus(ModelTraffic later) {
        boolean isLater = later.peakTokens > peakTokens;
        return new ModelTraffic(
                all.plus(later.all), isLater ? later.peakHour : peakHour, isLater ? later.peakTokens : peakTokens);
    }
}
