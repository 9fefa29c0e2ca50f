#!/usr/bin/env node
/**
 * Decides by a Weighbridge policy or classifier, without Java: features, scores and decisions equal the Java library's to
 * the bit.
 * Node 20 or later, no packages. FORMAT.md defines every step.
 *
 *     import { Classifier, Router } from "./weighbridge_router.mjs";
 *     const router = Router.load("policy.json");
 *     router.route("triage", "Is the line down?").model;
 *
 *     const intents = Classifier.load("intents.json");
 *     intents.classify("Is the line down?").label;
 *
 * From a shell: weighbridge_router.mjs policy.json TASK < prompt.txt, or weighbridge_router.mjs intents.json < text.txt
 */

import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const CONTEXT_BUCKETS = 4096;
const powers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => 2 ** (from + i));
const COUNTS_256 = [0, ...powers(0, 8)];
const SHARES = [0, ...powers(-6, 0)];
const BYTES_KNOTS = [0, ...powers(4, 20)];
const STRUCTURE = [
  BYTES_KNOTS,
  [0, ...powers(0, 12)],
  powers(0, 9),
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
];
const INVERSE_FACTORIALS = [
  1.0, 1.0, 0.5, 0.16666666666666666, 0.041666666666666664, 0.008333333333333333, 0.001388888888888889,
  1.984126984126984e-4, 2.48015873015873e-5, 2.7557319223985893e-6, 2.755731922398589e-7, 2.505210838544172e-8,
  2.08767569878681e-9, 1.6059043836821613e-10,
];

/** A policy or classifier file cannot be used; the message says why. */
export class PolicyError extends Error {}

/** A body with a right hash whose fields are missing or of another kind is refused like any other damaged file. */
const ofTheFormat = (kind, read) => {
  try {
    read();
  } catch (error) {
    throw error instanceof TypeError || error instanceof RangeError
      ? new PolicyError(`not a ${kind} of version 1: ${error.message}`, { cause: error })
      : error;
  }
};

/** No model of the policy, the incumbent included, satisfies what a call needs; the message says why, for each. */
export class NoEligibleModelError extends Error {}

const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

// --- hash

const EMPTY = 0x811c9dc5 | 0;

function extend(hash, bytes, from = 0, to = bytes.length) {
  let h = hash;
  for (let i = from; i < to; i++) {
    h = Math.imul(h ^ bytes[i], 0x01000193);
  }
  return h;
}

const pair = (first, second) => Math.imul(first, 0x9e3779b1) ^ second;

function finish(hash) {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

// --- numbers

function powerOfTwo(exponent) {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, (exponent + 1023) << 20);
  return view.getFloat64(0);
}

export function portableExp(x) {
  if (x < -708) {
    return 0;
  }
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let sum = INVERSE_FACTORIALS[13];
  for (let n = 12; n >= 0; n--) {
    sum = sum * r + INVERSE_FACTORIALS[n];
  }
  return sum * powerOfTwo(k);
}

function logistic(x) {
  if (x >= 0) {
    return 1 / (1 + portableExp(-x));
  }
  const e = portableExp(x);
  return e / (1 + e);
}

function calibrate(calibration, logOdds) {
  switch (calibration.kind) {
    case "identity":
      return logistic(logOdds);
    case "platt":
      return logistic(calibration.slope * logOdds + calibration.intercept);
    case "isotonic": {
      const p = logistic(logOdds);
      return calibration.values[calibration.thresholds.filter((threshold) => threshold <= p).length];
    }
    default:
      throw new PolicyError("unknown calibration");
  }
}

/** The knots around a value and how much of it each gets. */
function hat(knots, value) {
  let knot = 0;
  while (knot + 1 < knots.length && knots[knot + 1] <= value) {
    knot++;
  }
  const outside = knot + 1 === knots.length || value <= knots[knot];
  const above = outside ? 0 : (value - knots[knot]) / (knots[knot + 1] - knots[knot]);
  return above > 0 ? [[knot, 1 - above], [knot + 1, above]] : [[knot, 1 - above]];
}

// --- features

/** TextEncoder writes U+FFFD for each unpaired surrogate, as the format asks. */
const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);
const isContinuation = (b) => (b & 0xc0) === 0x80;

