# SPDX-License-Identifier: Apache-2.0
"""New keys in the place of old ones, and a power cut at any moment meanwhile (ENC-9)."""

import os
import random
import signal
import sqlite3
import subprocess
import time

import fill_templates
import htcds
import pytest
from keys import Keys, child, unwrap
from people import people
from readers import read_csv
from register import Register, binary, environment

KILLS = int(os.environ.get("WAYHOUSE_KILLS", "60"))
CASES = 400


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    htcds.needed()
    register = Register.made(tmp_path_factory.mktemp("rotation"))
    file = register.scratch / "people.csv"
    file.write_bytes(fill_templates.canonical_csv(people(CASES, seed=9)))
    assert register.import_file(file).json["imported"] == CASES
    return register


def wraps(register) -> list[bytes]:
    base = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [row[0] for row in base.execute("SELECT wrapped FROM scope ORDER BY id")]
    base.close()
    return found


def case_ids(register) -> list[str]:
    base = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = base.execute("SELECT DISTINCT scope FROM record WHERE id = scope ORDER BY scope").fetchall()
    base.close()
    return [row[0].hex() for row in found]


def test_a_rotation_changes_every_wrap_and_no_content(filled):
    before, rows = wraps(filled), sorted(filled.export("htcds-csv").splitlines())
    old = Keys(filled.folder, filled.key_file)
    done = filled.run("rotate", filled.folder, "agency", *filled.key)
    assert done.code == 0 and f"{len(before)} keys" in done.err, done
    after = wraps(filled)
    assert len(after) == len(before) and not set(after) & set(before)
    assert sorted(filled.export("htcds-csv").splitlines()) == rows
    base = sqlite3.connect(f"file:{filled.folder / 'register.sqlite'}?mode=ro", uri=True)
    scopes = base.execute("SELECT id, agency, epoch, wrapped FROM scope LIMIT 10").fetchall()
    base.close()
    for identity, agency, epoch, wrapped in scopes:
        kek = child(old.agencies[agency], "wayhouse/scope/1", identity, epoch)
        assert unwrap(kek, wrapped[:40]) is None, "the old key opens nothing"
    assert Keys(filled.folder, filled.key_file).scopes == old.scopes, "control: the new one opens the same keys"
    assert filled.verify("--deep").code == 0


def test_a_root_is_changed_and_only_its_key_opens(filled):
    other = filled.scratch / "other.key"
    assert filled.run("slots", "add", filled.folder, "--new-key-file", other, *filled.key).code == 0
    before = Keys(filled.folder, filled.key_file)
    assert filled.run("rotate", filled.folder, "root", *filled.key).code == 0
    after = Keys(filled.folder, filled.key_file)
    assert after.root != before.root and after.agencies == before.agencies
    assert filled.run("verify", filled.folder, "--key-file", other).code != 0
    assert filled.verify("--deep").code == 0
    assert filled.run("users", "list", filled.folder, *filled.key).out.startswith(filled.owner)
    assert filled.run("rotate", filled.folder, "case", *filled.key).code == 2
    assert filled.run("rotate", filled.folder, "case", "--code", "0000-0000", *filled.key).code == 1


def test_killed_at_any_moment_every_case_opens_afterwards(filled):
    """kill -9 during rotations of the agency's key and of single cases."""
    source, cut, whole = random.Random(11), 0, 0
    codes = case_ids(filled)
    assert codes
    usual = 0.0
    for attempt in range(4 * KILLS):
        if cut >= KILLS:
            break
        which = ["agency"] if attempt % 2 else ["case", "--code", source.choice(codes)]
        command = [str(binary()), "rotate", str(filled.folder), *which, *map(str, filled.key)]
        started = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=environment(filled.scratch))
        try:
            process.wait(usual * source.uniform(0.15, 1.05) if usual else 60)
            assert process.returncode == 0
            whole += 1
            took = time.monotonic() - started
            usual = took if not usual else min(usual, took) * 0.97
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(30)
            cut += 1
        if attempt % 20 == 19:
            assert filled.verify("--deep").code == 0, f"after {attempt} rotations"
    assert cut == KILLS, f"only {cut} of {cut + whole} were cut short"
    assert filled.verify("--deep").code == 0
    assert len(read_csv(filled.export("htcds-csv"))) == CASES
    print(f"{cut} rotations cut short, {whole} finished")
