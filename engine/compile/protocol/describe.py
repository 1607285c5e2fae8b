"""Writes tensorflow.binpb: the descriptors of TensorFlow's SavedModel messages and all that they import.

TensorFlow's wheel holds no .proto files, only Python stubs; their descriptors are the same thing. The
packages above the stubs are replaced by empty ones, so that TensorFlow itself is never started.
Run with a Python that has TensorFlow's wheel, then `npx buf generate` in this folder.
"""

import importlib
import importlib.util
import pathlib
import sys
import types

from google.protobuf import descriptor_pb2

wheel = pathlib.Path(importlib.util.find_spec("tensorflow").submodule_search_locations[0])
for package in ["", "core", "core.framework", "core.protobuf"]:
    name = ".".join(["tensorflow", package]).rstrip(".")
    module = types.ModuleType(name)
    module.__path__ = [str(wheel.joinpath(*package.split(".")))]
    sys.modules[name] = module

files = descriptor_pb2.FileDescriptorSet()
seen = set()


def add(descriptor):
    if descriptor.name in seen:
        return
    seen.add(descriptor.name)
    for dependency in descriptor.dependencies:
        add(dependency)
    descriptor.CopyToProto(files.file.add())


add(importlib.import_module("tensorflow.core.protobuf.saved_model_pb2").DESCRIPTOR)
pathlib.Path(__file__).with_name("tensorflow.binpb").write_bytes(files.SerializeToString(deterministic=True))
