import torch
from torch import Tensor, nn


class LoopRNN(nn.Module):
    """A recurrent layer with any activation, position by position; its weights are named as PyTorch names them."""

    gates = 1

    def __init__(
        self,
        features: int,
        units: int,
        activation: str = "tanh",
        gate_activation: str = "sigmoid",
        bias: bool = True,
        bidirectional: bool = False,
    ) -> None:
        super().__init__()
        self.units = units
        self.activation, self.gate = Activation(activation), Activation(gate_activation)
        self.ends = ["", "_reverse"] if bidirectional else [""]
        for end in self.ends:
            shapes = {"weight_ih": (features,), "weight_hh": (units,), "bias_ih": (), "bias_hh": ()}
            for name, shape in shapes.items():
                kept = bias or not name.startswith("bias")
                bound = units**-0.5
                weight = nn.Parameter(torch.empty(self.gates * units, *shape).uniform_(-bound, bound))
                self.register_parameter(f"{name}_l0{end}", weight if kept else None)

    def products(self, x: Tensor, h: Tensor, end: str) -> tuple[Tensor, Tensor]:
        weight = lambda name: getattr(self, f"{name}_l0{end}")
        both = (("ih", x), ("hh", h))
        read, kept = [nn.functional.linear(v, weight(f"weight_{n}"), weight(f"bias_{n}")) for n, v in both]
        return read, kept

    def step(self, x: Tensor, h: Tensor, end: str) -> Tensor:
        read, kept = self.products(x, h, end)
        return self.activation(read + kept)

    def start(self, x: Tensor) -> None:
        """Before the first position."""

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        sequences, lasts = [], []
        for end in self.ends:
            self.start(x)
            h = x.new_zeros(len(x), self.units)
            states = []
            for position in (x.flip(1) if end else x).unbind(1):
                h = self.step(position, h, end)
                states.append(h)
            sequence = torch.stack(states, dim=1)
            sequences.append(sequence.flip(1) if end else sequence)
            lasts.append(h)
        return torch.cat(sequences, dim=-1), torch.stack(lasts)
