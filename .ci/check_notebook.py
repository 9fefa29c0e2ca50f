"""Checks that an executed notebook printed the audit's own total and that none of its facts failed.

usage: check_notebook.py NOTEBOOK SUMMARY
"""

import json
import sys
from decimal import Decimal

with open(sys.argv[1], encoding="utf-8") as text:
    notebook = json.load(text)
with open(sys.argv[2], encoding="utf-8") as text:
    summary = json.load(text)

outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
lines = [line for output in outputs for line in "".join(output.get("text", [])).splitlines()]
totals = [line.split()[2] for line in lines if line.startswith("Total spend: ")]
facts = [line for line in lines if line.startswith("holds: ")]
charts = [output for output in outputs if "image/png" in output.get("data", {})]
print(f"total {totals}, summary {summary['spend_usd']}, {len(facts)} facts, {len(charts)} charts")

if [Decimal(total) for total in totals] != [Decimal(summary["spend_usd"])]:
    sys.exit("the notebook's total must equal the summary's")
if len(facts) != 4 or len(charts) != 2:
    sys.exit("the notebook must check 4 facts and draw 2 charts")