function bytesRead(data, budget) {
  if (data.length <= budget) {
    return data;
  }
  const half = Math.floor(budget / 2);
  let head = half;
  while (isContinuation(data[head])) {
    head--;
  }
  let tail = data.length - half;
  while (tail < data.length && isContinuation(data[tail])) {
    tail++;
  }
  const read = new Uint8Array(head + 1 + data.length - tail);
  read.set(data.subarray(0, head));
  read[head] = 0x0a;
  read.set(data.subarray(tail), head + 1);
  return read;
}

const isDigit = (b) => b >= 0x30 && b <= 0x39;
const isUpper = (b) => b >= 0x41 && b <= 0x5a;
const isLetter = (b) => isUpper(b) || (b >= 0x61 && b <= 0x7a);
const isWordByte = (b) => isDigit(b) || isLetter(b) || (b >= 0x80 && b < 0xe2);
const isBlank = (b) => b === 0x20 || b === 0x09;

function fold(data, foldDigits) {
  return data.map((b) => {
    if (isUpper(b)) {
      return b + 32;
    }
    if (foldDigits && isDigit(b)) {
      return 0x30;
    }
    return b >= 9 && b <= 13 ? 0x20 : b;
  });
}

function wordEnd(data, start) {
  if (data[start] >= 0xe2) {
    return start + (data[start] < 0xf0 ? 3 : 4);
  }
  let end = start;
  while (end < data.length && isWordByte(data[end])) {
    end++;
  }
  return end;
}

function textBuckets(schema, data, taskHash) {
  const mask = schema.text_buckets - 1;
  const folded = fold(data, schema.fold_digits);
  const buckets = new Set();
  let previous = null;
  let i = 0;
  while (i < data.length) {
    const end = wordEnd(data, i);
    if (end === i) {
      i++;
      continue;
    }
    const word = extend(EMPTY, folded, i, end);
    buckets.add(finish(word) & mask);
    if (schema.bigrams && previous !== null) {
      buckets.add(finish(pair(previous, word)) & mask);
    }
    if (schema.task_words) {
      buckets.add(finish(pair(taskHash, word)) & mask);
    }
    previous = word;
    i = end;
  }
  const length = schema.byte_ngram;
  if (length > 0) {
    const tagged = extend(EMPTY, [0x01]);
    for (let start = 0; start + length <= folded.length; start++) {
      buckets.add(finish(extend(tagged, folded, start, start + length)) & mask);
    }
  }
  return Array.from(buckets).sort((a, b) => a - b);
}

/** Whether the line that begins here is an option, and whether it is a code fence. */
function lineMarks(data, start) {
  let i = start;
  while (isBlank(data[i])) {
    i++;
  }
  if (data[i] === 0x60 && data[i + 1] === 0x60 && data[i + 2] === 0x60) {
    return { option: 0, fence: 1 };
  }
  if (data[i] === 0x28) {
    i++;
  }
  const mark = data[i + 1];
  const isOption = isLetter(data[i]) && (mark === 0x2e || mark === 0x29 || mark === 0x3a) && isBlank(data[i + 2]);
  return { option: isOption ? 1 : 0, fence: 0 };
}

function structureValues(data, totalBytes) {
  const among = (characters) => new Set(utf8(characters));
  const braces = among("{}[]");
  const math = among("=+*/^<>\\$%");
  const count = (test) => data.reduce((sum, b, i) => sum + (test(b, i) ? 1 : 0), 0);
  const isInRun = (b) => isDigit(b) || isLetter(b) || b >= 0x80;
  const runs = count((b, i) => isInRun(b) && !(i > 0 && isInRun(data[i - 1])));
  const share = (test) => (data.length === 0 ? 0 : count(test) / data.length);
  let options = 0;
  let fences = 0;
  data.forEach((_, i) => {
    if (i === 0 || data[i - 1] === 0x0a) {
      const { option, fence } = lineMarks(data, i);
      options += option;
      fences += fence;
    }
  });
  return [
    totalBytes,
    runs,
    1 + count((b) => b === 0x0a),
    runs === 0 ? 0 : count(isInRun) / runs,
    count((b, i) => isDigit(b) && !(i > 0 && isDigit(data[i - 1]))),
    count((b) => b === 0x3f),
    options,
    count((b) => braces.has(b)),
    count((b, i) => math.has(b) || (b === 0xe2 && data[i + 1] >= 0x88 && data[i + 1] <= 0x8b)),
    fences,
    share(isDigit),
    share(isUpper),
    share((b) => b > 0x20 && b < 0x7f && !isDigit(b) && !isLetter(b)),
    share((b) => b >= 0x80),
  ];
}

