"""ResNet-20, drawn in Layerloom. Pictures come in and go out with the channels first."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# The sizes of an example as the drawing has them, the channels last.
INPUTS = {"image": (32, 32, 3)}
OUTPUTS = ["scores"]


def scaled_normal_(weight: Tensor, scale: float, average: bool = False) -> None:
    """A normal of variance scale ÷ inputs (or the average of inputs and outputs), cut at two deviations as in Keras."""
    inputs, outputs = weight[0].numel(), weight.numel() // weight.size(1)
    variance = scale / ((inputs + outputs) / 2 if average else inputs)
    # A unit normal that is cut at two has this deviation.
    deviation = math.sqrt(variance) / 0.8796256610342398
    nn.init.trunc_normal_(weight, std=deviation, a=-2 * deviation, b=2 * deviation)


class BasicBlock(nn.Module):
    def __init__(
        self,
        in_channels: int,
        residual: bool,
        projection: bool,
        filters: int = 64,
        strides: int = 1,
        changes: bool = False,
    ) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, filters, 3, stride=strides, padding=1, bias=False
        )
        self.norm1 = nn.BatchNorm2d(filters, eps=0.001, momentum=0.01)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters, eps=0.001, momentum=0.01)
        self.shortcut = nn.Conv2d(
            in_channels, filters, 1, stride=strides, bias=False
        ) if changes and residual and projection else nn.Identity()
        self.shortcut_norm = nn.BatchNorm2d(
            filters, eps=0.001, momentum=0.01
        ) if changes and residual and projection else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        conv1 = self.conv1(x)
        conv1 = self.norm1(conv1)
        conv1 = F.relu(conv1)
        conv1 = self.conv2(conv1)
        conv1 = self.norm2(conv1)
        shortcut = self.shortcut(x)
        shortcut = self.shortcut_norm(shortcut)
        conv1 = conv1 + shortcut
        conv1 = F.relu(conv1)
        return conv1


class ResNet20(nn.Module):
    """ResNet-20: 274,042 parameters, 40.8 M MACs."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(16, eps=0.001, momentum=0.01)
        self.stage1 = nn.Sequential(*(
            BasicBlock(16, residual=True, projection=True, filters=16) for index in range(3)
        ))
        self.stage2 = nn.Sequential(*(
            BasicBlock(
                16 if index == 0 else 32,
                residual=True,
                projection=True,
                filters=32,
                strides=1 + (index == 0),
                changes=index == 0,
            ) for index in range(3)
        ))
        self.stage3 = nn.Sequential(*(
            BasicBlock(
                32 if index == 0 else 64,
                residual=True,
                projection=True,
                filters=64,
                strides=1 + (index == 0),
                changes=index == 0,
            ) for index in range(3)
        ))
        self.scores = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.norm(x)
        x = F.relu(x)
        x = self.stage1(x)
        x = self.stage2(x)
        x = self.stage3(x)
        x = x.mean(dim=(2, 3))
        x = F.softmax(self.scores(x), dim=1)
        return x


@torch.no_grad()
def initialise(model: nn.Module) -> None:
    """First values as they are drawn, to train from scratch."""
    for name, weight in model.named_parameters():
        if name.endswith("scores.weight"):
            nn.init.xavier_uniform_(weight)
        elif weight.dim() > 1:
            scaled_normal_(weight, 2)
        elif ".bias" in name:
            nn.init.zeros_(weight)
        else:
            nn.init.ones_(weight)


def create_model() -> ResNet20:
    model = ResNet20()
    initialise(model)
    return model
