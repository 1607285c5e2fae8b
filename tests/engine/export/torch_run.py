"""Runs exported PyTorch projects: a list of folders from standard input.

Prints, per project, how many numbers its model learns, what `verify.py` says of it, and how far each output is from
the one stored beside it, as a share of its largest number.
"""

import contextlib
import importlib
import io
import json
import sys
from pathlib import Path

import numpy as np
import torch

NAMES = ("model", "weights", "predict", "verify", "train")


def run(folder):
    for name in NAMES:
        sys.modules.pop(name, None)
    sys.path.insert(0, folder)
    try:
        model_file, weights, predict, verify = (importlib.import_module(name) for name in NAMES[:4])
        model = weights.load_weights(model_file.create_model()).eval()
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            status = verify.main()
        stored = np.load(Path(folder) / "verify.npz")
        given = [predict.channels_first(torch.from_numpy(stored[f"inputs/{name}"])) for name in model_file.INPUTS]
        with torch.inference_mode():
            answers = model(*given)
        answers = answers if isinstance(answers, tuple) else (answers,)
        apart = {}
        for name, answer in zip(model_file.OUTPUTS, answers):
            ours, theirs = stored[f"outputs/{name}"], predict.channels_last(answer).numpy()
            same = ours.shape == theirs.shape
            apart[name] = float(np.max(np.abs(ours - theirs)) / np.max(np.abs(ours))) if same else 1e9
        learned = sum(weight.numel() for weight in model.parameters())
        return {"learned": learned, "apart": apart, "status": status, "said": said.getvalue()}
    finally:
        sys.path.remove(folder)


def attempt(folder):
    try:
        return run(folder)
    except Exception as error:  # noqa: BLE001
        return {"error": f"{type(error).__name__}: {error}"[:2000]}


print(json.dumps([attempt(folder) for folder in json.load(sys.stdin)]))