/** The feature vector as two arrays: ascending indices and their values. */
export function extract(schema, task, prompt, attributes = {}) {
  const taskHash = extend(extend(EMPTY, [0x02]), utf8(task));
  const small = new Map();
  const add = (index, value) => small.set(index, small.has(index) ? small.get(index) + value : value);
  const addContext = (hash, value) => add(schema.text_buckets + (finish(hash) & (CONTEXT_BUCKETS - 1)), value);
  const hasPrompt = prompt !== null && prompt !== undefined;
  const whole = hasPrompt ? utf8(prompt) : new Uint8Array();
  const data = bytesRead(whole, schema.max_prompt_bytes);
  const text = hasPrompt ? textBuckets(schema, data, taskHash) : [];
  addContext(taskHash, 1);
  for (const attribute of schema.attributes) {
    const value = own(attributes, attribute) ?? null;
    if (value !== null) {
      const name = extend(extend(EMPTY, [0x03]), utf8(attribute));
      addContext(extend(extend(name, [0x04]), utf8(value)), 1);
    }
  }
  if (hasPrompt && schema.structure) {
    for (const [knot, share] of hat(BYTES_KNOTS, whole.length)) {
      addContext(pair(taskHash, knot), share);
    }
    let offset = schema.text_buckets + CONTEXT_BUCKETS;
    structureValues(data, whole.length).forEach((value, feature) => {
      for (const [knot, share] of hat(STRUCTURE[feature], value)) {
        add(offset + knot, share);
      }
      offset += STRUCTURE[feature].length;
    });
  }
  const weight = schema.weighting === "unit_length" && text.length > 0 ? 1 / Math.sqrt(text.length) : 1;
  const rest = Array.from(small).sort((a, b) => a[0] - b[0]);
  return {
    indices: [...text, ...rest.map(([index]) => index)],
    values: [...text.map(() => weight), ...rest.map(([, value]) => value)],
  };
}

// --- artifact

const MAX_BYTES = 256 * 2 ** 20;

function readFile(path) {
  if (statSync(path).size > MAX_BYTES) {
    throw new PolicyError("larger than 256 MiB");
  }
  return readFileSync(path);
}

/**
 * The body of a file and its id, its version and hash checked; its signature too if a public key (PEM) is given. The kind is
 * policy or classifier.
 */
function readArtifact(data, kind, publicKey = null) {
  const text = (from, to) => data.subarray(from, to).toString("latin1");
  const prefix = `{"format":"weighbridge-${kind}/`;
  if (text(0, prefix.length) !== prefix) {
    throw new PolicyError(`not a ${kind}: the file must begin with ${prefix}`);
  }
  const version = text(prefix.length, prefix.length + 9).split('"')[0];
  if (version !== "1") {
    throw new PolicyError(`Unsupported ${kind} format ${version}; this build reads 1`);
  }
  const head = prefix + '1","sha256":"';
  const middle = `","${kind}":`;
  const signing = '","signature":"';
  const hashEnd = head.length + 64;
  const isSigned = text(hashEnd, hashEnd + signing.length) === signing;
  const headEnd = isSigned ? hashEnd + signing.length + 128 : hashEnd;
  const start = headEnd + middle.length;
  if (text(0, head.length) !== head || text(headEnd, start) !== middle) {
    throw new PolicyError("the header is damaged or the file was reformatted");
  }
  if (data.length < start + 3 || text(data.length - 2, data.length) !== "}\n") {
    throw new PolicyError("the file is truncated: it must end with a brace and a line break");
  }
  const body = data.subarray(start, data.length - 2);
  const hash = text(head.length, head.length + 64);
  if (createHash("sha256").update(body).digest("hex") !== hash) {
    throw new PolicyError("sha256: the body was changed after it was written");
  }
  if (publicKey !== null) {
    if (!isSigned) {
      throw new PolicyError("signature: the policy is not signed, and a signature is required");
    }
    const signature = Buffer.from(text(headEnd - 128, headEnd), "hex");
    if (!verify(null, data.subarray(0, hashEnd), createPublicKey(publicKey), signature)) {
      throw new PolicyError("signature: does not fit the policy and the public key");
    }
  }
  return { body: parse(body), id: `${kind}-${hash.slice(0, 16)}` };
}

