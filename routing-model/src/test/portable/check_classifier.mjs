/** Prints what a classifier says of texts, doubles as the hexadecimal digits of their bits: CLASSIFIER TEXTS. */

import { readFileSync } from "node:fs";
import { Classifier } from "../../main/portable/weighbridge_router.mjs";

function bits(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

const [classifierFile, textsFile] = process.argv.slice(2);
const classifier = Classifier.load(classifierFile);
for (const text of JSON.parse(readFileSync(textsFile, "ascii"))) {
  const said = classifier.classify(text);
  console.log(
    [said.label ?? "-", said.most_probable, bits(said.probability), said.probabilities.map(bits).join(",")].join(" "),
  );
}
