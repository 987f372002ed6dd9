# SPDX-License-Identifier: Apache-2.0
"""Opening and closing the register: custodians, key files on a stick, and a memory that is empty afterwards."""

import json
import os
import re
import signal
import time
import urllib.error
import urllib.request

import canaries
import fill_templates
import htcds
import memory
import pytest
from keys import Keys
from people import people
from register import Register
from client import Client
from doors import give, give_file, health, until

PASSPHRASE = "nine slow ferries cross the bay"


def add_custodians(register, *options) -> list[str]:
    done = register.run("slots", "add", register.folder, "--custodians", "2of3", *options, *register.key)
    assert done.code == 0, done
    shares = [line.split(": ")[1] for line in done.out.splitlines() if line.startswith("share ")]
    assert len(shares) == 3 and len(set(shares)) == 3
    return shares


def add_passphrase(register):
    file = register.scratch / "new-passphrase"
    file.write_text(PASSPHRASE + "\n")
    done = register.run("slots", "add", register.folder, "--new-passphrase-file", file, "--label", "the safe", *register.key)
    assert done.code == 0, done
    return file


def slots(register) -> list[dict]:
    return register.run("slots", "list", register.folder, "--json").json["slots"]


def status_of(server, path: str) -> int:
    try:
        return urllib.request.urlopen(server.url + path, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def close(server) -> None:
    """Seals the register: by the command where it is in a folder, else as docs/postgresql.md says, server by server."""
    if Register.place:
        return os.kill(server.process.pid, signal.SIGUSR1)
    done = server.register.run("seal", server.register.folder)
    assert done.code == 0, done


def door(server) -> str:
    """What `unseal` is told: the folder, or the server's address."""
    return server.url if Register.place else server.register.folder



def test_each_slot_opens_by_itself_and_one_that_was_removed_no_more(register):
    passphrase, shares = add_passphrase(register), add_custodians(register)
    stick = register.scratch / "stick.key"
    assert register.run("slots", "add", register.folder, "--new-key-file", stick, *register.key).code == 0
    assert stick.stat().st_size == 32 and stick.stat().st_mode & 0o777 == 0o600
    assert [slot["kind"] for slot in slots(register)] == ["keyFile", "passphrase", "custodians", "keyFile"]
    ways = [("--passphrase-file", passphrase), ("--key-file", stick),
            ("--custodian-share", shares[2], "--custodian-share", shares[0])]
    for way in ways:
        assert register.run("verify", register.folder, *way).code == 0, way
    assert register.run("verify", register.folder, "--custodian-share", shares[0]).code != 0
    # The first key is replaced by another; the old one opens nothing.
    first, other = slots(register)[0]["id"], register.scratch / "other.key"
    done = register.run("slots", "add", register.folder, "--new-key-file", other, "--replacing", first, *register.key)
    assert done.code == 0, done
    assert register.run("verify", register.folder, *register.key).code != 0
    assert register.run("slots", "remove", register.folder, slots(register)[0]["id"], "--key-file", other).code == 0
    assert register.run("verify", register.folder, "--passphrase-file", passphrase).code != 0
    for slot in slots(register)[:2]:
        assert register.run("slots", "remove", register.folder, slot["id"], "--key-file", other).code == 0
    done = register.run("slots", "remove", register.folder, slots(register)[0]["id"], "--key-file", other)
    assert done.code == 1 and "last slot" in done.err, done
    assert register.run("verify", register.folder, "--key-file", other).code == 0


def test_what_cannot_be_is_said(register):
    add = ("slots", "add", register.folder, *register.key)
    for wrong in (["--custodians", "1of3"], ["--custodians", "4of3"], ["--custodians", "2of17"], ["--custodians", "two"], [],
                  ["--custodians", "2of3", "--automatic"]):
        assert register.run(*add, *wrong).code == 2, wrong
    there = register.scratch / "there"
    there.write_text("somebody's")
    done = register.run(*add, "--new-key-file", there)
    assert done.code == 1 and there.read_text() == "somebody's", done
    done = register.run("slots", "add", register.folder, "--new-key-file", register.scratch / "n", "--key-file", there)
    assert done.code == 2 and not (register.scratch / "n").exists(), done
    assert register.run("slots", "remove", register.folder, "ffff", *register.key).code == 1
    done = register.run("seal", register.folder)
    nobody = (2, "SIGUSR1") if Register.place else (1, "No Wayhouse serves")
    assert done.code == nobody[0] and nobody[1] in done.err, done
    assert register.run("unseal", "http://example.org:80").code == 2, "no secret leaves this computer"
    assert len(slots(register)) == 1


def test_a_slip_can_be_printed_for_each_custodian(register):
    folder = register.scratch / "slips"
    shares = add_custodians(register, "--slips", folder, "--qr")
    for number, share in enumerate(shares, 1):
        page = (folder / f"share-{number}.html").read_text()
        assert share.replace("-", " ") in page and "<svg" in page and f"Share {number} of 3" in page
        assert not any(other.replace("-", " ") in page for other in shares if other != share)
        assert (folder / f"share-{number}.html").stat().st_mode & 0o777 == 0o600


def test_a_sealed_server_answers_nothing_but_its_door(register):
    shares = add_custodians(register)
    with register.serve("--sealed", *register.key) as server:
        assert health(server) == "sealed", "--sealed wins over a key"
        for path in ("/unseal", "/health", "/healthz", "/assets/app.css", "/favicon.ico", "/quiet"):
            assert status_of(server, path) == 200, path
        for path in ("/cases", "/sign-in", "/acts", "/openapi.json", "/api/v1/codebook", "/api/v1/cases", "/seal"):
            assert status_of(server, path) == 503, path
        page = urllib.request.urlopen(server.url + "/unseal").read().decode()
        assert re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){3}", page) and re.search(r"\b[0-9a-f]{64}\b", page)
        assert give(server, share=shares[1])[0] == 202
        done = register.run("unseal", door(server), "--custodian-share", shares[1], "--custodian-share", shares[0])
        assert done.code == 0 and "Compare with what was last written down" in done.err, done
        assert health(server) == "open" and status_of(server, "/sign-in") == 200
    log = server.log.read_text()
    assert not any(share[10:24] in log for share in shares)


