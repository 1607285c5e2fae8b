"""Runs printed PyTorch code of single layers on the batches that Keras answered.

Reads {"numbers", "state", "cases": [{code, inputs, outputs, state: {key: [offset, shape]}}]}; prints what differs.
"""

import json
import sys

import numpy as np
import torch

LIMIT = 1e-5


def first(x):
    return x.movedim(-1, 1) if x.dim() in (4, 5) else x


def last(y):
    return y.movedim(1, -1) if y.dim() in (4, 5) else y


def taken(values, place):
    offset, shape = place
    return torch.from_numpy(values[offset : offset + int(np.prod(shape))].reshape(shape).copy())


def compare(case, numbers, state):
    space = {}
    exec(case["code"], space)  # noqa: S102
    model = space["create_model"]().eval()
    given = {key: taken(state, place) for key, place in case["state"].items()}
    model.load_state_dict(given)
    learned = sum(weight.numel() for weight in model.parameters())
    with torch.inference_mode():
        answers = model(*[first(taken(numbers, place)) for place in case["inputs"]])
    answers = [last(y) for y in (answers if isinstance(answers, tuple) else (answers,))]
    expected = [taken(numbers, place) for place in case["outputs"]]
    shapes = [tuple(y.shape) for y in answers], [tuple(y.shape) for y in expected]
    if shapes[0] != shapes[1]:
        return [f"shapes {shapes[0]} where Keras has {shapes[1]}"]
    failures = [] if learned == case["learned"] else [f"{learned} parameters, {case['learned']} are drawn"]
    for index, (ours, theirs) in enumerate(zip(answers, expected)):
        apart, size = float((ours - theirs).abs().max()), float(theirs.abs().max())
        # Also where the one holds no number.
        if not apart <= LIMIT * size:
            failures.append(f"output {index}: off by {apart:.1e} of {size:.1e}")
    return failures


def main():
    torch.set_num_threads(1)
    job = json.load(sys.stdin)
    numbers, state = np.fromfile(job["numbers"], "<f4"), np.fromfile(job["state"], "<f4")
    results = []
    for case in job["cases"]:
        try:
            results.append(compare(case, numbers, state))
        except Exception as error:  # noqa: BLE001
            results.append([f"{type(error).__name__}: {str(error)[:400]}"])
    print(json.dumps(results))
