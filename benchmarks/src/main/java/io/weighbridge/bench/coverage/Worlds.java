package io.weighbridge.bench.coverage;

import java.util.List;
import java.util.stream.Stream;

/** Every world, by what is claimed. */
final class Worlds {
    static final List<World> ALL = Stream.of(
                    SequenceWorlds.all(),
                    IntervalWorlds.all(),
                    ReplayWorlds.all(),
                    LoggedWorlds.all(),
                    JudgeWorlds.all(),
                    CertificateWorlds.all(),
                    SpendWorlds.all())
            .flatMap(List::stream)
            .toList();

    private Worlds() {}
}
