"""Statistics by SciPy and statsmodels, which the tests of `evidence` compare Weighbridge's own with, to 1e-9.

    reference_values.py write FILE    computes them
    reference_values.py check FILE    computes them again and compares
"""

import csv
import sys

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint


def difference(i):
    return ((i * i * 37 + i * 101) % 1000) / 500 - 1


def values():
    d = np.array([difference(i) for i in range(400)])
    clusters = np.array([(i * 7 + i // 5) % 47 for i in range(400)])
    by_cluster = sm.OLS(d, np.ones(400)).fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True)
    yield "cluster_mean", by_cluster.params[0]
    yield "cluster_error", by_cluster.bse[0]
    yield "cluster_low", by_cluster.conf_int(0.05)[0][0]
    yield "cluster_high", by_cluster.conf_int(0.05)[0][1]
    alone = stats.ttest_1samp(d, 0).confidence_interval(0.9)
    yield "units_low", alone.low
    yield "units_high", alone.high
    relative = np.array([0.5 + (i % 7) / 4 for i in range(400)])
    replay = stats.ttest_1samp(d / relative, 0).confidence_interval(0.95)
    yield "replay_mean", np.mean(d / relative)
    yield "replay_low", replay.low
    yield "replay_high", replay.high
    # Each of the four limits of two shares at a quarter of the error.
    low_a, high_a = proportion_confint(173, 210, 0.05 / 2, "beta")
    low_k, high_k = proportion_confint(95, 180, 0.05 / 2, "beta")
    yield "share_low", max(0, low_a - high_k)
    yield "share_high", min(high_a, 1 - low_k)
    risk, level, n = 0.43, 0.51, 1000
    entropy = risk * np.log(risk / level) + (1 - risk) * np.log((1 - risk) / (1 - level))
    yield "bentkus", min(np.exp(-n * entropy), np.e * stats.binom.cdf(np.ceil(n * risk - 1e-9), n, level))
    p = [((i * 29) % 83) ** 2 / 300000 for i in range(1, 31)]
    rejected = multipletests(p, 0.025, method="holm")[0]
    yield "holm_rejected", sum(2.0**i for i, each in enumerate(rejected) if each)


def main(mode, file):
    computed = dict(values())
    if mode == "write":
        with open(file, "w", encoding="utf-8") as out:
            out.write(f"# scipy {scipy.__version__}, statsmodels {statsmodels.__version__}\n")
            for name, value in computed.items():
                out.write(f"{name},{float(value)!r}\n")
        return
    with open(file, encoding="utf-8") as recorded:
        rows = {name: float(value) for name, value in csv.reader(line for line in recorded if line[0] != "#")}
    assert rows.keys() == computed.keys(), rows.keys() ^ computed.keys()
    for name, value in computed.items():
        assert abs(rows[name] - value) <= 1e-9, f"{name}: recorded {rows[name]}, computed {value}"
    print(f"{len(rows)} statistics agree with scipy {scipy.__version__} and statsmodels {statsmodels.__version__}")


main(*sys.argv[1:])
