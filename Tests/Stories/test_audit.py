# SPDX-License-Identifier: Apache-2.0
"""The audit log as somebody with the disk in hand meets it: tampering, cutting, killing, filling."""

import http.client
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import pytest
from client import PASSPHRASE, signed_in, signed_in_again
from register import Register, binary, environment, free_port

KILLS = int(os.environ.get("WAYHOUSE_KILLS", "50"))
TAMPERINGS = int(os.environ.get("WAYHOUSE_TAMPERINGS", "120"))


def entries(register):
    """Every entry of the log in order, as it lies on disk."""
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A register with some hundred entries, closed; and the anchor and mirror of its end."""
    register = Register.made(tmp_path_factory.mktemp("lived-in"))
    mirror = register.scratch / "mirror"
    with register.serve(*register.key, "--audit-mirror", mirror) as server:
        client = signed_in(server, register.owner, register.code)
        for number in range(3):
            page = client.ask("GET", "/cases/new/form").content.decode()
            form = {"form-token": re.search('name="form-token" value="([^"]*)"', page)[1],
                    "request": re.search('name="request" value="([^"]*)"', page)[1],
                    "prs_FirstName": f"Amaia{number}", "prs_SecondName": "Zubizarreta"}
            assert client.ask("POST", "/cases", form).status in (302, 303)
        for number in range(60):
            assert client.ask("GET", "/cases").status == 200
    return register, mirror


def altered(register, tmp_path, statements):
    """A copy of the register on which somebody ran SQL."""
    copy = Register(tmp_path)
    copy.key_file, copy.key = register.key_file, register.key
    shutil.copytree(register.folder, copy.folder)
    connection = sqlite3.connect(copy.folder / "register.sqlite")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(*statement) if isinstance(statement, tuple) else connection.execute(statement)
    connection.commit()
    connection.close()
    return copy


def ways(source, last):
    """One tampering: its name, SQL, and the exit codes that name it."""
    at, other = source.randint(1, last - 1), source.randint(1, last - 1)
    while other == at:
        other = source.randint(1, last - 1)
    blob = source.randbytes(32)
    return source.choice([
        ("changed", [(f"UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), '\"count\":', '\"count\":1') AS BLOB) WHERE seq = {at}",)], {2}),
        ("hash", [("UPDATE audit SET hash = ? WHERE seq = ?", (blob, at))], {2}),
        ("mark", [("UPDATE audit SET mac = ? WHERE seq = ?", (blob, at))], {3}),
        ("deleted", [f"DELETE FROM audit WHERE seq = {at}"], {4}),
        ("closed up", [f"DELETE FROM audit WHERE seq = {at}",
                       f"UPDATE audit SET seq = -seq WHERE seq > {at}", "UPDATE audit SET seq = -seq - 1 WHERE seq < 0"], {2}),
        ("swapped", [f"UPDATE audit SET seq = CASE seq WHEN {at} THEN -{other} ELSE -{at} END WHERE seq IN ({at}, {other})",
                     "UPDATE audit SET seq = -seq WHERE seq < 0"], {2}),
        ("doubled at the end", [f"INSERT INTO audit SELECT {last} + 1, entry, hash, mac FROM audit WHERE seq = {at}"], {2}),
        ("cut", [f"DELETE FROM audit WHERE seq > {at}"], {5, 6}),
        ("note of the end gone", ["DELETE FROM instance WHERE name = 'trail'"], {3}),
        ("index", [f"DELETE FROM auditIndex WHERE seq = {at}"], {5}),
        ("checkpoint", ["UPDATE checkpoint SET signature = randomblob(64)"], {3}),
        # One row of noise in 256 begins like a row in a second layer, which then does not open.
        ("row", ["UPDATE record SET sealed = randomblob(length(sealed)) WHERE seq = 2"], {5, 8}),
        ("row gone", ["DELETE FROM record WHERE seq = 3"], {5}),
    ])


def test_every_tampering_with_the_file_is_found_and_named(lived_in, tmp_path):
    register, _ = lived_in
    assert register.verify().code == 0, "control: untouched, it is whole"
    last, source, seen = len(entries(register)), random.Random(21), {}
    for number in range(TAMPERINGS):
        name, statements, codes = ways(source, last)
        copy = altered(register, tmp_path / str(number), statements)
        done = copy.verify()
        assert done.code in codes, (name, statements, done)
        assert done.json["exit"] == done.code and done.json["found"]["faults"]
        seen[name] = seen.get(name, 0) + 1
        shutil.rmtree(tmp_path / str(number))
    assert len(seen) >= 10, seen


@pytest.mark.folder
def test_without_a_key_chain_gaps_and_anchors_are_still_seen(lived_in, tmp_path):
    register, _ = lived_in
    words = register.run("anchor", register.folder, "--json", *register.key).json["words"]
    def keyless(copy, *options):
        return copy.run("verify", copy.folder, "--json", "--no-key", *options).code
    assert keyless(register, "--anchor", words) == 0
    for name, statement, code in (("hash", "UPDATE audit SET hash = randomblob(32) WHERE seq = 9", 2),
                                  ("gap", "DELETE FROM audit WHERE seq = 9", 4),
                                  ("cut", "DELETE FROM audit WHERE seq > 30", 6)):
        found = keyless(altered(register, tmp_path / name, [statement]), "--anchor", words)
        # Rows whose entries were cut off are found too, and the lowest code is given.
        assert found in ({5, 6} if name == "cut" else {code}), name
    marks = altered(register, tmp_path / "mark", ["UPDATE audit SET mac = randomblob(32) WHERE seq = 9"])
    assert keyless(marks) == 0 and marks.verify().code == 3, "what only a key shows"


@pytest.mark.folder
def test_a_mirror_and_an_anchor_show_a_register_put_back(tmp_path):
    register = Register.made(tmp_path / "made")
    mirror = tmp_path / "mirror"
    with register.serve(*register.key, "--audit-mirror", mirror) as server:
        signed_in(server, register.owner, register.code)
    old = tmp_path / "old"
    shutil.copytree(register.folder, old)
    with register.serve(*register.key, "--audit-mirror", mirror) as server:
        client = signed_in_again(register, server.port)
        for _ in range(5):
            client.ask("GET", "/cases")
    anchor = tmp_path / "anchor"
    assert register.run("anchor", register.folder, "--out", anchor, *register.key).code == 0
    assert register.verify("--anchor", anchor, "--mirror", mirror).code == 0
    assert register.verify("--anchor", anchor).json["found"]["unanchored"] == 0
    alone = register.run("verify", old, "--json", *register.key)
    assert alone.code == 0 and alone.json["found"]["unanchored"] > 0 and "nanchored tail" in alone.err
    assert register.run("verify", old, "--anchor", anchor, *register.key).code == 6
    assert register.run("verify", old, "--mirror", mirror, *register.key).code == 7


def test_no_name_and_no_searched_word_lies_in_the_log(lived_in):
    register, mirror = lived_in
    text = json.dumps(entries(register)) + mirror.read_text()
    for word in ("Amaia", "Zubizarreta", register.owner, PASSPHRASE):
        assert word.lower() not in text.lower()


def test_a_kill_between_entry_and_answer_leaves_no_answer_without_entry(tmp_path):
    """AUD-3: whatever was answered is in the log; whatever was changed is in the log; nothing else is."""
    register = Register.made(tmp_path)
    with register.serve() as server:
        signed_in(server, register.owner, register.code)
    source, answered, registered = random.Random(3), 0, 0
    for _ in range(KILLS):
        before = len([one for one in entries(register) if one["action"] == "register.list"])
        made_before = len([one for one in entries(register) if one["action"] == "case.register"])
        port = free_port()
        with register.serve(port=port) as server:
            client = signed_in_again(register, port)
            page = client.ask("GET", "/cases/new/form").content.decode()
            form = {"form-token": re.search('name="form-token" value="([^"]*)"', page)[1],
                    "request": re.search('name="request" value="([^"]*)"', page)[1], "prs_FirstName": "Ngozi"}
            seen, made = [0], [0]

            def look():
                try:
                    while client.ask("GET", "/cases", timeout=5).status == 200:
                        seen[0] += 1
                except (OSError, http.client.HTTPException):
                    pass

            def register_one():
                try:
                    if client.ask("POST", "/cases", form, timeout=5).status in (302, 303):
                        made[0] += 1
                except (OSError, http.client.HTTPException):
                    pass

            threads = [threading.Thread(target=look), threading.Thread(target=register_one)]
            for thread in threads:
                thread.start()
            time.sleep(source.uniform(0.0, 0.08))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(20)
            for thread in threads:
                thread.join()
        log = entries(register)
        assert len([one for one in log if one["action"] == "register.list"]) >= before + seen[0]
        assert len([one for one in log if one["action"] == "case.register"]) >= made_before + made[0]
        answered, registered = answered + seen[0], registered + made[0]
    assert answered > 0, "some looks were answered before the kill"
    assert register.verify("--deep").code == 0, "every change has its entry, and every entry its change"


def limited(register, port, bytes_max, *options):
    """A server that may write no file beyond so many bytes: a disk that is full."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_max, bytes_max))
    return subprocess.Popen([str(binary()), "serve", str(register.folder), "--port", str(port), *map(str, register.key), *options],
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env=environment(register.scratch), preexec_fn=limit)


