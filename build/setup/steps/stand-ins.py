"""Lets PyTorch's Linux package run on a processor alone, without the CUDA libraries of gigabytes that it links to.

They are replaced by libraries that hold the names it looks for and nothing else: a processor never calls them, and
CUDA's own small runtime, which is there, finds no graphics card. PyTorch itself is the package's, byte for byte.
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

OURS = re.compile(r"lib(torch|c10|shm|caffe2)")
CUDA = re.compile(r"lib(cu(blas|blasLt|dnn|fft|file|rand|sparse|sparseLt|solver|pti)|nv\w+|nccl)\.so")
# Libraries whose names carry no version, by how their names begin.
BARE = {"cusparseLt": "libcusparseLt", "nccl": "libnccl", "cuFile": "libcufile"}


def names_of(folder):
    """Per library its versions, per version the names, the names without one, and all that is linked."""
    versions, names, bare, linked = defaultdict(set), defaultdict(set), set(), set()
    for path in sorted(folder.glob("*.so*")):
        if not OURS.match(path.name):
            continue
        command = ["readelf", "-dVW", "--dyn-syms", str(path)]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        linked |= set(re.findall(r"\(NEEDED\).*\[(.*)\]", text))
        library = None
        for line in text.splitlines():
            if found := re.search(r"File: (\S+)", line):
                library = found[1]
            if (found := re.search(r"Name: (\S+)\s+Flags", line)) and library and "Rev" not in line:
                versions[library].add(found[1])
            if found := re.search(r"UND (\w+)@(\S+)", line):
                names[found[2]].add(found[1])
            elif found := re.search(r"UND (\w+)\s*$", line):
                bare.add(found[1])
    return versions, names, bare, linked


def write(folder, library, versions, names, bare):
    begin = [start for start, file in BARE.items() if library.startswith(file + ".")]
    own = {name for version in versions for name in names[version]}
    own |= {name for name in bare if begin and name.startswith(begin[0])}
    code = ".data\n" + "".join(f".globl {name}\n{name}: .quad 0\n" for name in sorted(own))
    script = "".join(f"{version} {{ {' '.join(f'{n};' for n in sorted(names[version]))} }};\n" for version in versions)
    with tempfile.TemporaryDirectory() as scratch:
        source, map_file = Path(scratch) / "names.s", Path(scratch) / "names.map"
        source.write_text(code)
        map_file.write_text(script)
        command = ["g++", "-shared", "-nostdlib", f"-Wl,-soname,{library}", "-o", str(folder / library), str(source)]
        subprocess.run([*command, *([f"-Wl,--version-script={map_file}"] if script else [])], check=True)


def main():
    folder = Path(sys.argv[1])
    versions, names, bare, linked = names_of(folder)
    for library in sorted(linked):
        if CUDA.match(library) and not (folder / library).exists():
            write(folder, library, sorted(versions.get(library, [])), names, bare)


if __name__ == "__main__":
    main()
