#!/usr/bin/env python3
"""Decides by a Weighbridge policy, without Java: features, scores and decisions equal the Java library's to the bit.

Python 3.9 or later, standard library only. FORMAT.md defines every step.

    router = Router.load("policy.json")
    router.route("triage", "Is the line down?")["model"]

From a shell: weighbridge_router.py policy.json TASK < prompt.txt
"""

import hashlib
import json
import math
import struct
import sys

CONTEXT_BUCKETS = 4096
COUNTS_256 = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256]
SHARES = [0, 0.015625, 0.03125, 0.0625, 0.125, 0.25, 0.5, 1]
BYTES_KNOTS = [0] + [16 << i for i in range(17)]
STRUCTURE = [
    BYTES_KNOTS,
    [0] + [1 << i for i in range(13)],
    [1 << i for i in range(10)],
    [0, 2, 3, 4, 5, 6, 8, 12, 16],
    COUNTS_256,
    [0, 1, 2, 4, 8],
    [0, 1, 2, 4, 8, 16],
    COUNTS_256,
    COUNTS_256,
    [0, 1, 2, 4],
    SHARES,
    SHARES,
    SHARES,
    SHARES,
]
INVERSE_FACTORIALS = [
    1.0,
    1.0,
    0.5,
    0.16666666666666666,
    0.041666666666666664,
    0.008333333333333333,
    0.001388888888888889,
    1.984126984126984e-4,
    2.48015873015873e-5,
    2.7557319223985893e-6,
    2.755731922398589e-7,
    2.505210838544172e-8,
    2.08767569878681e-9,
    1.6059043836821613e-10,
]


class PolicyError(ValueError):
    """A policy file cannot be used; the message says why."""


# --- hash -------------------------------------------------------------------------------------------------------------


def extend(value, data):
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def pair(first, second):
    return ((first * 0x9E3779B1) & 0xFFFFFFFF) ^ second


def finish(value):
    value ^= value >> 16
    value = (value * 0x85EBCA6B) & 0xFFFFFFFF
    value ^= value >> 13
    value = (value * 0xC2B2AE35) & 0xFFFFFFFF
    return value ^ (value >> 16)


EMPTY = 0x811C9DC5


# --- numbers ----------------------------------------------------------------------------------------------------------


def portable_exp(x):
    if x < -708:
        return 0.0
    k = float(math.floor(x * 1.4426950408889634 + 0.5))
    r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10
    total = INVERSE_FACTORIALS[13]
    for n in range(12, -1, -1):
        total = total * r + INVERSE_FACTORIALS[n]
    return total * struct.unpack("<d", struct.pack("<q", (int(k) + 1023) << 52))[0]


def logistic(x):
    if x >= 0:
        return 1 / (1 + portable_exp(-x))
    e = portable_exp(x)
    return e / (1 + e)


def calibrate(calibration, log_odds):
    kind = calibration["kind"]
    if kind == "identity":
        return logistic(log_odds)
    if kind == "platt":
        return logistic(calibration["slope"] * log_odds + calibration["intercept"])
    p = logistic(log_odds)
    return calibration["values"][sum(1 for threshold in calibration["thresholds"] if threshold <= p)]


def hat(knots, value):
    """The knots around a value and how much of it each gets."""
    knot = 0
    while knot + 1 < len(knots) and knots[knot + 1] <= value:
        knot += 1
    above = 0.0
    if knot + 1 < len(knots) and value > knots[knot]:
        above = (value - knots[knot]) / (knots[knot + 1] - knots[knot])
    return [(knot, 1 - above)] + ([(knot + 1, above)] if above > 0 else [])


# --- features ---------------------------------------------------------------------------------------------------------


