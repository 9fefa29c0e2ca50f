#!/usr/bin/env python3
"""Decides by a Weighbridge policy or classifier, without Java: every number equals the Java library's to the bit.

Python 3.9 or later, standard library only. FORMAT.md defines every step.

    router = Router.load("policy.json")
    router.route("triage", "Is the line down?")["model"]

    intents = Classifier.load("intents.json")
    intents.classify("Is the line down?")["label"]

From a shell: weighbridge_router.py policy.json TASK < prompt.txt, or weighbridge_router.py intents.json < text.txt
"""

import calendar
import contextlib
import hashlib
import json
import math
import struct
import sys
import time

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


def _epoch_seconds(time_in_utc):
    """Seconds since 1970 of a time such as 2026-11-22T10:15:30.5Z, cut to whole seconds."""
    return calendar.timegm(time.strptime(time_in_utc[:19].rstrip("Z"), "%Y-%m-%dT%H:%M:%S"))


class PolicyError(ValueError):
    """A policy or classifier file cannot be used; the message says why."""


class NoEligibleModelError(LookupError):
    """No model of the policy, the incumbent included, satisfies what a call needs; the message says why, for each."""


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


# --- artifact ---------------------------------------------------------------------------------------------------------

MAX_BYTES = 256 << 20


def read_file(path):
    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PolicyError("larger than 256 MiB")
    return data


def read_artifact(data, kind):
    """The body of a policy or classifier file and its id, version and hash checked; a signature is not verified."""
    prefix = b'{"format":"weighbridge-' + kind.encode() + b"/"
    if not data.startswith(prefix):
        raise PolicyError(f"not a {kind}: the file must begin with {prefix.decode()}")
    version = data[len(prefix) : data.find(b'"', len(prefix))].decode("ascii", "replace")
    if version != "1":
        raise PolicyError(f"Unsupported {kind} format {version[:9]}; this build reads 1")
    head = prefix + b'1","sha256":"'
    body_name = b'","' + kind.encode() + b'":'
    head_end = len(head) + 64
    if data[head_end:].startswith(b'","signature":"'):
        head_end += len(b'","signature":"') + 128
    start = head_end + len(body_name)
    if data[: len(head)] != head or data[head_end:start] != body_name:
        raise PolicyError("the header is damaged or the file was reformatted")
    body = data[start:-2]
    if len(data) < start + 3 or data[-2:] != b"}\n":
        raise PolicyError("the file is truncated: it must end with a brace and a line break")
    if hashlib.sha256(body).hexdigest().encode() != data[len(head) : len(head) + 64]:
        raise PolicyError("sha256: the body was changed after it was written")
    return parse(body), kind + "-" + data[len(head) : len(head) + 16].decode()


def parse(body):
    def not_finite(name):
        raise PolicyError(f"numbers must be finite, was {name}")

    try:
        return json.loads(body, parse_constant=not_finite)
    except RecursionError:
        raise PolicyError("nested too deep") from None


@contextlib.contextmanager
def _of_the_format(kind):
    """A body with a right hash whose fields are missing or of another kind is refused like any other damaged file."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ZeroDivisionError) as error:
        raise PolicyError(f"not a {kind} of version 1: {type(error).__name__}: {error}") from error


def read_policy(data):
    """The body of a policy file and the policy's id."""
    return read_artifact(data, "policy")


def require_features(schema):
    if schema["version"] != 1:
        raise PolicyError("Unsupported feature version; this build extracts 1")


# --- models -----------------------------------------------------------------------------------------------------------

MAX_DEPTH = 64


def require_finite(field, numbers):
    if not all(map(math.isfinite, numbers)):
        raise PolicyError(f"{field}: must be finite")


class LogisticModel:
    def __init__(self, per_call):
        self.bias = float(per_call["bias"])
        require_finite("weights", per_call["weights"])
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
        self.bias = float(per_call["bias"])  # of a stacked model it belongs to the weights
        self.features = per_call["features"]
        self.values = per_call["values"]
        require_finite("values", self.values)
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
        return self.add_to(self.bias, indices, values)

    def add_to(self, total, indices, values):
        features = dict(zip(indices, values))
        for node in self.roots:
            while self.features[node] != -1:
                below = features.get(self.features[node], 0.0) <= self.values[node]
                node = node + 1 if below else self.otherwise[node]
            total += self.values[node]
        return total