def test_wrong_keys_are_counted_slowed_down_and_told_of(register):
    add_custodians(register)
    with register.serve("--sealed") as server:
        seen, times = [], []
        for attempt in range(7):
            started = time.monotonic()
            seen.append(give(server, share="0410-0000" if attempt % 2 else "x" * 64)[0])
            times.append(time.monotonic() - started)
        assert seen[:5] == [403] * 5 and 429 in seen[5:]
        assert max(times[:5]) - min(times[:5]) < 0.5, times
    with register.serve("--sealed") as server:
        code, answer = give_file(server, register.key_file)
        assert code == 200 and answer["wrongSecrets"] == seen.count(403), "a restart forgets none"


def test_the_server_closes_within_a_second_and_keeps_its_port_and_process(register):
    add_passphrase(register)
    with register.serve(*register.key, "--name", "Notes 3") as server:
        pid = server.process.pid
        for way in ("command", "signal", "command"):
            assert health(server) == "open"
            started = time.monotonic()
            if way == "command":
                close(server)
            else:
                os.kill(pid, signal.SIGUSR1)
            until(server, "sealed")
            assert time.monotonic() - started < 2
            arguments = open(f"/proc/{pid}/cmdline", "rb").read().decode().split("\0")
            assert "--key-file" not in arguments and str(register.key_file) not in arguments
            assert "--sealed" in arguments and "Notes 3" in arguments
            assert server.process.poll() is None
            assert register.run("unseal", door(server), "--passphrase-file", register.scratch / "new-passphrase").code == 0
    assert register.verify("--deep").code == 0
    assert server.process.returncode == 0, "it still ends when it is told to"


def test_it_closes_while_it_is_being_written_to_and_loses_nothing_that_was_said_to_be_saved(register, artefacts):
    register.import_file(artefacts[0] / "people.csv")
    with register.serve() as server:
        started = time.monotonic()
        close(server)
        until(server, "sealed")
        assert time.monotonic() - started < 2
    assert register.verify("--deep").code == 0


def test_a_stick_opens_when_it_is_plugged_in_and_closes_when_it_is_pulled(register):
    stick = register.scratch / "stick" / "wayhouse.key"
    with register.serve("--key-file-when-present", stick, "--seal-when-removed") as server:
        assert health(server) == "sealed"
        stick.parent.mkdir()
        stick.write_bytes(b"not the key of this register, and long enough")
        time.sleep(1.5)
        assert health(server) == "sealed"
        stick.unlink()
        time.sleep(1.2)
        stick.write_bytes(register.key_file.read_bytes())
        until(server, "open")
        # Sealed by hand while it is plugged in: it stays sealed until it is plugged in anew.
        close(server)
        time.sleep(2)
        assert health(server) == "sealed"
        stick.unlink()
        time.sleep(1.2)
        stick.write_bytes(register.key_file.read_bytes())
        until(server, "open")
        stick.unlink()
        assert until(server, "sealed") < 5
    assert register.verify().code == 0


