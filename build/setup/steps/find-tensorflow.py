# Prints, as JSON, the TensorFlow packages that this Python has, without importing them (that takes seconds).
import importlib.metadata
import json
import pathlib
import sys

found = []
for name in ("tensorflow", "tensorflow-cpu"):
    try:
        package = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        continue
    root = pathlib.Path(package.locate_file("")).resolve()
    records = [file for file in package.files or [] if file.name == "RECORD"]
    if not records or not (root / "tensorflow" / "include").is_dir():
        continue
    found.append(
        {
            "version": package.version,
            "root": str(root),
            "record": str(root / records[0]),
            # The CUDA libraries come as packages of their own beside TensorFlow.
            "cuda": sorted(str(folder) for folder in root.glob("nvidia/*/lib")),
        }
    )

others = {}
for name in ("numpy", "keras"):
    try:
        others[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass

print(json.dumps({"executable": sys.executable, "tensorflow": found, "packages": others}))