function parse(body) {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new PolicyError(error.message);
  }
}

/** The body of a policy file, its version and hash checked; its signature too if a public key (PEM) is given. */
export function readPolicy(data, publicKey = null) {
  const { body, id } = readArtifact(data, "policy", publicKey);
  return { policy: body, policyId: id };
}

function requireFeatures(schema) {
  if (schema.version !== 1) {
    throw new PolicyError("Unsupported feature version; this build extracts 1");
  }
}

// --- models

const MAX_DEPTH = 64;

/** JSON has no infinity, but 1e999 is read as one. */
function requireFinite(field, numbers) {
  if (!numbers.every(Number.isFinite)) {
    throw new PolicyError(`${field}: must be finite`);
  }
}

class LogisticModel {
  constructor({ bias, indices, weights }) {
    this.bias = bias;
    requireFinite("weights", weights);
    this.weights = new Map(indices.map((index, i) => [index, weights[i]]));
  }

  logOdds({ indices, values }) {
    let sum = this.bias;
    indices.forEach((index, i) => {
      const weight = this.weights.get(index);
      if (weight !== undefined) {
        sum += weight * values[i];
      }
    });
    return sum;
  }
}

/** Trees in pre-order, one after the other; feature -1 is a leaf. */
class BoostedTrees {
  constructor({ bias, trees, features, values }) {
    this.bias = bias; // of a stacked model it belongs to the weights
    requireFinite("values", values);
    this.features = features;
    this.values = values;
    this.otherwise = new Int32Array(features.length);
    this.roots = [];
    const path = [];
    features.forEach((feature, node) => {
      if (path.length === 0) {
        this.roots.push(node);
      }
      if (feature !== -1) {
        path.push(node);
        if (path.length > MAX_DEPTH) {
          throw new PolicyError("per_call.features: must be at most 64 deep");
        }
        return;
      }
      while (path.length > 0 && this.otherwise[path.at(-1)] !== 0) {
        path.pop();
      }
      if (path.length > 0) {
        this.otherwise[path.at(-1)] = node + 1;
      }
    });
    if (path.length > 0 || values.length !== features.length || this.roots.length !== trees) {
      throw new PolicyError("per_call: must be complete trees, as many as it says");
    }
  }

  logOdds(vector) {
    return this.addTo(this.bias, vector);
  }

  addTo(start, { indices, values }) {
    const request = new Map(indices.map((index, i) => [index, values[i]]));
    let sum = start;
    for (const root of this.roots) {
      let node = root;
      while (this.features[node] !== -1) {
        const below = (request.get(this.features[node]) ?? 0) <= this.values[node];
        node = below ? node + 1 : this.otherwise[node];
      }
      sum += this.values[node];
    }
    return sum;
  }
}

/** Weights and trees, added up. */
class StackedModel {
  constructor(perCall) {
    this.linear = new LogisticModel(perCall);
    this.trees = new BoostedTrees(perCall);
  }

  logOdds(vector) {
    return this.trees.addTo(this.linear.logOdds(vector), vector);
  }
}

function callModel(perCall) {
  if (perCall === null) {
    return null;
  }
  switch (perCall.kind) {
    case "logistic":
      return new LogisticModel(perCall);
    case "boosted-trees":
      return new BoostedTrees(perCall);
    case "stacked":
      return new StackedModel(perCall);
    default:
      throw new PolicyError("unknown model; this build knows logistic, boosted-trees, stacked");
  }
}

// --- policy

const equal = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

/** Decides which model a call goes to. Policies that explore are refused: drawing belongs to the Java library. */
export class Router {
  constructor(policy, policyId) {
    this.policy = policy;
    this.policyId = policyId;
    ofTheFormat("policy", () => {
      requireFeatures(policy.features);
      if (policy.exploration !== 0) {
        throw new PolicyError("exploration: this router only takes policies that do not explore");
      }
      this.models = policy.candidates.map((candidate) => candidate.model);
      this.callModels = policy.candidates.map(({ quality }) => callModel(quality.per_call));
      this.#checkGoldenVectors();
    });
  }

  /** With a public key (PEM), only a policy that its owner signed. */
  static load(path, publicKey = null) {
    const { policy, policyId } = readPolicy(readFile(path), publicKey);
    return new Router(policy, policyId);
  }