def test_when_the_log_takes_no_more_nothing_is_shown(tmp_path):
    """AUD-7: no write goes through any more; to the program that is a disk that failed (full ones: Tests/Faults)."""
    register = Register.made(tmp_path)
    with register.serve() as server:
        signed_in(server, register.owner, register.code)
    size = (register.folder / "register.sqlite").stat().st_size
    port = free_port()
    process = limited(register, port, size + 400_000)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=2).connect()
                break
            except OSError:
                time.sleep(0.1)
        client = signed_in_again(register, port)
        statuses = []
        try:
            for _ in range(3000):
                answer = client.ask("GET", "/cases")
                statuses.append(answer.status)
                assert answer.status == 200 or b"case-list" not in answer.content
        except (OSError, http.client.HTTPException):
            statuses.append("gone")
        assert statuses[0] == 200 and statuses[-1] == "gone", statuses[-3:]
        assert process.wait(30) == 75, "it stops at once, and says why"
    finally:
        process.terminate()
        process.wait(30)
    with register.serve() as server:
        assert signed_in_again(register, server.port).ask("GET", "/cases").status == 200, "with room again all is well"
    assert register.verify("--deep").code == 0


def test_a_demanded_mirror_that_is_gone_stops_the_work_until_it_is_back(tmp_path):
    register = Register.made(tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    options = ("--audit-mirror", stick / "mirror", "--audit-mirror-required")
    with register.serve(*register.key, *options) as server:
        client = signed_in(server, register.owner, register.code)
        assert client.ask("GET", "/cases").status == 200
        stick.rename(tmp_path / "away")
        assert client.ask("GET", "/cases").status == 503
        (tmp_path / "away").rename(stick)
        assert client.ask("GET", "/cases").status == 200
    assert register.verify("--mirror", stick / "mirror").code == 0
