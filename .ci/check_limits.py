"""Checks that what a log says of models' latency reaches decisions: raw log, audit, policy, route.

usage: check_limits.py DEMO_FOLDER
"""

import gzip
import json
import pathlib
import subprocess
import sys
from datetime import datetime

demo = pathlib.Path(sys.argv[1])


def millis(begin, end):
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() * 1000


seen = set()
latencies = {}
for file in sorted((demo / "month" / "logs").iterdir()):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "startTime" in row:
                call, model = row["request_id"], row["model"]
                latency = millis(row["startTime"], row["endTime"])
                good = row["status"] == "success"
            else:
                call, model = row["call_id"], row.get("response_model") or row["requested_model"]
                latency = row.get("latency_ms")
                good = row["status"] == "ok"
            if good and latency is not None and call not in seen:
                seen.add(call)
                latencies.setdefault(model, []).append(latency)

p95 = {model: sorted(values)[-(-95 * len(values) // 100) - 1] for model, values in latencies.items()}
policy_file = demo / "policy.json"
policy = json.loads(policy_file.read_text(encoding="utf-8"))["policy"]
limits = {c["model"]: c["limits"]["latency_p95_millis"] for c in policy["candidates"]}
for model, raw in sorted(p95.items()):
    print(f"{model}: 95 % of its calls within {raw:.0f} ms by the raw log, {limits.get(model)} ms by the policy")
    if model in limits and not (limits[model] is not None and abs(limits[model] / raw - 1) <= 0.05):
        sys.exit(f"{model}: the policy must say what the log does")
known = {model: limit for model, limit in limits.items() if limit is not None}
if len(known) < 2:
    sys.exit(f"at least two models must have a latency, was {limits}")


def route(task, most):
    command = ["./weighbridge", "route", "--policy", policy_file, "--task", task, "--prompt", "hello", "--json"]
    answer = subprocess.run(
        [*command, "--max-latency", str(most)], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    return answer.returncode, answer.stdout, answer.stderr


fastest, slowest = min(known, key=known.get), max(known, key=known.get)
for task in sorted(policy["tasks"]):
    status, output, error = route(task, (known[fastest] + known[slowest]) / 2)
    chosen = json.loads(output.splitlines()[-1])["model"] if status == 0 else None
    if chosen is not None and not known.get(chosen, 0) <= (known[fastest] + known[slowest]) / 2:
        sys.exit(f"{task}: {chosen} is too slow: {known}")
    print(f"{task}: {chosen or 'refused: ' + error.strip().splitlines()[-1]}")
status, output, error = route(sorted(policy["tasks"])[0], 1)
if status == 0:
    sys.exit(f"no model answers within 1 ms, but one was chosen: {output}")