  #checkGoldenVectors() {
    this.policy.golden_vectors.forEach((golden, i) => {
      const features = extract(this.policy.features, golden.task, golden.prompt);
      if (!equal(features.indices, golden.indices) || !equal(features.values, golden.values)) {
        throw new PolicyError(`golden_vectors[${i}].features: this build extracts other features`);
      }
      if (!equal(this.qualities(golden.task, features), golden.quality)) {
        throw new PolicyError(`golden_vectors[${i}].quality: this build computes other scores`);
      }
    });
  }

  /** Expected quality per candidate; null without evidence. Features are null without a prompt. */
  qualities(task, features) {
    return this.policy.candidates.map(({ quality }, k) => {
      const table = own(quality.tasks, task);
      if (table === undefined) {
        return null;
      }
      const share = table.per_call_share;
      if (share === 0 || quality.per_call === null || features === null) {
        return table.mean;
      }
      return share * calibrate(quality.calibration, this.callModels[k].logOdds(features)) + (1 - share) * table.mean;
    });
  }

  #inputTokens(task, prompt, inputTokens) {
    const rule = this.policy.input_tokens;
    const hasPrompt = prompt !== null && prompt !== undefined;
    return inputTokens ?? (hasPrompt ? utf8(prompt).length / rule.bytes_per_token : own(rule.tasks, task));
  }

  costsUsd(task, prompt, { inputTokens, maxOutputTokens } = {}) {
    const input = this.#inputTokens(task, prompt, inputTokens);
    return this.policy.candidates.map(({ prices, output_tokens: outputTokens }) => {
      const mean = own(outputTokens.tasks, task) ?? outputTokens.mean;
      const output = Math.min(mean, maxOutputTokens ?? Infinity);
      const isKnown = prices !== null && input !== undefined;
      return isKnown ? (input * prices.input_picodollars + output * prices.output_picodollars) / 1e12 : null;
    });
  }

  /**
   * The chosen model with its expected quality and cost, null where unknown.
   *
   * needs: any of capabilities, regions (arrays), inputTokens, outputTokens, latencyMillis. unavailable: names of models
   * that are down or retired. Throws NoEligibleModelError if no model satisfies the call.
   */
  route(task, prompt = null, { attributes = {}, inputTokens, maxOutputTokens, needs = {}, unavailable = [] } = {}) {
    const features = prompt === null ? null : extract(this.policy.features, task, prompt, attributes);
    const qualities = this.qualities(task, features);
    const costs = this.costsUsd(task, prompt, { inputTokens, maxOutputTokens });
    const call = new Call(this.policy, task, attributes, qualities, costs);
    const byPolicy = call.excludedByPolicy(this.#inputTokens(task, prompt, inputTokens), maxOutputTokens);
    const why = call.excluded(byPolicy, needs, unavailable);
    const preferred = call.byRule(byPolicy);
    const k = why[preferred] === null ? preferred : call.nextBest(why);
    if (k === undefined) {
      const models = this.models.map((model, i) => `${model} ${why[i]}`).join(", ");
      throw new NoEligibleModelError(`no model of the policy may serve this call of task ${task}: ${models}`);
    }
    const certificate = this.policy.certificate;
    const isCertified =
      certificate !== null &&
      certificate.certified &&
      certificate.voided === null &&
      Date.now() < Date.parse(certificate.expires_at);
    return {
      model: this.models[k],
      expected_quality: qualities[k],
      expected_cost_usd: costs[k],
      propensity: 1,
      kind: k === preferred ? "rule" : "fallback",
      certificate_covers: isCertified && (k === preferred || k === call.incumbent),
      policy_id: this.policyId,
      qualities,
      costs_usd: costs,
      excluded: why,
    };
  }
}

/** One request: who may serve it, and who is preferred. */
class Call {
  constructor(policy, task, attributes, qualities, costs) {
    this.policy = policy;
    this.attributes = attributes;
    this.qualities = qualities;
    this.costs = costs;
    this.candidates = policy.candidates;
    const models = policy.candidates.map(({ model }) => model);
    const taskRule = own(policy.tasks, task);
    this.incumbent = models.indexOf(taskRule?.incumbent ?? policy.default_incumbent);
    this.open = models.map((model) => taskRule !== undefined && taskRule.open.includes(model));
    this.tolerance = taskRule?.tolerance ?? policy.rule.tolerance ?? 0;
    const { agents, precision_classes: classes } = policy.constraints;
    const name = named(agents, own(attributes, "agent")) ?? taskRule?.precision_class ?? null;
    this.precision = name === null ? null : classes[name];
  }

