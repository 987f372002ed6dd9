# SPDX-License-Identifier: Apache-2.0
"""The bill of materials of a built program, as CycloneDX 1.5: the packages that were resolved, and the libraries it loads.

sbom.py PROGRAM VERSION PACKAGE.RESOLVED > sbom.json
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path


def packages(resolved: Path) -> list[dict]:
    """What Swift's package manager took, pinned by revision."""
    pins = json.loads(resolved.read_text())["pins"]
    return [{"type": "library", "bom-ref": f"swift:{pin['identity']}", "name": pin["identity"],
             "version": pin["state"].get("version", pin["state"]["revision"]),
             "purl": "pkg:swift/" + re.sub(r"^https?://|\.git$", "", pin["location"]) + "@" + pin["state"].get("version", ""),
             "externalReferences": [{"type": "vcs", "url": pin["location"]}],
             "properties": [{"name": "revision", "value": pin["state"]["revision"]}]} for pin in pins]


def libraries(program: Path) -> list[dict]:
    """The shared libraries that the program loads, with the version of the system's package each comes from."""
    loaded = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=True).stdout
    return [library(Path(path)) for path in sorted(re.findall(r"=> (/\S+)", loaded))]


def library(path: Path) -> dict:
    made = {"type": "library", "bom-ref": f"system:{path.name}", "name": path.name, "scope": "required"}
    if shutil.which("dpkg-query"):
        for place in (path, path.resolve(), Path("/usr") / path.relative_to("/")):
            owner = subprocess.run(["dpkg-query", "-S", str(place)], capture_output=True, text=True).stdout
            if owner:
                package = owner.split(":")[0]
                version = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, text=True).stdout
                return made | {"version": version, "purl": f"pkg:deb/debian/{package}@{version}"}
    return made


def main():
    program, version, resolved = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    compiler = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    bill = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "wayhouse", "name": "wayhouse", "version": version,
                          "licenses": [{"license": {"id": "Apache-2.0"}}],
                          "hashes": [{"alg": "SHA-256", "content": digest}]},
            "tools": {"components": [{"type": "application", "name": "swift", "version": compiler}]}},
        "components": packages(resolved) + libraries(program),
    }
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
