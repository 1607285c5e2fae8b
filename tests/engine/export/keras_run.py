"""Runs exported Keras projects: [{"folder", "inputs": {id: file}, "outputs": {id: file}, "parameters"}] from standard input.

Prints, per project, its number of parameters and how far each output is from the stored one, as a share of its largest.
"""

import importlib.util
import json
import sys
from pathlib import Path

import keras
import numpy as np


def load(folder, name):
    spec = importlib.util.spec_from_file_location(name, Path(folder) / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(job):
    keras.utils.clear_session()
    model_file = load(job["folder"], "model")
    model = model_file.create_model()
    load(job["folder"], "weights").load_weights(model)
    given = [np.load(job["inputs"][name]) for name in model_file.INPUTS]
    answers = model(given if len(given) > 1 else given[0], training=False)
    answers = list(answers) if isinstance(answers, (list, tuple)) else [answers]
    apart = {}
    for name, answer in zip(model_file.OUTPUTS, answers):
        ours, theirs = np.load(job["outputs"][name]), np.asarray(answer)
        same = ours.shape == theirs.shape
        apart[name] = float(np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs))) if same else 1e9
    return {"parameters": model.count_params(), "apart": apart}


def attempt(job):
    try:
        return run(job)
    except Exception as error:  # noqa: BLE001
        return {"error": f"{type(error).__name__}: {error}"[:2000]}


print(json.dumps([attempt(job) for job in json.load(sys.stdin)]))
