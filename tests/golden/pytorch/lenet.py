"""LeNet, drawn in Layerloom. Pictures come in and go out with the channels first."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# The sizes of an example as the drawing has them, the channels last.
INPUTS = {"image": (28, 28, 1)}
OUTPUTS = ["scores"]


class LeNet(nn.Module):
    """LeNet: 61,706 parameters, 416,520 MACs."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.pool1 = nn.AvgPool2d(2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.pool2 = nn.AvgPool2d(2)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.scores = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv1(x))
        x = self.pool1(x)
        x = F.relu(self.conv2(x))
        x = self.pool2(x)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = F.softmax(self.scores(x), dim=1)
        return x


@torch.no_grad()
def initialise(model: nn.Module) -> None:
    """First values as they are drawn, to train from scratch."""
    for weight in model.parameters():
        if weight.dim() > 1:
            nn.init.xavier_uniform_(weight)
        else:
            nn.init.zeros_(weight)


def create_model() -> LeNet:
    model = LeNet()
    initialise(model)
    return model
