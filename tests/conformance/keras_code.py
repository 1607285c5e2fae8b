"""Runs printed Keras code of single layers beside the layer that fixtures/layers/make.py builds for the same case.

Reads [{type, params, inputs, code}] from standard input; prints what differs, a list per case.
"""

import json
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "fixtures" / "layers"))

import conformance  # noqa: E402
import make  # noqa: E402
import numpy as np  # noqa: E402


def compare(case):
    random = np.random.default_rng(zlib.crc32(json.dumps(case["params"]).encode()))
    inputs = conformance.drawn_inputs(case, random, 2)
    alone = {"type": case["type"], "params": case["params"], "inputs": case["inputs"], "id": case["name"]}
    peer = conformance.Peer(alone, "float32", inputs)
    peer.assign(conformance.drawn_weights(peer.weights, random))
    space = {}
    exec(case["code"], space)  # noqa: S102
    model = space["create_model"]()
    theirs = list(peer.weights.values())
    if theirs:
        layer = model.get_layer(case["name"])
        shapes = [tuple(w.shape) for w in layer.weights], [tuple(w.shape) for w in theirs]
        if shapes[0] != shapes[1]:
            return [f"weights {shapes[0]} where Keras has {shapes[1]}"]
        layer.set_weights([weight.numpy() for weight in theirs])
    if model.count_params() != sum(weight.numpy().size for weight in theirs):
        return [f"{model.count_params()} parameters"]
    answers = conformance.listed(model(inputs if len(inputs) > 1 else inputs[0], training=False))
    expected = peer.predict(inputs)
    if [tuple(a.shape) for a in answers] != [e.shape for e in expected]:
        return [f"shapes {[tuple(a.shape) for a in answers]} where Keras has {[e.shape for e in expected]}"]
    apart = [conformance.distance(a, e) for a, e in zip(answers, expected)]
    return [f"output {i}: off by {d:.1e} of {size:.1e}" for i, (d, size) in enumerate(apart) if d > 1e-6 * size]


def main():
    results = []
    for case in json.load(sys.stdin):
        try:
            results.append(compare(case))
        except Exception as error:  # noqa: BLE001
            results.append([f"{type(error).__name__}: {str(error)[:300]}"])
    print(json.dumps(results))
