"""Prints what the network answers: python predict.py x.npy (or x.npz with an array for each input)."""

import json
import sys

import numpy as np

from model import INPUTS, OUTPUTS, create_model
from weights import load_weights


def read_inputs(file):
    data = np.load(file)
    if isinstance(data, np.ndarray):
        if len(INPUTS) > 1:
            sys.exit(f"The network has the inputs {', '.join(INPUTS)}: name them in an .npz file.")
        return [data]
    missing = [name for name in INPUTS if name not in data]
    if missing:
        sys.exit(f"{file} holds no {missing[0]}.")
    return [data[name] for name in INPUTS]


def shaped(x, wanted):
    """Adds the batch, and the channel of grey pictures, where the file leaves them out."""
    example = list(wanted[1:])
    given = [size for size in x.shape if size != 1]
    count = x.size // int(np.prod(example))
    if given != [size for size in [count, *example] if size != 1]:
        sizes = ["×".join(map(str, shape)) for shape in (example, x.shape)]
        sys.exit(f"The network takes {sizes[0]}; the file holds {sizes[1]}.")
    return x.reshape(count, *example).astype("float32")


def listed(values):
    """Nested lists in the shortest form of float32: 0.1, not 0.10000000149011612."""
    if values.ndim > 0:
        return [listed(value) for value in values]
    return float(str(values)) if np.isfinite(values) else None


def main(file):
    model = load_weights(create_model())
    batch = [shaped(x, tensor.shape) for x, tensor in zip(read_inputs(file), model.inputs)]
    answers = model.predict(batch if len(batch) > 1 else batch[0], verbose=0)
    answers = answers if isinstance(answers, (list, tuple)) else [answers]
    print(json.dumps({"outputs": {name: listed(np.asarray(answer)) for name, answer in zip(OUTPUTS, answers)}}))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which file: python predict.py x.npy")
    main(sys.argv[1])
