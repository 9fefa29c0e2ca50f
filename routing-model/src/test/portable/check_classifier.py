"""Prints what a classifier says of texts, doubles as the hexadecimal digits of their bits: CLASSIFIER TEXTS."""

import json
import pathlib
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "main" / "portable"))
from weighbridge_router import Classifier  # noqa: E402


def bits(value):
    return struct.pack(">d", value).hex()


sys.stdout.reconfigure(encoding="utf-8")
classifier = Classifier.load(sys.argv[1])
with open(sys.argv[2], encoding="ascii") as file:
    texts = json.load(file)
for text in texts:
    said = classifier.classify(text)
    label = "-" if said["label"] is None else said["label"]
    print(label, said["most_probable"], bits(said["probability"]), ",".join(map(bits, said["probabilities"])))
