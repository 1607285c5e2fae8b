"""DenseNet-121, drawn in Layerloom. Pictures come in and go out with the channels first."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# The sizes of an example as the drawing has them, the channels last.
INPUTS = {"image": (224, 224, 3)}
OUTPUTS = ["scores"]


def scaled_normal_(weight: Tensor, scale: float, average: bool = False) -> None:
    """A normal of variance scale ÷ inputs (or the average of inputs and outputs), cut at two deviations as in Keras."""
    inputs, outputs = weight[0].numel(), weight.numel() // weight.size(1)
    variance = scale / ((inputs + outputs) / 2 if average else inputs)
    # A unit normal that is cut at two has this deviation.
    deviation = math.sqrt(variance) / 0.8796256610342398
    nn.init.trunc_normal_(weight, std=deviation, a=-2 * deviation, b=2 * deviation)


class DenseLayer(nn.Module):
    def __init__(self, in_channels: int, growth: int) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(in_channels, eps=0.001, momentum=0.01)
        self.narrow = nn.Conv2d(in_channels, 4 * growth, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(4 * growth, eps=0.001, momentum=0.01)
        self.conv = nn.Conv2d(4 * growth, growth, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        norm1 = self.norm1(x)
        norm1 = F.relu(norm1)
        norm1 = self.narrow(norm1)
        norm1 = self.norm2(norm1)
        norm1 = F.relu(norm1)
        norm1 = self.conv(norm1)
        norm1 = torch.cat([x, norm1], dim=1)
        return norm1


class Transition(nn.Module):
    def __init__(self, in_channels: int, filters: int = 128) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(in_channels, eps=0.001, momentum=0.01)
        self.conv = nn.Conv2d(in_channels, filters, 1, bias=False)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(x)
        x = F.relu(x)
        x = self.conv(x)
        x = self.pool(x)
        return x


class DenseNet121(nn.Module):
    """DenseNet-121: 8.06 M parameters, 2.83 G MACs."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.norm = nn.BatchNorm2d(64, eps=0.001, momentum=0.01)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.stage1 = nn.Sequential(*(
            DenseLayer(64 + 32 * index, growth=32) for index in range(6)
        ))
        self.half1 = Transition(256, filters=128)
        self.stage2 = nn.Sequential(*(
            DenseLayer(128 + 32 * index, growth=32) for index in range(12)
        ))
        self.half2 = Transition(512, filters=256)
        self.stage3 = nn.Sequential(*(
            DenseLayer(256 + 32 * index, growth=32) for index in range(24)
        ))
        self.half3 = Transition(1024, filters=512)
        self.stage4 = nn.Sequential(*(
            DenseLayer(512 + 32 * index, growth=32) for index in range(16)
        ))
        self.norm5 = nn.BatchNorm2d(1024, eps=0.001, momentum=0.01)
        self.scores = nn.Linear(1024, 1000)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.norm(x)
        x = F.relu(x)
        x = self.pool(x)
        x = self.stage1(x)
        x = self.half1(x)
        x = self.stage2(x)
        x = self.half2(x)
        x = self.stage3(x)
        x = self.half3(x)
        x = self.stage4(x)
        x = self.norm5(x)
        x = F.relu(x)
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


def create_model() -> DenseNet121:
    model = DenseNet121()
    initialise(model)
    return model
