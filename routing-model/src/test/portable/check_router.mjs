/** Prints features and decisions of requests, doubles as the hexadecimal digits of their bits: POLICY REQUESTS. */

import { readFileSync } from "node:fs";
import { NoEligibleModelError, Router, extract } from "../../main/portable/weighbridge_router.mjs";

function bits(value) {
  if (value === null) {
    return "-";
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

const [policyFile, requestsFile] = process.argv.slice(2);
const router = Router.load(policyFile);
for (const request of JSON.parse(readFileSync(requestsFile, "ascii"))) {
  const attributes = { team: request.team, tenant: request.tenant, agent: request.agent };
  const { indices, values } = extract(router.policy.features, request.task, request.prompt, attributes);
  const needs = request.needs;
  let decision;
  try {
    decision = router.route(request.task, request.prompt, {
      attributes,
      inputTokens: request.input_tokens ?? undefined,
      maxOutputTokens: request.max_output_tokens ?? undefined,
      needs: {
        capabilities: needs.capabilities,
        regions: needs.regions,
        inputTokens: needs.input_tokens,
        outputTokens: needs.output_tokens,
        latencyMillis: needs.latency_millis,
      },
      unavailable: request.unavailable,
    });
  } catch (error) {
    if (!(error instanceof NoEligibleModelError)) {
      throw error;
    }
    console.log(error.message);
    continue;
  }
  console.log(
    [
      decision.model,
      decision.kind,
      decision.certificate_covers,
      decision.qualities.map(bits).join(","),
      decision.costs_usd.map(bits).join(","),
      indices.map((index, i) => `${index}=${bits(values[i])}`).join(","),
    ].join(" "),
  );
}
