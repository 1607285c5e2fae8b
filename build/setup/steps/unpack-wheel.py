# unpack-wheel.py WHEEL FOLDER PREFIX…: unpacks what the binding needs, a seventh of the wheel's files.
import sys
import zipfile

wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.namelist():
        if member.startswith(tuple(prefixes)) or member.endswith(".dist-info/RECORD"):
            archive.extract(member, folder)
