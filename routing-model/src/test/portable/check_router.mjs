/** Prints features and decisions of requests, doubles as the hexadecimal digits of their bits: POLICY REQUESTS. */

import { readFileSync } from "node:fs";
import { Router, extract } from "../../main/portable/weighbridge_router.mjs";

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
  const attributes = { team: request.team };
  const { indices, values } = extract(router.policy.features, request.task, request.prompt, attributes);
  const decision = router.route(request.task, request.prompt, {
    attributes,
    inputTokens: request.input_tokens ?? undefined,
    maxOutputTokens: request.max_output_tokens ?? undefined,
  });
  console.log(
    [
      decision.model,
      decision.qualities.map(bits).join(","),
      decision.costs_usd.map(bits).join(","),
      indices.map((index, i) => `${index}=${bits(values[i])}`).join(","),
    ].join(" "),
  );
}