  excludedByPolicy(inputTokens, outputTokens) {
    const { tenants } = this.policy.constraints;
    const tenant = named(tenants, own(this.attributes, "tenant")) ?? own(tenants, "*");
    return this.candidates.map(({ model, limits }, k) => {
      let reason = null;
      if (tenant !== undefined && tenant.models !== null && !tenant.models.includes(model)) {
        reason = "not allowed for the tenant";
      } else if (tenant !== undefined && tenant.regions !== null) {
        reason = otherRegion(tenant.regions, limits);
      }
      if (reason === null && this.precision !== null) {
        reason = tooSlow(this.precision.max_latency_millis, limits) ?? this.#belowMinimum(k);
      }
      return reason ?? tooLong(limits, inputTokens, outputTokens);
    });
  }

  #belowMinimum(k) {
    const minimum = this.precision.min_quality;
    if (k === this.incumbent || minimum === null) {
      return null;
    }
    if (this.qualities[k] === null) {
      return "no evidence of its quality in this task";
    }
    return this.qualities[k] < minimum ? "expected quality below the class's minimum" : null;
  }

  excluded(byPolicy, needs, unavailable) {
    return this.candidates.map(({ model, limits }, k) =>
      unavailable.includes(model) ? "unavailable" : (byPolicy[k] ?? unsatisfied(needs, limits)),
    );
  }

  /** Whom class or rule prefers; the incumbent also where it is excluded. */
  byRule(why) {
    const kind = this.policy.rule.kind;
    let best = this.incumbent;
    if (kind === "incumbent-only") {
      return best;
    }
    if (kind !== "cheapest-within" && kind !== "max-utility") {
      throw new PolicyError("unknown rule");
    }
    let bestUtility = this.#utility(best);
    if (this.precision !== null && this.qualities[best] !== null && this.qualities[best] < this.precision.min_quality) {
      bestUtility = -Infinity;
    }
    this.candidates.forEach((_, k) => {
      if (k === this.incumbent || !this.open[k] || why[k] !== null) {
        return;
      }
      if (this.precision === null && kind === "cheapest-within") {
        best = this.#isCheaper(k, best) ? k : best;
        return;
      }
      const utility = this.#utility(k);
      if (utility === null || bestUtility === null || (this.precision !== null && !this.#isWithin(k))) {
        return;
      }
      const tie = best !== this.incumbent && utility === bestUtility && this.costs[k] < this.costs[best];
      if (utility > bestUtility || tie) {
        best = k;
        bestUtility = utility;
      }
    });
    return best;
  }

  #isKnown(k) {
    return this.qualities[k] !== null && this.costs[k] !== null;
  }

  #isWithin(k) {
    const tolerance = this.precision === null ? this.tolerance : this.precision.tolerance;
    const quality = this.qualities[this.incumbent];
    return quality !== null && this.qualities[k] >= quality - tolerance;
  }

  #isCheaper(k, best) {
    if (!this.#isKnown(k) || !this.#isKnown(this.incumbent) || !this.#isWithin(k)) {
      return false;
    }
    const tie = this.costs[k] === this.costs[best] && this.qualities[k] > this.qualities[best];
    return this.costs[k] < this.costs[best] || (best !== this.incumbent && tie);
  }

  /** Null if quality or cost is unknown, or a latency that counts. */
  #utility(k) {
    if (!this.#isKnown(k)) {
      return null;
    }
    const { quality_per_usd: perUsd = 0, quality_per_second: perSecond = 0 } = this.precision ?? this.policy.rule;
    const utility = this.qualities[k] - perUsd * this.costs[k];
    if (perSecond === 0) {
      return utility;
    }
    const millis = this.candidates[k].limits.latency_p95_millis;
    return millis === null ? null : utility - perSecond * (millis / 1000);
  }

  /** The highest expected quality, then the cheaper, then the first; unknown comes last. Undefined if all are excluded. */
  nextBest(why) {
    const quality = (k) => this.qualities[k] ?? -1;
    const cost = (k) => this.costs[k] ?? Infinity;
    const goesBefore = (k, other) => quality(k) > quality(other) || (quality(k) === quality(other) && cost(k) < cost(other));
    let best;
    why.forEach((reason, k) => {
      if (reason === null && (best === undefined || goesBefore(k, best))) {
        best = k;
      }
    });
    return best;
  }
}

