# SPDX-License-Identifier: Apache-2.0
"""REL-12: a register of any release that was shipped is taken over whole, also when that is broken off at any moment; and
a program never touches a register that is newer than itself."""

import csv
import hashlib
import io
import json
import shutil
import signal
import sqlite3
import subprocess
import tarfile
from pathlib import Path

import pytest
from machine import faulty
from office import Office
from register import binary, environment

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.tar.gz"))


def unpacked(archive: Path, scratch: Path) -> tuple[Office, dict]:
    scratch.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as packed:
        packed.extractall(scratch, filter="data")
    (scratch / "register").chmod(0o700)
    office = Office(scratch)
    expected = json.loads((scratch / "expected.json").read_text())
    office.token = expected["token"]
    return office, expected


def check(office: Office, expected: dict) -> None:
    """Everything that was in it is, and it can be worked with. Its token of 90 days may have ended: the key has not."""
    done = office.run("verify", office.folder, "--deep", *office.key)
    assert done.code == 0, done
    rows = csv.DictReader(io.StringIO(office.export("htcds-csv").decode("utf-8-sig")))
    assert sorted(row["prs_FirstName"] for row in rows) == sorted(expected["names"])
    assert "samira" in office.run("users", "list", office.folder, *office.key).out
    office.add_user("novak", "caseworker")
    with office.start() as running:
        assert running.client().ask("GET", "/sign-in")[0] == 200
        assert running.stop() == 0
    assert office.run("verify", office.folder, "--deep", *office.key).code == 0


def test_there_is_a_register_of_a_release():
    assert GOLDEN, "golden/ holds a register of each release"


def steps(file: Path) -> list[str]:
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    found = [row[0] for row in database.execute("SELECT name FROM migration ORDER BY name")]
    database.close()
    return found


def check_copy(office: Office, before: list[str], scratch: Path) -> None:
    """What was there before the tables were changed lies beside it, and is a whole register of that release."""
    copies = list(office.folder.glob("before-*"))
    assert len(copies) == 1 and copies[0].suffix == ".sqlite", copies
    assert steps(copies[0]) == before and copies[0].stat().st_mode & 0o777 == 0o600
    old = Office(office.scratch)
    old.folder = scratch / "old"
    old.folder.mkdir(mode=0o700)
    shutil.copy(copies[0], old.folder / "register.sqlite")
    done = old.run("verify", old.folder, "--deep", *office.key)
    assert done.code == 0, done


@pytest.mark.parametrize("archive", GOLDEN, ids=lambda path: path.name.split(".")[0])
def test_a_register_of_that_release_is_taken_over_whole(archive, tmp_path):
    office, expected = unpacked(archive, tmp_path)
    before = steps(office.folder / "register.sqlite")
    check(office, expected)
    check_copy(office, before, tmp_path)


@pytest.mark.parametrize("archive", GOLDEN, ids=lambda path: path.name.split(".")[0])
def test_without_room_for_the_copy_the_register_stays_as_it_was(archive, tmp_path, library):
    office, expected = unpacked(archive, tmp_path)
    file = office.folder / "register.sqlite"
    before = steps(file), content(file)
    command = [str(binary()), "verify", str(office.folder), *map(str, office.key)]
    done = subprocess.run(command, capture_output=True, timeout=60, env=environment(office.scratch)
                          | faulty(library, office.folder, "write", 3, error="ENOSPC", count=10_000, name=".half"))
    assert done.returncode == 1 and b"disk is full" in done.stderr, done
    assert (steps(file), content(file)) == before and not list(office.folder.glob("before-*"))
    check(office, expected)


@pytest.mark.parametrize("call, name", [("write", ".half"), ("sync", None), ("write", "-wal")])
@pytest.mark.parametrize("archive", GOLDEN, ids=lambda path: path.name.split(".")[0])
def test_broken_off_at_any_write_it_is_taken_over_at_the_next_try(archive, call, name, tmp_path, library, length):
    """Killed at the first write, the second and so on, until nothing is left to kill: of the copy that is made first,
    of the tables' new steps; and at everything that is forced to disk."""
    for at in range(1, length.of(25, 400)):
        office, expected = unpacked(archive, tmp_path / str(at))
        before = steps(office.folder / "register.sqlite")
        command = [str(binary()), "verify", str(office.folder), *map(str, office.key)]
        done = subprocess.run(command, capture_output=True, timeout=60, env=environment(office.scratch)
                              | faulty(library, office.folder, call, at, error="KILL", name=name))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done
        assert not list(office.folder.glob("before-*.sqlite")) or steps(next(office.folder.glob("before-*.sqlite"))) == before
        again = office.run("verify", office.folder, "--deep", *office.key)
        assert again.code == 0, (at, again)
        check_copy(office, before, tmp_path / str(at))
    assert at > 1
    check(office, expected)


def test_a_newer_register_is_left_as_it_is(opened, tmp_path):
    office = opened.copy(tmp_path / "newer")
    file = office.folder / "register.sqlite"
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("INSERT INTO migration VALUES ('9999-of-tomorrow')")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    before = content(file)
    for command in ("serve", "verify", "export", "users"):
        words = {"export": ["--format", "htcds-csv", "--out", tmp_path / "out"]}.get(command, [])
        place = ["list", office.folder] if command == "users" else [office.folder]
        done = office.run(command, *place, *words, *office.key, timeout=60)
        assert done.code in (1, 3) and "newer Wayhouse" in done.err, done
    assert content(file) == before, "nothing in it was changed"


def content(file: Path) -> str:
    """All tables and rows as one digest."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    digest = hashlib.sha256("\n".join(database.iterdump()).encode("utf-8", "surrogateescape")).hexdigest()
    database.close()
    return digest
