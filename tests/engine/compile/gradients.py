"""Compares our gradients with tf.gradients on our own graph.

Input: {"folder", "cases": [{"signature", "batch", "init"?, "wanted": {gradient output: [what it belongs to]},
"loss", "feeds": {input: {"shape", "kind"}}}]}. Prints, per case, the largest relative difference of each gradient.
"""

import json
import sys

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()


def values(random, spec, batch):
    shape = [batch if size == -1 else size for size in spec["shape"]]
    kind = spec["kind"]
    if kind == "step":
        return np.int32(3)
    if kind.startswith("below"):
        return random.integers(0, int(kind.split()[1]), shape).astype(np.int32)
    drawn = random.standard_normal(shape).astype(np.float32)
    if kind == "positive":
        return np.abs(drawn) + np.float32(0.3)
    if kind == "ties":
        return np.round(drawn * 3) / np.float32(3)
    return drawn


def compare(graph, session, signature, case):
    tensor = lambda infos, name: graph.get_tensor_by_name(infos[name].name)
    random = np.random.default_rng(len(case["signature"]) + 7)
    feed = {
        tensor(signature.inputs, name): values(random, spec, case["batch"])
        for name, spec in case["feeds"].items()
    }
    ours = [tensor(signature.outputs, name) for name in case["wanted"]]
    targets = [
        tensor(signature.outputs if of in signature.outputs else signature.inputs, of)
        for of in case["wanted"].values()
    ]
    theirs = tf1.gradients(tensor(signature.outputs, case["loss"]), targets)
    result = {}
    missing = [name for name, gradient in zip(case["wanted"], theirs) if gradient is None]
    theirs = [tf1.zeros_like(t) if g is None else tf1.convert_to_tensor(g) for g, t in zip(theirs, targets)]
    for name, a, b in zip(case["wanted"], *session.run([ours, theirs], feed)):
        difference, size = np.max(np.abs(a - b)), np.max(np.abs(b))
        result[name] = {
            "difference": float(difference / size) if size > 0 else float(difference),
            "size": float(size),
            "same_shape": a.shape == b.shape,
            "finite": bool(np.all(np.isfinite(a))),
            "missing": name in missing,
        }
    return result


task = json.load(sys.stdin)
results = {}
for model in task["models"]:
    with tf1.Session(graph=tf1.Graph()) as session:
        meta = tf1.saved_model.loader.load(session, ["serve"], model["folder"])
        if "init" in meta.signature_def:
            session.run([info.name for info in meta.signature_def["init"].outputs.values()])
        for case in model["cases"]:
            signature = meta.signature_def[case["signature"]]
            results[case["name"]] = compare(session.graph, session, signature, case)
print(json.dumps(results))
