"""Runs recorded random layers and says what came out.

Input: {"folder", "draws": [{type, shape, batch}]}, signatures draw0/drawn, draw0/otherSeed … in the SavedModel.
Noise is added to zeros and alpha dropout reads a standard normal, for which it is made; the others read ones.
"""

import json
import sys

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()


def given(draw):
    shape = (draw["batch"], *draw["shape"])
    if draw["type"] == "alphaDropout":
        return np.random.default_rng(11).standard_normal(shape).astype("float32")
    return np.full(shape, 0 if draw["type"] == "gaussianNoise" else 1, "float32")


def masks(draw, y):
    """One number for each independent draw; the others must be equal to it."""
    kind = draw["type"]
    if kind.startswith("spatial"):
        inner = tuple(range(1, y.ndim - 1))
    elif kind == "stochasticDepth":
        inner = tuple(range(1, y.ndim))
    else:
        return y
    assert np.array_equal(y.max(inner), y.min(inner)), "a mask that should be shared is not"
    return y.max(inner)


def moments(draw, run):
    x = given(draw)
    y = run("drawn", x, 5)
    values, counts = np.unique(masks(draw, y), return_counts=True)
    # Zeros are rarer than what is kept, but in alpha dropout no other value comes twice.
    dropped = np.argmax(counts) if draw["type"] == "alphaDropout" else 0
    wide = y.astype("float64")
    # Small whole numbers, which bfloat16 keeps.
    whole = np.random.default_rng(5).integers(-99, 99, x.shape).astype("float32")
    return {
        "count": y.size,
        "mean": float(wide.mean()),
        "variance": float(wide.var()),
        "commonest": float(values[dropped]),
        "share": float(counts[dropped] / counts.sum()),
        "values": [float(value) for value in values[:4]],
        "independent": int(counts.sum()),
        "again": bool(np.array_equal(y, run("drawn", x, 5))),
        "nextStep": bool(np.array_equal(y, run("drawn", x, 6))),
        "otherSeed": bool(np.array_equal(y, run("otherSeed", x, 5))),
        "otherName": bool(np.array_equal(y, run("otherName", x, 5))),
        "identity": bool(np.array_equal(run("predicted", whole, 5), whole)),
    }


def main():
    task = json.load(sys.stdin)
    session = tf1.Session(graph=tf1.Graph())
    with session.graph.as_default():
        signatures = tf1.saved_model.loader.load(session, ["serve"], task["folder"]).signature_def

    def runner(name):
        def run(kind, x, step):
            signature = signatures[f"{name}/{kind}"]
            feed = {signature.inputs["x"].name: x}
            if "step" in signature.inputs:
                feed[signature.inputs["step"].name] = np.int32(step)
            return session.run(signature.outputs["y"].name, feed)

        return run

    print(json.dumps([moments(draw, runner(f"draw{index}")) for index, draw in enumerate(task["draws"])]))


main()
