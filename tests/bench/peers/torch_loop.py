"""The usual eager PyTorch loop, channels last. Reads a job as JSON, prints the seconds of each epoch as JSON."""

import json
import sys
import time

import torch
from data import load
from torch import nn
from torch.nn import functional as F

job = json.load(sys.stdin)
torch.set_num_threads(job["threads"])
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self, before, filters, strides):
        super().__init__()
        self.conv1 = nn.Conv2d(before, filters, 3, strides, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        self.shortcut = nn.Identity()
        if strides > 1:
            self.shortcut = nn.Sequential(nn.Conv2d(before, filters, 1, strides, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x), inplace=True)


def resnet20():
    stages, before = [], 16
    for stage in range(3):
        for index in range(3):
            stages.append(Block(before, 16 << stage, 2 if stage > 0 and index == 0 else 1))
            before = 16 << stage
    head = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    return nn.Sequential(*head, *stages, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(inplace=True), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(inplace=True), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(inplace=True), nn.Linear(120, 84), nn.ReLU(inplace=True), nn.Linear(84, 10),
    )


model = {"lenet": lenet, "resnet-20": resnet20}[job["network"]]().to(memory_format=torch.channels_last)
rate = job["learningRate"]
if job["momentum"] is None:
    optimizer = torch.optim.Adam(model.parameters(), rate, fused=True)
else:
    optimizer = torch.optim.SGD(model.parameters(), rate, job["momentum"], fused=True)
# Pictures lie as rows, columns, channels, so that a batch is channels last without a copy.
x, y = (torch.from_numpy(array) for array in load(job["data"]))
count, size = len(x), job["batchSize"]


def epoch():
    order = torch.randperm(count)
    total, right = torch.zeros(()), torch.zeros((), dtype=torch.int64)
    for start in range(0, count, size):
        rows = order[start : start + size]
        pictures, classes = x[rows].permute(0, 3, 1, 2), y[rows]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=job["bfloat16"]):
            scores = model(pictures)
            loss = F.cross_entropy(scores, classes)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(rows)
        right += (scores.detach().argmax(1) == classes).sum()
    return total.item() / count, right.item() / count


model.train()
ends, last = [], 0.0
for _ in range(job["epochs"]):
    last, _accuracy = epoch()
    ends.append(time.perf_counter())
print(json.dumps({
    "epochSeconds": [after - before for before, after in zip(ends, ends[1:])],
    "images": count,
    "trainable": sum(weight.numel() for weight in model.parameters()),
    "loss": last,
}))