def test_an_idle_register_closes_itself_outside_office_hours(register):
    with register.serve(*register.key, "--seal-when-idle", "0.04") as server:
        until(server, "sealed", 15)
    with register.serve(*register.key, "--seal-when-idle", "0.04", "--office-hours", "00:00-24:00") as server:
        time.sleep(4)
        assert health(server) == "open"
    for wrong in (["--office-hours", "08:00-18:00"], ["--seal-when-idle", "1", "--office-hours", "8 to 6"],
                  ["--seal-when-idle", "0"], ["--seal-when-removed"]):
        assert register.run("serve", register.folder, *wrong, timeout=30).code == 2, wrong


def test_a_register_that_opens_by_itself_must_be_asked_for_in_so_many_words(register):
    add = ("slots", "add", register.folder, "--automatic", *register.key)
    assert register.run(*add, "--confirm", "yes").code == 1
    assert len(slots(register)) == 1 and not (register.folder / "auto.key").exists()
    done = register.run(*add, "--confirm", "Whoever has this computer can read everything")
    assert done.code == 0 and "Warning" in done.err, done
    assert "Warning" in register.run("slots", "list", register.folder).err
    with register.serve("--host", "127.0.0.1") as server:
        assert health(server) == "open" and "Warning" in server.log.read_text()
        close(server)
        assert health(server) == "sealed", "sealed is sealed"
    automatic = next(slot["id"] for slot in slots(register) if slot["kind"] == "automatic")
    assert register.run("slots", "remove", register.folder, automatic, *register.key).code == 0
    assert not (register.folder / "auto.key").exists()
    with register.serve("--host", "127.0.0.1") as server:
        assert health(server) == "sealed"


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT TESTED: only root reads the memory of a process that hides it")
def test_nothing_of_the_register_is_left_in_memory_after_sealing(register, tmp_path):
    """ENC-7: root, agency and scope keys and fifty canaries; before sealing the same search finds them."""
    htcds.needed()
    rows = people(50, seed=7)
    words = [f"{canaries.MARKER}{number:03d}" for number in range(50)]
    for row, word in zip(rows, words):
        row["prs_FirstName"] = word
    file = tmp_path / "planted.csv"
    file.write_bytes(fill_templates.canonical_csv(rows))
    assert register.import_file(file).json["imported"] == 50
    keys = Keys(register.folder, register.key_file, scopes=5)
    secrets = keys.named() | {word: word.encode() for word in words}
    secrets["key file"] = register.key_file.read_bytes()
    with register.serve() as server:
        pid = server.process.pid
        look_around(server, register)
        before = memory.count(pid, secrets)
        assert sum(before[word] > 0 for word in words) == 50, "control: the names are in memory while it is open"
        assert before["agency 0, hashed"] > 0, "control: the agency's key is, too"
        close(server)
        after = memory.count(pid, secrets)
        assert {name: count for name, count in after.items() if count} == {}
        print("before:", {name: count for name, count in before.items() if not name.startswith(canaries.MARKER)})
        if os.environ.get("WAYHOUSE_FIGURES"):
            print(json.dumps(before))


def look_around(server, register):
    """Somebody signs in and looks at the list, so that records are opened."""
    client = Client(server.port)
    client.ask("POST", "/first-sign-in", {"account": register.owner, "code": register.code, "passphrase": PASSPHRASE, "again": PASSPHRASE})
    client.ask("POST", "/first-sign-in/factor", {"without": "yes"})
    page = client.ask("GET", "/cases?names=yes")
    assert page.status == 200
    for case in re.findall(r'href="(/cases/[0-9a-f]{32})"', page.content.decode())[:5]:
        assert client.ask("GET", case).status == 200


def test_other_programs_of_the_same_user_cannot_read_its_memory(register):
    with register.serve() as server:
        pid = server.process.pid
        status = dict(line.split(":\t", 1) for line in open(f"/proc/{pid}/status").read().splitlines() if ":\t" in line)
        limits = open(f"/proc/{pid}/limits").read()
        assert re.search(r"Max core file size\s+0\s+0", limits)
        # What is not dumpable belongs to root in /proc; for a process of root that is told by the file of its memory map.
        if os.geteuid() != 0:
            with pytest.raises(PermissionError):
                open(f"/proc/{pid}/mem", "rb")
        assert status["CoreDumping"].strip() == "0"
