# SPDX-License-Identifier: Apache-2.0
"""Makes the register of a shipped release that later releases must be able to take over: `golden.py NAME` with the
program of that release in WAYHOUSE_BINARY. Adds Tests/Faults/golden/NAME.tar.gz; one that is there is never made anew."""

import json
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "Support")]

from office import Office  # noqa: E402

GOLDEN = HERE.parent / "golden"
NAMES = ["Ọlájùmọ̀kẹ́", "Nguyễn Thị Hà", "Дарина", "መሰረት", "ফাতেমা", "Itzel", "小雨", "ليلى"]
NOTE = "Called on Tuesday."


def fill(office: Office) -> dict:
    """Cases, an edit, a note, a second account. What must be found again."""
    office.add_user("samira", "caseworker")
    with office.start() as running:
        program = running.client()
        cases = [program.register(name, key=name.encode().hex())[1]["id"] for name in NAMES]
        path = f"/api/v1/cases/{cases[1]}/records"
        noted = program.ask("POST", path, {"kind": "comment", "values": {"cco_CaseComment": "Called on Monday."}},
                            Idempotency_Key="note")
        edited = program.ask("PUT", f"{path}/{noted[1]['id']}", {"values": {"cco_CaseComment": NOTE}}, If_Match='"1"')
        assert (noted[0], edited[0]) == (201, 200), (noted, edited)
        running.stop()
    return {"names": NAMES, "cases": cases, "token": office.token, "note": NOTE}


def main():
    out = GOLDEN / f"{sys.argv[1]}.tar.gz"
    assert not out.exists(), f"{out} is there: what was shipped is not changed"
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        office = Office.opened(Path(scratch))
        (office.scratch / "expected.json").write_text(json.dumps(fill(office), ensure_ascii=False))
        (office.folder / "lock").unlink()
        with tarfile.open(out, "w:gz") as archive:
            for name in ("register/register.sqlite", "key", "expected.json"):
                archive.add(office.scratch / name, name)


if __name__ == "__main__":
    main()