def utf8(text):
    """UTF-8 with U+FFFD for each unpaired surrogate; surrogates that form a pair are joined first."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in joined)
    return text.encode("utf-8")


def bytes_read(data, budget):
    if len(data) <= budget:
        return data
    head = budget // 2
    while data[head] & 0xC0 == 0x80:
        head -= 1
    tail = len(data) - budget // 2
    while tail < len(data) and data[tail] & 0xC0 == 0x80:
        tail += 1
    return data[:head] + b"\n" + data[tail:]


def is_digit(b):
    return 0x30 <= b <= 0x39


def is_letter(b):
    return 0x41 <= b <= 0x5A or 0x61 <= b <= 0x7A


def is_word_byte(b):
    return is_digit(b) or is_letter(b) or 0x80 <= b < 0xE2


def fold(data, fold_digits):
    folded = bytearray(data)
    for i, b in enumerate(data):
        if 0x41 <= b <= 0x5A:
            folded[i] = b + 32
        elif fold_digits and is_digit(b):
            folded[i] = 0x30
        elif 9 <= b <= 13:
            folded[i] = 0x20
    return bytes(folded)


def words(data):
    i = 0
    while i < len(data):
        start = i
        if data[i] >= 0xE2:
            i = min(len(data), i + (3 if data[i] < 0xF0 else 4))
        elif is_word_byte(data[i]):
            while i < len(data) and is_word_byte(data[i]):
                i += 1
        else:
            i += 1
            continue
        yield start, i


def text_buckets(schema, data, task_hash):
    mask = schema["text_buckets"] - 1
    folded = fold(data, schema["fold_digits"])
    buckets = set()
    previous = None
    for start, end in words(data):
        word = extend(EMPTY, folded[start:end])
        buckets.add(finish(word) & mask)
        if schema["bigrams"] and previous is not None:
            buckets.add(finish(pair(previous, word)) & mask)
        if schema["task_words"]:
            buckets.add(finish(pair(task_hash, word)) & mask)
        previous = word
    length = schema["byte_ngram"]
    if length > 0:
        tagged = extend(EMPTY, b"\x01")
        for start in range(len(folded) - length + 1):
            buckets.add(finish(extend(tagged, folded[start : start + length])) & mask)
    return sorted(buckets)


def line_marks(data, start):
    """Whether the line that begins here is an option, and whether it is a code fence."""
    i = start
    while i < len(data) and data[i] in b" \t":
        i += 1
    if data[i : i + 3] == b"```":
        return 0, 1
    if data[i : i + 1] == b"(":
        i += 1
    is_option = (
        i + 2 < len(data) and is_letter(data[i]) and data[i + 1] in b".):" and data[i + 2] in b" \t"
    )
    return (1 if is_option else 0), 0


def structure_values(data, total_bytes):
    word_count = word_bytes = numbers = options = fences = math_symbols = 0
    in_word = in_number = False
    line_start = True
    for i, b in enumerate(data):
        if line_start:
            option, fence = line_marks(data, i)
            options += option
            fences += fence
        line_start = b == 0x0A
        in_word_now = is_digit(b) or is_letter(b) or b >= 0x80
        word_count += in_word_now and not in_word
        word_bytes += in_word_now
        numbers += is_digit(b) and not in_number
        in_word = in_word_now
        in_number = is_digit(b)
        math_symbols += b in b"=+*/^<>\\$%"
        math_symbols += b == 0xE2 and i + 1 < len(data) and 0x88 <= data[i + 1] <= 0x8B
    read = len(data)

    def share(count):
        return count / read if read else 0.0

    return [
        total_bytes,
        word_count,
        1 + data.count(b"\n"),
        word_bytes / word_count if word_count else 0.0,
        numbers,
        data.count(b"?"),
        options,
        sum(data.count(b) for b in b"{}[]"),
        math_symbols,
        fences,
        share(sum(1 for b in data if is_digit(b))),
        share(sum(1 for b in data if 0x41 <= b <= 0x5A)),
        share(sum(1 for b in data if 0x20 < b < 0x7F and not is_digit(b) and not is_letter(b))),
        share(sum(1 for b in data if b >= 0x80)),
    ]


def extract(schema, task, prompt, attributes=None):
    """The feature vector as two lists: ascending indices and their values."""
    task_hash = extend(extend(EMPTY, b"\x02"), utf8(task))
    text = []
    small = {}

    def add(index, value):
        small[index] = small[index] + value if index in small else value

    def add_context(value_hash, value):
        add(schema["text_buckets"] + (finish(value_hash) & (CONTEXT_BUCKETS - 1)), value)

    data = b""
    if prompt is not None:
        whole = utf8(prompt)
        data = bytes_read(whole, schema["max_prompt_bytes"])
        text = text_buckets(schema, data, task_hash)
    add_context(task_hash, 1.0)
    for attribute in schema["attributes"]:
        value = (attributes or {}).get(attribute)
        if value is not None:
            name = extend(extend(EMPTY, b"\x03"), utf8(attribute))
            add_context(extend(extend(name, b"\x04"), utf8(value)), 1.0)
    if prompt is not None and schema["structure"]:
        for knot, share in hat(BYTES_KNOTS, len(whole)):
            add_context(pair(task_hash, knot), share)
        offset = schema["text_buckets"] + CONTEXT_BUCKETS
        for knots, value in zip(STRUCTURE, structure_values(data, len(whole))):
            for knot, share in hat(knots, value):
                add(offset + knot, share)
            offset += len(knots)
    weight = 1.0
    if text and schema["weighting"] == "unit_length":
        weight = 1 / math.sqrt(len(text))
    rest = sorted(small.items())
    return text + [i for i, _ in rest], [weight] * len(text) + [float(v) for _, v in rest]


# --- policy -----------------------------------------------------------------------------------------------------------


def read_policy(data):
    """The body of a policy file, its version and hash checked."""
    prefix = b'{"format":"weighbridge-policy/'
    if not data.startswith(prefix):
        raise PolicyError("not a policy: the file must begin with " + prefix.decode())
    version = data[len(prefix) : data.find(b'"', len(prefix))].decode("ascii", "replace")
    if version != "1":
        raise PolicyError("Unsupported policy format " + version[:9] + "; this build reads 1")
    head = prefix + b'1","sha256":"'
    start = len(head) + 64 + len(b'","policy":')
    if data[: len(head)] != head or data[len(head) + 64 : start] != b'","policy":':
        raise PolicyError("the header is damaged or the file was reformatted")
    body = data[start:-2]
    if len(data) < start + 3 or data[-2:] != b"}\n":
        raise PolicyError("the file is truncated: it must end with a brace and a line break")
    if hashlib.sha256(body).hexdigest().encode() != data[len(head) : len(head) + 64]:
        raise PolicyError("sha256: the body was changed after it was written")
    return json.loads(body), "policy-" + data[len(head) : len(head) + 16].decode()


MAX_DEPTH = 64


class LogisticModel:
    def __init__(self, per_call):
        self.bias = float(per_call["bias"])
        self.weights = dict(zip(per_call["indices"], per_call["weights"]))

    def log_odds(self, indices, values):
        total = self.bias
        for index, value in zip(indices, values):
            weight = self.weights.get(index)
            if weight is not None:
                total += weight * value
        return total


class BoostedTrees:
    """Trees in pre-order, one after the other; feature -1 is a leaf."""

    def __init__(self, per_call):
        self.bias = float(per_call["bias"])
        self.features = per_call["features"]
        self.values = per_call["values"]
        self.otherwise = [0] * len(self.features)
        self.roots = []
        path = []
        for node, feature in enumerate(self.features):
            if not path:
                self.roots.append(node)
            if feature != -1:
                path.append(node)
                if len(path) > MAX_DEPTH:
                    raise PolicyError("per_call.features: must be at most 64 deep")
                continue
            while path and self.otherwise[path[-1]]:
                path.pop()
            if path:
                self.otherwise[path[-1]] = node + 1
        if path or len(self.values) != len(self.features) or len(self.roots) != per_call["trees"]:
            raise PolicyError("per_call: must be complete trees, as many as it says")

    def log_odds(self, indices, values):
        features = dict(zip(indices, values))
        total = self.bias
        for node in self.roots:
            while self.features[node] != -1:
                below = features.get(self.features[node], 0.0) <= self.values[node]
                node = node + 1 if below else self.otherwise[node]
            total += self.values[node]
        return total


def call_model(per_call):
    if per_call is None:
        return None
    if per_call["kind"] == "logistic":
        return LogisticModel(per_call)
    if per_call["kind"] == "boosted-trees":
        return BoostedTrees(per_call)
    raise PolicyError("unknown model; this build knows logistic, boosted-trees")


class Router:
    """Decides which model a call goes to. Policies that explore are refused: drawing belongs to the Java library."""

    def __init__(self, policy, policy_id):
        if policy["features"]["version"] != 1:
            raise PolicyError("Unsupported feature version; this build extracts 1")
        if policy["exploration"] != 0:
            raise PolicyError("exploration: this router only takes policies that do not explore")
        self.policy = policy
        self.policy_id = policy_id
        self.models = [call_model(c["quality"]["per_call"]) for c in policy["candidates"]]
        self._check_golden_vectors()

    @classmethod
    def load(cls, path):
        with open(path, "rb") as file:
            return cls(*read_policy(file.read()))

    def _check_golden_vectors(self):
        for i, golden in enumerate(self.policy["golden_vectors"]):
            indices, values = extract(self.policy["features"], golden["task"], golden["prompt"])
            if indices != golden["indices"] or values != golden["values"]:
                raise PolicyError(f"golden_vectors[{i}].features: this build extracts other features")
            if self.qualities(golden["task"], indices, values) != golden["quality"]:
                raise PolicyError(f"golden_vectors[{i}].quality: this build computes other scores")

    def qualities(self, task, indices, values):
        """Expected quality per candidate; None without evidence. No indices and values: no prompt."""
        qualities = []
        for k, candidate in enumerate(self.policy["candidates"]):
            model = candidate["quality"]
            table = model["tasks"].get(task)
            if table is None:
                qualities.append(None)
            elif table["per_call_share"] == 0 or model["per_call"] is None or indices is None:
                qualities.append(table["mean"])
            else:
                share = table["per_call_share"]
                calibrated = calibrate(model["calibration"], self.models[k].log_odds(indices, values))
                qualities.append(share * calibrated + (1 - share) * table["mean"])
        return qualities

    def costs_usd(self, task, prompt, input_tokens=None, max_output_tokens=None):
        rule = self.policy["input_tokens"]
        if input_tokens is None and prompt is not None:
            input_tokens = len(utf8(prompt)) / rule["bytes_per_token"]
        elif input_tokens is None:
            input_tokens = rule["tasks"].get(task)
        costs = []
        for candidate in self.policy["candidates"]:
            output_tokens = candidate["output_tokens"]["tasks"].get(task, candidate["output_tokens"]["mean"])
            if max_output_tokens is not None:
                output_tokens = min(output_tokens, max_output_tokens)
            prices = candidate["prices"]
            if prices is None or input_tokens is None:
                costs.append(None)
            else:
                picodollars = (
                    float(input_tokens) * prices["input_picodollars"]
                    + float(output_tokens) * prices["output_picodollars"]
                )
                costs.append(picodollars / 1e12)
        return costs

    def route(self, task, prompt=None, attributes=None, input_tokens=None, max_output_tokens=None):
        """The chosen model with its expected quality and cost, None where unknown."""
        indices = values = None
        if prompt is not None:
            indices, values = extract(self.policy["features"], task, prompt, attributes)
        qualities = self.qualities(task, indices, values)
        costs = self.costs_usd(task, prompt, input_tokens, max_output_tokens)
        k = self._choose(task, qualities, costs)
        return {
            "model": self.policy["candidates"][k]["model"],
            "expected_quality": qualities[k],
            "expected_cost_usd": costs[k],
            "propensity": 1.0,
            "policy_id": self.policy_id,
            "qualities": qualities,
            "costs_usd": costs,
        }

    def _choose(self, task, qualities, costs):
        models = [candidate["model"] for candidate in self.policy["candidates"]]
        task_rule = self.policy["tasks"].get(task)
        if task_rule is None:
            return models.index(self.policy["default_incumbent"])
        incumbent = models.index(task_rule["incumbent"])
        rule = self.policy["rule"]
        if rule["kind"] == "incumbent-only" or qualities[incumbent] is None or costs[incumbent] is None:
            return incumbent
        best = incumbent
        for k, model in enumerate(models):
            if model in task_rule["open"] and qualities[k] is not None and costs[k] is not None:
                if self._preferred(k, best, incumbent, task_rule, qualities, costs):
                    best = k
        return best

    def _preferred(self, k, best, incumbent, task_rule, qualities, costs):
        rule = self.policy["rule"]
        if rule["kind"] == "cheapest-within":
            tolerance = task_rule["tolerance"] if task_rule["tolerance"] is not None else rule["tolerance"]
            if qualities[k] < qualities[incumbent] - tolerance:
                return False
            tie = best != incumbent and costs[k] == costs[best] and qualities[k] > qualities[best]
            return costs[k] < costs[best] or tie
        if rule["kind"] == "max-utility":
            utility = qualities[k] - rule["quality_per_usd"] * costs[k]
            best_utility = qualities[best] - rule["quality_per_usd"] * costs[best]
            tie = best != incumbent and utility == best_utility and costs[k] < costs[best]
            return utility > best_utility or tie
        raise PolicyError("unknown rule " + str(rule["kind"])[:40])


def main(arguments):
    if len(arguments) != 3:
        print("usage: weighbridge_router.py POLICY TASK < PROMPT", file=sys.stderr)
        return 2
    try:
        router = Router.load(arguments[1])
    except (OSError, ValueError) as error:
        print(f"{arguments[1]}: {error}", file=sys.stderr)
        return 2
    prompt = sys.stdin.buffer.read().decode("utf-8", "replace")
    print(json.dumps(router.route(arguments[2], prompt)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
