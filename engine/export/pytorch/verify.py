"""Runs the network on the batch in verify.npz and compares with what Layerloom answered: python verify.py."""

import sys
from pathlib import Path

import numpy as np
import torch

from model import INPUTS, OUTPUTS, create_model
from predict import channels_first, channels_last
from weights import load_weights

# Of the largest number of an output; float32 keeps seven digits, and a deep network adds up its roundings.
LIMIT = 1e-4


def main() -> int:
    stored = np.load(Path(__file__).parent / "verify.npz")
    model = load_weights(create_model()).eval()
    with torch.inference_mode():
        answers = model(*[channels_first(torch.from_numpy(stored[f"inputs/{name}"])) for name in INPUTS])
    answers = answers if isinstance(answers, tuple) else (answers,)
    worst = 0.0
    for name, answer in zip(OUTPUTS, answers):
        expected = stored[f"outputs/{name}"]
        apart = float(np.max(np.abs(channels_last(answer).numpy() - expected)))
        largest = float(np.max(np.abs(expected)))
        print(f"{name}: max |Δ| {apart:.3g} where the largest number is {largest:.3g}")
        worst = max(worst, apart / largest if largest else apart)
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