const isGiven = (value) => value !== undefined && value !== null;
const named = (map, key) => (isGiven(key) ? own(map, key) : undefined);

function otherRegion(allowed, limits) {
  if (limits.regions.length === 0) {
    return "its region is unknown";
  }
  return limits.regions.some((region) => allowed.includes(region)) ? null : "not served in an allowed region";
}

function tooSlow(bound, limits) {
  if (!isGiven(bound)) {
    return null;
  }
  if (limits.latency_p95_millis === null) {
    return "its latency is unknown";
  }
  return limits.latency_p95_millis > bound ? "its p95 latency is above the bound" : null;
}

function tooLong(limits, inputTokens, outputTokens) {
  const exceeds = (tokens, limit) => isGiven(tokens) && limit !== null && tokens > limit;
  if (exceeds(inputTokens, limits.max_input_tokens)) {
    return "its context is too short";
  }
  return exceeds(outputTokens, limits.max_output_tokens) ? "its answers are too short" : null;
}

function unsatisfied({ capabilities = [], regions = [], inputTokens, outputTokens, latencyMillis }, limits) {
  if (!capabilities.every((capability) => limits.capabilities.includes(capability))) {
    return "lacks a capability";
  }
  const region = regions.length === 0 ? null : otherRegion(regions, limits);
  if (region !== null) {
    return region;
  }
  if (isGiven(inputTokens) && limits.max_input_tokens === null) {
    return "its context length is unknown";
  }
  if (isGiven(outputTokens) && limits.max_output_tokens === null) {
    return "its longest answer is unknown";
  }
  return tooLong(limits, inputTokens, outputTokens) ?? tooSlow(latencyMillis, limits);
}

// --- classifier

const CLASSIFIER_TASK = "classify";

/** Says which label a text has, or abstains. */
export class Classifier {
  constructor(model, classifierId) {
    this.model = model;
    this.classifierId = classifierId;
    ofTheFormat("classifier", () => {
      requireFeatures(model.features);
      this.models = model.classes.map((label) => new LogisticModel(label));
      this.#checkExamples();
    });
  }

  static load(path) {
    const { body, id } = readArtifact(readFile(path), "classifier");
    return new Classifier(body, id);
  }

  #checkExamples() {
    this.model.examples.forEach(({ text, probabilities }, i) => {
      if (!equal(this.classify(text).probabilities, probabilities)) {
        throw new PolicyError(`examples[${i}].probabilities: this build computes other probabilities`);
      }
    });
  }

  /** The label of a text, null where the classifier abstains, with the probabilities of all labels in their order. */
  classify(text) {
    const features = extract(this.model.features, CLASSIFIER_TASK, text);
    const logits = this.models.map((model) => model.logOdds(features));
    const best = logits.reduce((most, logit, k) => (logit > logits[most] ? k : most), 0);
    const powers = logits.map((logit) => portableExp(logit - logits[best]));
    const total = powers.reduce((sum, power) => sum + power, 0);
    const probabilities = powers.map((power) => power / total);
    const { label } = this.model.classes[best];
    return {
      label: probabilities[best] >= this.model.threshold ? label : null,
      most_probable: label,
      probability: probabilities[best],
      probabilities,
      classifier_id: this.classifierId,
    };
  }
}

/** What a policy decides for a task, or what a classifier says: about the text of standard input. */
function answer(path, task) {
  const artifact = task === undefined ? Classifier.load(path) : Router.load(path);
  const text = readFileSync(0).toString("utf8");
  return task === undefined ? artifact.classify(text) : artifact.route(task, text);
}

function main([path, task, ...more]) {
  if (path === undefined || more.length > 0) {
    console.error("usage: weighbridge_router.mjs POLICY TASK < PROMPT, or CLASSIFIER < TEXT");
    return 2;
  }
  try {
    console.log(JSON.stringify(answer(path, task)));
    return 0;
  } catch (error) {
    console.error(`${path}: ${error.message}`);
    return error instanceof NoEligibleModelError ? 1 : 2;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
