"""Trains on: python train.py images.npy labels.npy, and writes the weights back."""

import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model import INPUTS, create_model
from predict import channels_first, channels_last, shaped
from weights import load_weights, save_weights

# recipe: the drawing's own settings are written here.
EPOCHS = 5
BATCH_SIZE = 128
VALIDATION = 0.1
CLASSES = True


def make_optimizer(groups: list[dict]) -> torch.optim.Optimizer:
    return torch.optim.Adam(groups, lr=0.001)


def loss_of(y: Tensor, labels: Tensor) -> Tensor:
    return F.cross_entropy(y, labels)
# end


def groups_of(model: nn.Module) -> list[dict]:
    """Weight decay is for kernels: biases, scales and shifts go without."""
    learned = [weight for weight in model.parameters() if weight.requires_grad]
    flat = [weight for weight in learned if weight.dim() < 2]
    return [
        {"params": [weight for weight in learned if weight.dim() >= 2]},
        {"params": flat, "weight_decay": 0.0},
    ]


def batches(x: Tensor, y: Tensor, order: Tensor | None = None) -> list[tuple[Tensor, Tensor]]:
    order = torch.arange(len(x)) if order is None else order
    return [(x[part], y[part]) for part in order.split(BATCH_SIZE)]


def measure(model: nn.Module, x: Tensor, y: Tensor) -> str:
    model.eval()
    loss = right = 0.0
    with torch.inference_mode():
        for some, labels in batches(x, y):
            answer = channels_last(model(some))
            loss += loss_of(answer, labels).item() * len(some)
            if CLASSES:
                right += (answer.argmax(-1) == labels).float().mean().item() * len(some)
    accuracy = f", accuracy {right / len(x):.4f}" if CLASSES else ""
    return f"validation loss {loss / len(x):.4f}{accuracy}"


def main(images: str, labels: str) -> None:
    (example,) = INPUTS.values()
    x, y = channels_first(shaped(np.load(images), example)), torch.from_numpy(np.load(labels))
    y = y.long() if CLASSES else y.float()
    # Files are often sorted by class.
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(1))
    held = int(len(x) * VALIDATION)
    x_test, y_test, x, y = x[order[:held]], y[order[:held]], x[order[held:]], y[order[held:]]
    model = load_weights(create_model())
    optimizer = make_optimizer(groups_of(model))
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for some, wanted in batches(x, y, torch.randperm(len(x))):
            optimizer.zero_grad()
            loss = loss_of(channels_last(model(some)), wanted)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(some)
        report = f", {measure(model, x_test, y_test)}" if held else ""
        print(f"Epoch {epoch + 1}/{EPOCHS}: loss {total / len(x):.4f}{report}")
    save_weights(model)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Say which files: python train.py images.npy labels.npy")
    main(*sys.argv[1:])
