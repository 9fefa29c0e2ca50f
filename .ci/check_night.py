"""Compares what a night says that it did with its files, the lake and the provider.

usage: check_night.py WORK LAKE ITEMS
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

work, lake, items = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
night = json.loads((work / "night.json").read_text(encoding="utf-8"))
nights = [folder for folder in (lake / "nights").iterdir() if folder.is_dir()]
steps = {step["step"].split("/")[1]: step for step in night["steps"]}


def expect(what, value, wanted):
    if value != wanted:
        sys.exit(f"{what} must be {wanted}, was {value}")


expect("nights", [folder.name for folder in nights], [night["night_id"]])
expect("state", night["state"], "done")
folder = nights[0]
expect("night.json", json.loads((folder / "night.json").read_text(encoding="utf-8")), night)
manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
expect("manifest", "night.json" in {file["name"] for file in manifest["files"]}, True)

# The second process began with the run: the steps before it were not done again.
for step in ("1-ingest", "2-audit", "3-certify", "4-train"):
    expect(f"starts of {step}", (work / "night.err").read_text(encoding="utf-8").count(f"  {step} ..."), 1)
expect("starts of 5-run", (work / "night.err").read_text(encoding="utf-8").count("  5-run ..."), 2)

run = lake / "runs" / night["run_id"]
ids = [json.loads(line)["custom_id"] for line in (run / "results.jsonl").open(encoding="utf-8")]
expect("items", night["items"], items)
expect("succeeded", night["succeeded"], items)
expect("results, each once", len(set(ids)), items)
expect("results", len(ids), items)
expect("answers that the provider was paid for", int((work / "paid_calls").read_text()), items)
expect("cost", Decimal(night["cost_usd"]), Decimal((work / "cost_usd").read_text().strip()))

calls = sum(1 for _ in (run / "calls.jsonl").open(encoding="utf-8"))
ingested = steps["6-ingest-run"]["result"]
expect("calls ingested", ingested["read"], calls)
expect("calls accepted", ingested["accepted"], calls)
expect("calls in the report", steps["7-report"]["result"]["calls"], steps["2-audit"]["result"]["calls"] + calls)

# What ran is what was certified tonight, or every incumbent.
chosen = steps["3-certify"] if night["policy_from"] == "current" else steps["4-train"]
certified = chosen["result"]["certificate"]["certified"]
expect("certified", certified, night["policy_from"] != "incumbents")
models = {model["model"] for model in steps["5-run"]["result"]["by_model"]}
if not certified:
    expect("models", models, {"sim-frontier"})
print(f"{items} items by the {night['policy_from']} policy, {calls} calls ingested, each paid once: {night['cost_usd']} USD")
