"""Checks what `weighbridge demo --json` printed against the truth that the generator knows.

usage: check_demo.py saves|saves-and-decides|saves-nothing FILE
"""

import json
import sys
from decimal import Decimal

expectation, file = sys.argv[1:]
with open(file, encoding="utf-8") as text:
    demo = json.load(text)
cost_before = Decimal(demo["before"]["cost_usd"])
cost_after = Decimal(demo["after"]["cost_usd"])
loss = demo["before"]["true_quality"] - demo["after"]["true_quality"]
share = cost_after / cost_before
print(f"cost {cost_before:f} -> {cost_after:f} USD ({share:.1%}), true quality lost {100 * loss:.2f} points")
replays = demo["replays"]
print(
    f"{replays['requests']} replays for {replays['cost_usd']} USD: tasks decided"
    f" {replays['decided_before']} -> {replays['decided_after']} of {replays['tasks']}"
)

if loss > 0.01:
    sys.exit(f"true quality lost must be at most 1 point, was {100 * loss:.2f}")
if expectation != "saves-nothing" and share > Decimal("0.40"):
    sys.exit(f"cost must be at most 40 % of the incumbent's, was {share:.1%}")
if expectation == "saves-nothing" and cost_after != cost_before:
    sys.exit(f"where the frontier model is always needed cost must not change, was {share:.1%}")
if replays["decided_after"] < replays["decided_before"]:
    sys.exit("the second night's replays must not leave fewer tasks decided than the first night")
if expectation == "saves-and-decides" and replays["decided_after"] == replays["decided_before"]:
    sys.exit("the second night's replays must decide more tasks than the first night")