class StackedModel:
    """Weights and trees, added up."""

    def __init__(self, per_call):
        self.linear = LogisticModel(per_call)
        self.trees = BoostedTrees(per_call)

    def log_odds(self, indices, values):
        return self.trees.add_to(self.linear.log_odds(indices, values), indices, values)


def call_model(per_call):
    if per_call is None:
        return None
    if per_call["kind"] == "logistic":
        return LogisticModel(per_call)
    if per_call["kind"] == "boosted-trees":
        return BoostedTrees(per_call)
    if per_call["kind"] == "stacked":
        return StackedModel(per_call)
    raise PolicyError("unknown model; this build knows logistic, boosted-trees, stacked")


# --- policy -----------------------------------------------------------------------------------------------------------


class Router:
    """Decides which model a call goes to. Policies that explore are refused: drawing belongs to the Java library."""

    def __init__(self, policy, policy_id):
        self.policy = policy
        self.policy_id = policy_id
        with _of_the_format("policy"):
            require_features(policy["features"])
            if policy["exploration"] != 0:
                raise PolicyError("exploration: this router only takes policies that do not explore")
            self.models = [call_model(c["quality"]["per_call"]) for c in policy["candidates"]]
            self._check_golden_vectors()

    @classmethod
    def load(cls, path, public_key=None):
        if public_key is not None:
            raise PolicyError("signature: Python's standard library cannot verify Ed25519; verify the file elsewhere")
        return cls(*read_policy(read_file(path)))

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

    def _input_tokens(self, task, prompt, input_tokens):
        rule = self.policy["input_tokens"]
        if input_tokens is None and prompt is not None:
            return len(utf8(prompt)) / rule["bytes_per_token"]
        return rule["tasks"].get(task) if input_tokens is None else input_tokens

    def costs_usd(self, task, prompt, input_tokens=None, max_output_tokens=None):
        input_tokens = self._input_tokens(task, prompt, input_tokens)
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

    def route(
        self,
        task,
        prompt=None,
        attributes=None,
        input_tokens=None,
        max_output_tokens=None,
        needs=None,
        unavailable=(),
    ):
        """The chosen model with its expected quality and cost, None where unknown.

        needs: any of capabilities, regions (lists), input_tokens, output_tokens, latency_millis. unavailable: names of
        models that are down or retired. NoEligibleModelError if no model satisfies the call.
        """
        attributes = attributes or {}
        indices = values = None
        if prompt is not None:
            indices, values = extract(self.policy["features"], task, prompt, attributes)
        qualities = self.qualities(task, indices, values)
        costs = self.costs_usd(task, prompt, input_tokens, max_output_tokens)
        call = Call(self.policy, task, attributes, qualities, costs)
        tokens = self._input_tokens(task, prompt, input_tokens)
        by_policy = call.excluded_by_policy(tokens, max_output_tokens)
        why = call.excluded(by_policy, needs or {}, unavailable)
        preferred = call.by_rule(by_policy)
        k = preferred if why[preferred] is None else call.next_best(why)
        if k is None:
            models = (f"{c['model']} {reason}" for c, reason in zip(self.policy["candidates"], why))
            raise NoEligibleModelError(f"no model of the policy may serve this call of task {task}: " + ", ".join(models))
        certificate = self.policy["certificate"]
        certified = (
            certificate is not None
            and certificate["certified"]
            and certificate["voided"] is None
            and time.time() < _epoch_seconds(certificate["expires_at"])
        )
        return {
            "model": self.policy["candidates"][k]["model"],
            "expected_quality": qualities[k],
            "expected_cost_usd": costs[k],
            "propensity": 1.0,
            "kind": "rule" if k == preferred else "fallback",
            "certificate_covers": certified and (k == preferred or k == call.incumbent),
            "policy_id": self.policy_id,
            "qualities": qualities,
            "costs_usd": costs,
            "excluded": why,
        }


