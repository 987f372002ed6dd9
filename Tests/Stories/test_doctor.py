# SPDX-License-Identifier: Apache-2.0
"""`wayhouse doctor` on real folders and a real server: what is set up wrongly is found, and what is right is not."""

import json
import os
import shutil
import sqlite3
import subprocess

import pytest
from register import binary, environment


def doctor(register, folder=None, wrap=()):
    """(codes by level, exit code) of one look."""
    command = [*wrap, str(binary()), "doctor", str(folder or register.folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(register.scratch), timeout=60)
    report = json.loads(done.stdout)
    for finding in report["findings"]:
        assert finding["what"].endswith(".") and finding["do"] and finding["where"], finding
    levels = {finding["level"] for finding in report["findings"]}
    assert report["verdict"] == ("wrong" if "wrong" in levels else "warning" if levels else "fine")
    assert done.returncode == {"fine": 0, "warning": 1, "wrong": 2}[report["verdict"]], done
    assert len(report["program"]) == 64
    return {finding["code"] for finding in report["findings"]}


# What depends on the computer that the tests run on.
MACHINE = {"swap", "cores", "clock-kept", "root", "open-files", "threads", "disk-space", "forgetful-disk", "no-backup", "drill"}


def test_a_new_register_is_well(register):
    assert doctor(register) - MACHINE <= {"one-key"}


def test_a_register_that_is_served_is_well_too(register):
    with register.serve():
        assert doctor(register) - MACHINE <= {"one-key"}


@pytest.mark.parametrize("code, harm", [
    ("folder-mode", lambda register: os.chmod(register.folder, 0o755)),
    ("file-mode", lambda register: os.chmod(register.folder / "register.sqlite", 0o640)),
    ("strange-file", lambda register: os.close(os.open(register.folder / "key", os.O_CREAT, 0o600))),
    ("register", lambda register: (register.folder / "register.sqlite").unlink()),
    ("register", lambda register: shutil.rmtree(register.folder)),
    ("register", lambda register: (register.folder / "register.sqlite").write_bytes(b"no database" * 999)),
    ("newer", lambda register: change(register, "INSERT INTO migration VALUES ('9999-moon')")),
    ("older", lambda register: change(register, "DELETE FROM migration WHERE name = '0004-audit'")),
    ("journal", lambda register: change(register, "PRAGMA journal_mode = DELETE")),
    ("clock-behind", lambda register: change(register, "UPDATE auditIndex SET at = at + 999999999")),
])
@pytest.mark.folder
def test_what_was_set_up_wrongly_is_found(register, code, harm):
    harm(register)
    found = doctor(register)
    assert code in found, found
    assert found - MACHINE <= {code, "one-key"}, found


def change(register, statement):
    with sqlite3.connect(register.folder / "register.sqlite") as database:
        database.execute(statement)


def test_a_file_of_somebody_else_is_found(register):
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: only root can give a file away")
    os.chown(register.folder / "register.sqlite", 12345, -1)
    assert "file-owner" in doctor(register)


def test_limits_are_those_of_the_shell(register):
    assert {"open-files"} <= doctor(register, wrap=["sh", "-c", 'ulimit -n 200; exec "$0" "$@"'])
    assert "cores" not in doctor(register, wrap=["sh", "-c", 'ulimit -c 0; exec "$0" "$@"'])


@pytest.mark.folder
def test_a_server_that_everybody_can_reach_is_found_while_it_runs(register):
    """It listens in a network of its own that has no wires, so that nobody can reach it."""
    with register.serve():
        assert not {"open-network", "around-proxy"} & doctor(register)
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: only root can make a network without wires")
    for options, code in ((["--host", "0.0.0.0"], "open-network"), (["--host", "0.0.0.0", "--behind-tls"], "around-proxy")):
        command = ["unshare", "--net", str(binary()), "serve", str(register.folder), "--port", "0",
                   *map(str, register.key), *options]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(register.scratch))
        try:
            assert "Serving on" in server.stderr.readline()
            assert code in doctor(register)
        finally:
            server.terminate()
            server.wait(20)


def test_a_program_that_is_not_what_was_installed_is_found(register, tmp_path):
    copy = tmp_path / "wayhouse"
    shutil.copy(binary(), copy)
    digest = subprocess.run(["sha256sum", str(copy)], capture_output=True, text=True, check=True).stdout.split()[0]
    for expected, found in ((digest, False), ("0" * 64, True)):
        (tmp_path / "wayhouse.sha256").write_text(f"{expected}  wayhouse\n")
        done = subprocess.run([str(copy), "doctor", str(register.folder), "--json"], capture_output=True, text=True, timeout=60)
        codes = {finding["code"] for finding in json.loads(done.stdout)["findings"]}
        assert ("program" in codes) is found


def test_wrong_use_has_a_code_of_its_own(register):
    assert register.run("doctor").code == 64
    assert register.run("doctor", register.folder, "--nonsense").code == 64


@pytest.mark.folder
def test_words_for_people_are_one_line_each(register):
    os.chmod(register.folder, 0o755)
    done = register.run("doctor", register.folder)
    assert done.code == 2 and done.out == ""
    assert "Others on this computer may look into it" in done.err and "chmod 700" in done.err
