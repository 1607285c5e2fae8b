"""Prints what the network answers: python predict.py x.npy (or x.npz with an array for each input).

Files hold the channels last, as the drawing does; `--channels-first` says that they are as PyTorch has them.
"""

import json
import sys

import numpy as np
import torch
from torch import Tensor

from model import INPUTS, OUTPUTS, create_model
from weights import load_weights


def channels_first(x: Tensor) -> Tensor:
    """Pictures and volumes as PyTorch has them; sequences stay positions × features."""
    return x.movedim(-1, 1) if x.dim() in (4, 5) else x


def channels_last(y: Tensor) -> Tensor:
    return y.movedim(1, -1) if y.dim() in (4, 5) else y


def read_inputs(file: str) -> list[np.ndarray]:
    data = np.load(file)
    if isinstance(data, np.ndarray):
        if len(INPUTS) > 1:
            sys.exit(f"The network has the inputs {', '.join(INPUTS)}: name them in an .npz file.")
        return [data]
    missing = [name for name in INPUTS if name not in data]
    if missing:
        sys.exit(f"{file} holds no {missing[0]}.")
    return [data[name] for name in INPUTS]


def shaped(x: np.ndarray, example: tuple[int, ...]) -> Tensor:
    """Adds the batch, and the channel of grey pictures, where the file leaves them out."""
    count = x.size // int(np.prod(example))
    if [size for size in x.shape if size != 1] != [size for size in (count, *example) if size != 1]:
        sizes = ["×".join(map(str, shape)) for shape in (example, x.shape)]
        sys.exit(f"The network takes {sizes[0]}; the file holds {sizes[1]}.")
    return torch.from_numpy(x.reshape(count, *example).astype("float32"))


def listed(values: np.ndarray) -> list | float | None:
    """Nested lists in the shortest form of float32: 0.1, not 0.10000000149011612."""
    if values.ndim > 0:
        return [listed(value) for value in values]
    return float(str(values)) if np.isfinite(values) else None


def main(file: str, first: bool) -> None:
    model = load_weights(create_model()).eval()
    batch = []
    for x, example in zip(read_inputs(file), INPUTS.values()):
        turned = (example[-1], *example[:-1]) if first and len(example) in (3, 4) else example
        batch.append(shaped(x, turned) if first else channels_first(shaped(x, turned)))
    with torch.inference_mode():
        answers = model(*batch)
    answers = answers if isinstance(answers, tuple) else (answers,)
    turned = [answer if first else channels_last(answer) for answer in answers]
    print(json.dumps({"outputs": {name: listed(y.numpy()) for name, y in zip(OUTPUTS, turned)}}))


if __name__ == "__main__":
    files = [argument for argument in sys.argv[1:] if argument != "--channels-first"]
    if len(files) != 1:
        sys.exit("Say which file: python predict.py x.npy")
    main(files[0], "--channels-first" in sys.argv)