class Call:
    """One request: who may serve it, and who is preferred."""

    def __init__(self, policy, task, attributes, qualities, costs):
        self.policy = policy
        self.attributes = attributes
        self.qualities = qualities
        self.costs = costs
        self.candidates = policy["candidates"]
        models = [candidate["model"] for candidate in self.candidates]
        task_rule = policy["tasks"].get(task)
        known = task_rule is not None
        self.incumbent = models.index(task_rule["incumbent"] if known else policy["default_incumbent"])
        self.open = [known and model in task_rule["open"] for model in models]
        rule = policy["rule"]
        self.tolerance = rule.get("tolerance", 0)
        if known and task_rule["tolerance"] is not None:
            self.tolerance = task_rule["tolerance"]
        constraints = policy["constraints"]
        of_task = task_rule["precision_class"] if known else None
        name = constraints["agents"].get(attributes.get("agent"), of_task)
        self.precision = None if name is None else constraints["precision_classes"][name]

    def excluded_by_policy(self, input_tokens, output_tokens):
        tenants = self.policy["constraints"]["tenants"]
        tenant = tenants.get(self.attributes.get("tenant"), tenants.get("*"))
        why = []
        for k, candidate in enumerate(self.candidates):
            limits = candidate["limits"]
            reason = None
            if tenant is not None and tenant["models"] is not None and candidate["model"] not in tenant["models"]:
                reason = "not allowed for the tenant"
            elif tenant is not None and tenant["regions"] is not None:
                reason = other_region(tenant["regions"], limits)
            if reason is None and self.precision is not None:
                reason = too_slow(self.precision["max_latency_millis"], limits) or self._below_minimum(k)
            why.append(reason or too_long(limits, input_tokens, output_tokens))
        return why

    def _below_minimum(self, k):
        minimum = self.precision["min_quality"]
        if k == self.incumbent or minimum is None:
            return None
        if self.qualities[k] is None:
            return "no evidence of its quality in this task"
        return "expected quality below the class's minimum" if self.qualities[k] < minimum else None

    def excluded(self, by_policy, needs, unavailable):
        why = []
        for candidate, reason in zip(self.candidates, by_policy):
            if candidate["model"] in unavailable:
                reason = "unavailable"
            why.append(reason or unsatisfied(needs, candidate["limits"]))
        return why

    def by_rule(self, why):
        """Whom class or rule prefers; the incumbent also where it is excluded."""
        rule = self.policy["rule"]
        best = self.incumbent
        if rule["kind"] == "incumbent-only":
            return best
        if rule["kind"] not in ("cheapest-within", "max-utility"):
            raise PolicyError("unknown rule " + str(rule["kind"])[:40])
        best_utility = self._utility(best)
        if self.precision is not None and self._is_below_minimum(best):
            best_utility = -math.inf
        for k in range(len(self.candidates)):
            if k == self.incumbent or not self.open[k] or why[k] is not None:
                continue
            if self.precision is None and rule["kind"] == "cheapest-within":
                if self._is_cheaper(k, best):
                    best = k
                continue
            utility = self._utility(k)
            if utility is None or best_utility is None or (self.precision and not self._is_within(k)):
                continue
            tie = best != self.incumbent and utility == best_utility and self.costs[k] < self.costs[best]
            if utility > best_utility or tie:
                best = k
                best_utility = utility
        return best

    def _is_below_minimum(self, k):
        minimum = self.precision["min_quality"]
        return minimum is not None and self.qualities[k] is not None and self.qualities[k] < minimum

    def _is_known(self, k):
        return self.qualities[k] is not None and self.costs[k] is not None

    def _is_within(self, k):
        tolerance = self.tolerance if self.precision is None else self.precision["tolerance"]
        known = self.qualities[self.incumbent] is not None
        return known and self.qualities[k] >= self.qualities[self.incumbent] - tolerance

    def _is_cheaper(self, k, best):
        if not self._is_known(k) or not self._is_known(self.incumbent) or not self._is_within(k):
            return False
        tie = self.costs[k] == self.costs[best] and self.qualities[k] > self.qualities[best]
        return self.costs[k] < self.costs[best] or (best != self.incumbent and tie)

    def _utility(self, k):
        """None if quality or cost is unknown, or a latency that counts."""
        if not self._is_known(k):
            return None
        weights = self.policy["rule"] if self.precision is None else self.precision
        utility = self.qualities[k] - weights.get("quality_per_usd", 0) * self.costs[k]
        per_second = weights.get("quality_per_second", 0)
        if per_second == 0:
            return utility
        millis = self.candidates[k]["limits"]["latency_p95_millis"]
        return None if millis is None else utility - per_second * (millis / 1000)

    def next_best(self, why):
        """The highest expected quality, then the cheaper, then the first; unknown comes last. None if all are excluded."""

        def order(k):
            quality = -1 if self.qualities[k] is None else self.qualities[k]
            return -quality, math.inf if self.costs[k] is None else self.costs[k], k

        return min((k for k, reason in enumerate(why) if reason is None), key=order, default=None)


