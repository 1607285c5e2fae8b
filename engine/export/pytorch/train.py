"""Trains on, and writes the weights back: python train.py x.npy y.npy, or python train.py data.npz.

A file for each input and then for each output, or one .npz file that names them.
"""

import sys
# if bounds
from typing import Callable
# end if

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

# if mixing
from model import MixUp
# end if
from model import INPUTS, OUTPUTS, create_model
from predict import channels_first, channels_last, shaped
from weights import load_weights, save_weights

Named = dict[str, Tensor]

# recipe: the drawing's own settings are written here.
EPOCHS = 5
BATCH_SIZE = 128
VALIDATION = 0.1
# Whose labels each output learns.
LABELS = {"y": "y"}
# The outputs that choose between classes, and how many.
CLASSES = {"y": 10}
# What the loss counts of weights: l1·Σ|w| + l2·Σw².
PENALTIES = {"y.weight": (0.0, 0.01)}
# What weights are made to be after every step.
CONSTRAINTS = {"y.bias": F.relu}


def make_optimizer(groups: list[dict]) -> torch.optim.Optimizer:
    return torch.optim.Adam(groups, lr=0.001)


def loss_of(answers: Named, labels: Named) -> Tensor:
    return F.cross_entropy(answers["y"], labels["y"].flatten())


# end
def read(files: list[str]) -> tuple[Named, Named]:
    """What goes into each input, and the labels of each output."""
    names = list(INPUTS) + OUTPUTS
    # if borrowed
    names = [name for name in names if name not in LABELS or LABELS[name] == name]
    # end if
    if len(files) == len(names):
        data = {name: np.load(file) for name, file in zip(names, files)}
    elif len(files) == 1:
        data = np.load(files[0])
    else:
        sys.exit(f"Say which files: python train.py {' '.join(f'{name}.npy' for name in names)}, or one .npz file.")
    missing = [name for name in names if name not in data]
    if missing:
        sys.exit(f"{files[0]} holds no {missing[0]}: it must hold {', '.join(names)}.")
    x = {name: channels_first(shaped(data[name], example)) for name, example in INPUTS.items()}
    y = {name: torch.from_numpy(data[name]) for name in names if name not in INPUTS}
    # if borrowed
    y = {name: y[LABELS[name]] for name in OUTPUTS}
    # end if
    y = {name: labels.long() if name in CLASSES else labels.float() for name, labels in y.items()}
    # if mixing
    y |= {name: F.one_hot(y[name], count).float() for name, count in CLASSES.items()}
    # end if
    counts = {name: len(values) for name, values in (x | y).items()}
    if len(set(counts.values())) > 1:
        sys.exit(f"There must be as many rows of each: {', '.join(f'{count} of {name}' for name, count in counts.items())}.")
    return x, y


def rows_of(arrays: Named, rows: Tensor) -> Named:
    return {name: values[rows] for name, values in arrays.items()}


def answer(model: nn.Module, x: Named) -> Named:
    """The answer of each output, the channels last as in the labels."""
    answers = model(*x.values())
    answers = answers if isinstance(answers, tuple) else (answers,)
    return {name: channels_last(values) for name, values in zip(OUTPUTS, answers)}


def groups_of(model: nn.Module) -> list[dict]:
    """Weight decay is for kernels: biases, scales and shifts go without."""
    learned = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
    kernels = {name for name, weight in learned.items() if weight.dim() >= 2}
    # if tables
    kernels -= TABLES
    # end if
    return [
        {"params": [weight for name, weight in learned.items() if name in kernels]},
        {"params": [weight for name, weight in learned.items() if name not in kernels], "weight_decay": 0.0},
    ]


# if penalties
def penalty(model: nn.Module) -> Tensor:
    weights = {name: model.get_parameter(name) for name in PENALTIES}
    return sum(l1 * weights[name].abs().sum() + l2 * weights[name].square().sum() for name, (l1, l2) in PENALTIES.items())


# end if
# if constraints
@torch.no_grad()
def constrain(model: nn.Module) -> None:
    for name, keep in CONSTRAINTS.items():
        weight = model.get_parameter(name)
        weight.copy_(keep(weight))


# end if
def train_on(model: nn.Module, optimizer: torch.optim.Optimizer, x: Named, y: Named) -> float:
    """One step; gives back the loss."""
    optimizer.zero_grad()
    answers = answer(model, x)
    # if mixing
    for layer in model.modules():
        if isinstance(layer, MixUp):
            y = {name: layer.mixed(labels) for name, labels in y.items()}
    # end if
    loss = loss_of(answers, y)
    # if penalties
    loss = loss + penalty(model)
    # end if
    loss.backward()
    optimizer.step()
    # if constraints
    constrain(model)
    # end if
    return loss.item()


def measure(model: nn.Module, x: Named, y: Named, rows: Tensor) -> str:
    model.eval()
    loss, right = 0.0, dict.fromkeys(CLASSES, 0.0)
    with torch.inference_mode():
        for some in rows.split(BATCH_SIZE):
            answers, labels = answer(model, rows_of(x, some)), rows_of(y, some)
            loss += loss_of(answers, labels).item() * len(some)
            for name in CLASSES:
                wanted = labels[name]
                # if mixing
                wanted = wanted.argmax(-1)
                # end if
                hits = answers[name].argmax(-1).flatten() == wanted.flatten()
                right[name] += hits.float().mean().item() * len(some)
    shares = [f", accuracy of {name} {hits / len(rows):.4f}" for name, hits in right.items()]
    return f"validation loss {loss / len(rows):.4f}{''.join(shares)}"


def main(files: list[str]) -> None:
    x, y = read(files)
    count = len(next(iter(x.values())))
    # Files are often sorted by class.
    order = torch.randperm(count, generator=torch.Generator().manual_seed(1))
    held, kept = order.tensor_split([int(count * VALIDATION)])
    model = load_weights(create_model())
    optimizer = make_optimizer(groups_of(model))
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for rows in kept[torch.randperm(len(kept))].split(BATCH_SIZE):
            total += train_on(model, optimizer, rows_of(x, rows), rows_of(y, rows)) * len(rows)
        report = f", {measure(model, x, y, held)}" if len(held) else ""
        print(f"Epoch {epoch + 1}/{EPOCHS}: loss {total / len(kept):.4f}{report}")
    save_weights(model)


if __name__ == "__main__":
    main(sys.argv[1:])
