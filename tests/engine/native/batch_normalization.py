"""Runs our operations in Python's TensorFlow beside the formulas in float64, gradients by tf.gradients."""
import ctypes
import json
import sys

import numpy as np
import tensorflow as tf
from tensorflow.core.framework import attr_value_pb2

v1 = tf.compat.v1
v1.disable_eager_execution()
EPSILON = 1e-3


def own(name, inputs, types, dtype=None, lanes=None, rectified=None, count=None):
    value = attr_value_pb2.AttrValue
    attributes = {}
    if dtype is not None:
        attributes["T"] = value(type=dtype.as_datatype_enum)
    if lanes is not None:
        attributes["lanes"] = value(i=lanes)
    if count is not None:
        attributes["count"] = value(i=count)
    if rectified is not None:
        attributes["epsilon"] = value(f=EPSILON)
        attributes["rectified"] = value(b=rectified)
    return v1.get_default_graph().create_op(name, inputs, types, attrs=attributes).outputs


def ours(case, dtype, x, scale, shift, dy, addend):
    """Each lane's result and gradients; what lies behind a lane's examples is filling."""
    lanes, rectified = len(case["lanes"]), case["rectified"]
    settings = {"dtype": dtype, "lanes": lanes, "rectified": rectified}
    counts = [tf.constant(examples) for examples, _ in case["lanes"]]
    sizes = [size for _, size in case["lanes"]]
    xs, dys, addends = (tf.split(value, sizes) for value in (x, dy, addend))
    moments = [own("LayerloomMoments", [part, n], [tf.float32], dtype)[0] for part, n in zip(xs, counts)]
    mean, variance = own("LayerloomStatistics", moments, [tf.float32] * 2, lanes=lanes)
    if case["added"]:
        y = [own("LayerloomNormalizeAdd", [part, scale, shift, other, *moments], [dtype], **settings)[0]
             for part, other in zip(xs, addends)]
        # The gradient of the sum, in two parts as at the end of a block.
        dys = [own("LayerloomReluGrad", [out, d / 2, d / 2], [dtype], dtype, count=2)[0] for out, d in zip(y, dys)]
        settings["rectified"] = False
    else:
        y = [own("LayerloomNormalize", [part, scale, shift, *moments], [dtype], **settings)[0] for part in xs]
    sums = tf.add_n([own("LayerloomNormalizeSums", [d, part, scale, shift, n, *moments], [tf.float32], **settings)[0]
                     for d, part, n in zip(dys, xs, counts)])
    dx = [own("LayerloomNormalizeGrad", [d, part, scale, shift, n, sums, *moments], [dtype], **settings)[0]
          for d, part, n in zip(dys, xs, counts)]
    real = lambda parts: tf.concat([part[:n] for part, (n, _) in zip(parts, case["lanes"])], 0)
    filling = tf.concat([tf.reshape(part[n:], [-1]) for part, (n, _) in zip(dx, case["lanes"])], 0)
    return {"y": real(y), "dx": real(dx), "dscale": sums[1], "dshift": sums[0],
            "mean": mean, "variance": variance, "filling": filling}


def theirs(case, x, scale, shift, dy, addend):
    wide = [tf.cast(value, tf.float64) for value in (x, scale, shift, dy, addend)]
    x, scale, shift, dy, addend = wide
    start, kept = 0, []
    for examples, size in case["lanes"]:
        kept += list(range(start, start + examples))
        start += size
    x, dy, addend = (tf.gather(value, kept) for value in (x, dy, addend))
    mean, variance = tf.nn.moments(x, list(range(x.shape.rank - 1)))
    y = (x - mean) / tf.sqrt(variance + EPSILON) * scale + shift
    if case["added"]:
        y += addend
    if case["rectified"]:
        y = tf.nn.relu(y)
    dx, dscale, dshift = tf.gradients(y, [x, scale, shift], dy)
    return {"y": y, "dx": dx, "dscale": dscale, "dshift": dshift, "mean": mean, "variance": variance}


def compare(case):
    rows = sum(size for _, size in case["lanes"])
    draw = np.random.RandomState(case["seed"])
    shape = [rows, *case["shape"]]
    channels = shape[-1]
    dtype = tf.as_dtype(case["type"])
    with tf.Graph().as_default():
        x = tf.constant(draw.randn(*shape) * case["spread"] + case["centre"], dtype)
        dy, addend = (tf.constant(draw.randn(*shape), dtype) for _ in range(2))
        scale = tf.constant(draw.rand(channels) + 0.5, tf.float32)
        shift = tf.constant(draw.randn(channels), tf.float32)
        arguments = [x, scale, shift, dy, addend]
        with v1.Session() as session:
            found, expected = session.run([ours(case, dtype, *arguments), theirs(case, *arguments)])
    result = {"filling": float(np.abs(np.asarray(found["filling"], "d")).max(initial=0))}
    for name, value in expected.items():
        difference = np.abs(np.asarray(found[name], "d") - value)
        result[name] = float(difference.max() / np.abs(value).max())
    return result


request = json.load(sys.stdin)
ctypes.CDLL(request["own"]).napi_register_module_v1(None, None)
print(json.dumps([compare(case) for case in request["cases"]]))