def other_region(allowed, limits):
    if not limits["regions"]:
        return "its region is unknown"
    return None if set(allowed) & set(limits["regions"]) else "not served in an allowed region"


def too_slow(bound, limits):
    if bound is None:
        return None
    if limits["latency_p95_millis"] is None:
        return "its latency is unknown"
    return "its p95 latency is above the bound" if limits["latency_p95_millis"] > bound else None


def too_long(limits, input_tokens, output_tokens):
    if None not in (limits["max_input_tokens"], input_tokens) and input_tokens > limits["max_input_tokens"]:
        return "its context is too short"
    if None not in (limits["max_output_tokens"], output_tokens) and output_tokens > limits["max_output_tokens"]:
        return "its answers are too short"
    return None


def unsatisfied(needs, limits):
    if not set(needs.get("capabilities") or ()) <= set(limits["capabilities"]):
        return "lacks a capability"
    regions = needs.get("regions")
    region = other_region(regions, limits) if regions else None
    if region is not None:
        return region
    if needs.get("input_tokens") is not None and limits["max_input_tokens"] is None:
        return "its context length is unknown"
    if needs.get("output_tokens") is not None and limits["max_output_tokens"] is None:
        return "its longest answer is unknown"
    length = too_long(limits, needs.get("input_tokens"), needs.get("output_tokens"))
    return length or too_slow(needs.get("latency_millis"), limits)


# --- classifier -------------------------------------------------------------------------------------------------------


class Classifier:
    """Says which label a text has, or abstains."""

    TASK = "classify"

    def __init__(self, model, classifier_id):
        self.model = model
        self.classifier_id = classifier_id
        with _of_the_format("classifier"):
            require_features(model["features"])
            self.models = [LogisticModel(label) for label in model["classes"]]
            self._check_examples()

    @classmethod
    def load(cls, path):
        return cls(*read_artifact(read_file(path), "classifier"))

    def _check_examples(self):
        for i, example in enumerate(self.model["examples"]):
            if self.classify(example["text"])["probabilities"] != example["probabilities"]:
                raise PolicyError(f"examples[{i}].probabilities: this build computes other probabilities")

    def classify(self, text):
        """The label of a text, None where the classifier abstains, with the probabilities of all labels in their order."""
        indices, values = extract(self.model["features"], self.TASK, text)
        logits = [model.log_odds(indices, values) for model in self.models]
        best = logits.index(max(logits))
        powers = [portable_exp(logit - logits[best]) for logit in logits]
        total = 0.0
        for power in powers:
            total += power
        probabilities = [power / total for power in powers]
        label = self.model["classes"][best]["label"]
        return {
            "label": label if probabilities[best] >= self.model["threshold"] else None,
            "most_probable": label,
            "probability": probabilities[best],
            "probabilities": probabilities,
            "classifier_id": self.classifier_id,
        }


def answer(arguments):
    """What a policy decides for a task, or what a classifier says: about the text of standard input."""
    path, *task = arguments
    artifact = Router.load(path) if task else Classifier.load(path)
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    return artifact.route(*task, text) if task else artifact.classify(text)


def main(arguments):
    if len(arguments) not in (2, 3):
        print("usage: weighbridge_router.py POLICY TASK < PROMPT, or CLASSIFIER < TEXT", file=sys.stderr)
        return 2
    try:
        print(json.dumps(answer(arguments[1:])))
    except NoEligibleModelError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"{arguments[1]}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
