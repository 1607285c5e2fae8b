"""What Keras answers to cases of layers, for the PyTorch code to be compared with.

Reads {"file", "cases": [{type, params, inputs}]} from standard input; writes all numbers into the file as float32 and
prints where they stand: per case the inputs, the weights by our names and the outputs, each as [offset, shape].
"""

import json
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import conformance  # noqa: E402
import numpy as np  # noqa: E402


class Numbers:
    def __init__(self, file):
        self.file, self.at = file, 0

    def add(self, values):
        values = np.asarray(values, dtype="<f4")
        place = [self.at, list(values.shape)]
        self.file.write(values.tobytes())
        self.at += values.size
        return place


def answered(case, numbers):
    random = np.random.default_rng(zlib.crc32(json.dumps(case["params"]).encode()))
    inputs = conformance.drawn_inputs(case, random, 2)
    peer = conformance.Peer({**case, "id": "layer"}, "float32", inputs)
    peer.assign(conformance.drawn_weights(peer.weights, random))
    return {
        "inputs": [numbers.add(x) for x in inputs],
        "weights": {name: numbers.add(weight.numpy()) for name, weight in peer.weights.items()},
        "outputs": [numbers.add(y) for y in peer.predict(inputs)],
    }


def main():
    job = json.load(sys.stdin)
    with open(job["file"], "wb") as file:
        numbers = Numbers(file)
        print(json.dumps([answered(case, numbers) for case in job["cases"]]))
