"""The weights of the network: weights.safetensors holds them under the names of the state dict."""

import json
import struct
from pathlib import Path

import torch
from torch import nn

FILE = Path(__file__).parent / "weights.safetensors"


def load_weights(model: nn.Module, file: Path = FILE) -> nn.Module:
    """Gives the model its weights, and gives it back."""
    data = bytearray(file.read_bytes())
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    state = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin)
        state[name] = values.reshape(entry["shape"])
    model.load_state_dict(state)
    return model


def save_weights(model: nn.Module, file: Path = FILE) -> None:
    """Writes the weights back under the same names."""
    state = {name: value for name, value in model.state_dict().items() if value.dtype == torch.float32}
    header, parts, end = {}, [], 0
    for name, value in state.items():
        parts.append(value.detach().cpu().contiguous().numpy().tobytes())
        begin, end = end, end + len(parts[-1])
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))
