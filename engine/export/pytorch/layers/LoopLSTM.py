from torch import Tensor


class LoopLSTM(LoopRNN):
    """The gates stand as i, f, c, o."""

    gates = 4

    def start(self, x: Tensor) -> None:
        self.memory = x.new_zeros(len(x), self.units)

    def step(self, x: Tensor, h: Tensor, end: str) -> Tensor:
        i, f, c, o = sum(self.products(x, h, end)).chunk(4, dim=-1)
        self.memory = self.gate(f) * self.memory + self.gate(i) * self.activation(c)
        return self.gate(o) * self.activation(self.memory)
