"""Prints features and decisions of requests, doubles as the hexadecimal digits of their bits: POLICY REQUESTS."""

import json
import pathlib
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "main" / "portable"))
from weighbridge_router import NoEligibleModelError, Router, extract  # noqa: E402


def bits(value):
    return "-" if value is None else struct.pack(">d", value).hex()


router = Router.load(sys.argv[1])
with open(sys.argv[2], encoding="ascii") as file:
    requests = json.load(file)
for request in requests:
    attributes = {name: request[name] for name in ("team", "tenant", "agent") if request[name] is not None}
    indices, values = extract(router.policy["features"], request["task"], request["prompt"], attributes)
    try:
        decision = router.route(
            request["task"],
            request["prompt"],
            attributes,
            request["input_tokens"],
            request["max_output_tokens"],
            request["needs"],
            request["unavailable"],
        )
    except NoEligibleModelError as error:
        print(error)
        continue
    print(
        decision["model"],
        decision["kind"],
        str(decision["certificate_covers"]).lower(),
        ",".join(map(bits, decision["qualities"])),
        ",".join(map(bits, decision["costs_usd"])),
        ",".join(f"{index}={bits(value)}" for index, value in zip(indices, values)),
    )
