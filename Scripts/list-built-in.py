#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/Identification/Data/BuiltIn.swift: the data files that are compiled in, by their names.

    Scripts/list-built-in.py            writes it
    Scripts/list-built-in.py --check    exit 1 when it is not as it should be

Run after a file was added to Sources/Identification/Resources or taken away; a test says so too. The order of the
definitions is that of Resources/definitions/order.txt; files that it does not name come last, by name.
"""
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "Sources" / "Identification"


def ordered(folder):
    """The folder's JSON files: those that order.txt names first."""
    names = sorted(path.name for path in (FOLDER / "Resources" / folder).glob("*.json"))
    order = FOLDER / "Resources" / folder / "order.txt"
    first = [line + ".json" for line in order.read_text(encoding="utf-8").split()] if order.exists() else []
    return [name for name in first if name in names] + [name for name in names if name not in first]


def listing(name, files):
    """A Swift property with the name and bytes of each file."""
    lines = ['        ("%s", PackageResources.%s),' % (file, re.sub(r"[^A-Za-z0-9_]", "_", file)) for file in files]
    return "    static let %s: [(name: String, bytes: [UInt8])] = [\n%s\n    ]\n" % (name, "\n".join(lines))


def source():
    return (
        "// SPDX-License-Identifier: Apache-2.0\n\n"
        "/// Made by Scripts/list-built-in.py: the data files that are compiled in.\n"
        "enum BuiltIn {\n"
        "    static var atoms: [UInt8] { PackageResources.atoms_json }\n"
        "    static var mapping: [UInt8] { PackageResources.mapping_json }\n"
        + listing("definitions", ordered("definitions"))
        + listing("instruments", ordered("instruments"))
        + "}\n"
    )


def main():
    target = FOLDER / "Data" / "BuiltIn.swift"
    if "--check" in sys.argv[1:]:
        return 0 if target.read_text(encoding="utf-8") == source() else 1
    target.write_text(source(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
