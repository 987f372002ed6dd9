# SPDX-License-Identifier: Apache-2.0
"""Backups as those meet them who need one: made while people work, damaged, stolen, old, or of somebody else."""

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import threading
import time

import fill_templates
import pytest
from client import signed_in
from keeper import Keeper
from people import people
from readers import read_csv
from register import Register, binary, environment

FLIPS = int(os.environ.get("WAYHOUSE_BACKUP_FLIPS", "200"))
CUTS = int(os.environ.get("WAYHOUSE_BACKUP_CUTS", "20"))
KILLS = int(os.environ.get("WAYHOUSE_RESTORE_KILLS", "12"))
CHUNK = 65_552


def import_people(register, count, seed):
    file = register.scratch / f"people-{seed}.csv"
    file.write_bytes(fill_templates.canonical_csv(people(count, seed=seed)))
    assert register.import_file(file).json["imported"] == count


def copy_of(register, folder):
    """The same register's key on another folder."""
    other = Register(register.scratch)
    other.folder, other.key_file, other.key = folder, register.key_file, register.key
    return other


def rows(folder, table, order):
    connection = sqlite3.connect(f"file:{folder / 'register.sqlite'}?mode=ro", uri=True)
    found = connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()
    connection.close()
    return found


@pytest.fixture(scope="module")
def backed(tmp_path_factory):
    """A register of 40 people, its keeper, and a folder with one backup of it."""
    register = Register.made(tmp_path_factory.mktemp("backed"))
    import_people(register, 40, 3)
    keeper = Keeper(register)
    folder = register.scratch / "backups"
    return register, keeper, folder, keeper.back_up(folder)["set"]


def altered(backup, place, change=lambda manifest: None, data=None, keyring=None, fixed=True):
    """A copy of a backup with other bytes; `fixed` lets its list agree with them, as a thief could."""
    folder, manifest = backup
    place.mkdir()
    stem = manifest["data"]["name"][: -len(".data.age")]
    manifest = json.loads(json.dumps(manifest))
    for part, content in (("data", data), ("keyring", keyring)):
        name = manifest[part]["name"]
        if content is None:
            (place / name).symlink_to(folder / name)
            continue
        (place / name).write_bytes(content)
        if fixed:
            manifest[part] |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    change(manifest)
    (place / f"{stem}.manifest.json").write_text(json.dumps(manifest))
    return place


def refused(keeper, place, codes, *options):
    """A restore that says no and leaves nothing: no folder, no half of one."""
    target = place.parent / (place.name + "-out")
    done = keeper.restore(place, "--to", target, *options)
    assert done.code in codes, done
    assert not target.exists() and not list(place.parent.glob(f"{target.name}*")), "a table was touched"
    shutil.rmtree(place)
    return done


def test_a_backup_comes_back_as_it_was(backed, tmp_path):
    register, keeper, folder, _ = backed
    done = keeper.restore(folder, "--to", tmp_path / "out", "--deep", "--json", *register.key, expecting=0)
    assert done.json["verified"] and done.json["opened"] == done.json["rows"] > 100
    other = copy_of(register, tmp_path / "out")
    assert other.verify("--deep").code == 0
    assert read_csv(other.export("htcds-csv")) == read_csv(register.export("htcds-csv"))
    for table, order in (("record", "seq"), ("scope", "id"), ("agency", "id"), ("account", "id"), ("recovery", "agency")):
        assert rows(other.folder, table, order) == rows(register.folder, table, order)
    actions = [json.loads(bytes(row[1]))["action"] for row in rows(other.folder, "audit", "seq")]
    assert "backup.restore" in actions, "the restore stands in the log"
    assert "backup.make" in [json.loads(bytes(row[1]))["action"] for row in rows(register.folder, "audit", "seq")]
    assert oct(other.folder.stat().st_mode)[-3:] == "700"
    assert oct((other.folder / "register.sqlite").stat().st_mode)[-3:] == "600"


def test_a_drill_says_how_it_went_and_leaves_nothing(backed, tmp_path):
    register, keeper, folder, _ = backed
    done = keeper.restore(folder, "--drill", "--scratch", tmp_path, "--record-in", register.folder, "--json", expecting=0)
    assert done.json["verified"] and done.json["counts"]["record"] > 100 and done.json["ageSeconds"] >= 0
    assert list(tmp_path.iterdir()) == []
    assert "drill" in [row[1] for row in rows(register.folder, "backup", "at")]


# The long run has thousands of them.
@pytest.mark.slow
@pytest.mark.timeout(max(300, 2 * FLIPS))
def test_every_flipped_bit_is_refused_before_a_table_is_touched(backed, tmp_path):
    """ENC-5, with and without a list that agrees with the flip."""
    _, keeper, folder, manifest = backed
    source = random.Random(5)
    for number in range(FLIPS):
        part = "keyring" if number % 4 == 0 else "data"
        content = bytearray((folder / manifest[part]["name"]).read_bytes())
        # Every other flip near the beginning, where the header and its mark are.
        at = source.randrange(200 if number % 2 else len(content))
        content[at] ^= 1 << source.randrange(8)
        place = altered((folder, manifest), tmp_path / str(number), fixed=number % 3 != 0, **{part: bytes(content)})
        refused(keeper, place, {4, 100})


@pytest.mark.timeout(max(300, 2 * CUTS))
def test_every_truncation_is_refused_before_a_table_is_touched(backed, tmp_path):
    _, keeper, folder, manifest = backed
    source = random.Random(6)
    content = (folder / manifest["data"]["name"]).read_bytes()
    edges = [0, 1, 199, 200, 216, len(content) - 1, len(content) - 16, 200 + CHUNK]
    for number in range(CUTS):
        cut = edges[number] if number < len(edges) else source.randrange(len(content))
        refused(keeper, altered((folder, manifest), tmp_path / str(number), data=content[:cut]), {4})
    refused(keeper, altered((folder, manifest), tmp_path / "longer", data=content + b"\0"), {4})


def test_chunks_in_another_order_are_refused(backed, tmp_path):
    _, keeper, folder, manifest = backed
    content = (folder / manifest["data"]["name"]).read_bytes()
    start = content.index(b"\n--- ") + 5 + 44 + 16
    chunks = [content[at: at + CHUNK] for at in range(start, len(content), CHUNK)]
    assert len(chunks) >= 3 and sum(map(len, chunks)) + start == len(content)
    whole = altered((folder, manifest), tmp_path / "whole", data=content[:start] + b"".join(chunks))
    keeper.restore(whole, "--to", tmp_path / "out", expecting=0)
    for number, order in enumerate([[1, 0], [0, 2, 1], [0, 0, 1], [1, 2], [2, 0, 1]]):
        rest = chunks[max(order) + 1:]
        mixed = content[:start] + b"".join([chunks[n] for n in order] + rest)
        refused(keeper, altered((folder, manifest), tmp_path / str(number), data=mixed), {4})


def test_another_key_is_said_by_its_own_exit_code(backed, tmp_path):
    register, keeper, folder, _ = backed
    stranger = Keeper(register, "stranger")
    done = keeper.restore(folder, "--to", tmp_path / "out", identity=stranger.file, expecting=100)
    assert "does not open" in done.err and not (tmp_path / "out").exists()
    (tmp_path / "noise").write_text("AGE-SECRET-KEY-1NOTAKEY")
    keeper.restore(folder, "--to", tmp_path / "out", identity=tmp_path / "noise", expecting=2)
    keeper.restore(folder, "--to", tmp_path / "out", identity=tmp_path / "nowhere", expecting=2)


def test_backups_that_are_not_for_here_are_refused(backed, tmp_path):
    register, keeper, folder, manifest = backed
    content = (folder / manifest["data"]["name"]).read_bytes()

    def alter(name, change, **more):
        return altered((folder, manifest), tmp_path / name, change, **more)
    newer = refused(keeper, alter("newer", lambda m: m.update(format=2)), {3})
    assert "newer Wayhouse" in newer.err
    refused(keeper, alter("step", lambda m: m["steps"].append("9999-later")), {3})
    refused(keeper, alter("older", lambda m: m.update(format=0)), {3})
    refused(keeper, alter("bare", lambda m: m.update(steps=["0002-access"])), {3, 4})
    refused(keeper, alter("outside", lambda m: m["data"].update(name="../backups/" + m["data"]["name"])), {4})
    refused(keeper, alter("counts", lambda m: m["counts"].update(record=1)), {4})
    refused(keeper, alter("words", lambda m: m["audit"].update(entries=1)), {4})
    refused(keeper, alter("revived", lambda m: m.update(install="0" * 32)), {4})
    refused(keeper, alter("swapped", lambda m: m.update(data=m["keyring"], keyring=m["data"]), data=content), {3, 4})
    place = alter("no list", lambda m: None)
    next(place.glob("*.manifest.json")).write_text("{")
    refused(keeper, place, {4})
    keeper.restore(tmp_path / "nowhere", "--to", tmp_path / "out", expecting=3)
    # Not into a folder that holds something.
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter").write_text("mine")
    keeper.restore(folder, "--to", tmp_path / "taken", expecting=3)
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["letter"]


def test_a_keyring_of_another_backup_does_not_fit(backed, tmp_path):
    register, keeper, folder, manifest = backed
    other = keeper.back_up(tmp_path / "other")["set"]
    ring = (tmp_path / "other" / other["keyring"]["name"]).read_bytes()
    refused(keeper, altered((folder, manifest), tmp_path / "mixed", keyring=ring), {4})


def test_without_its_keyring_or_with_an_old_one_a_backup_is_refused(backed, tmp_path):
    register, keeper, folder, manifest = backed
    place = altered((folder, manifest), tmp_path / "gone")
    (place / manifest["keyring"]["name"]).unlink()
    assert "35 days" in refused(keeper, place, {3}).err
    day = 86_400_000

    def made(days):
        return lambda m: m.update(made=int(time.time() * 1000) - days * day)
    done = refused(keeper, altered((folder, manifest), tmp_path / "old", made(36)), {3})
    assert "36 days old" in done.err
    # A list cannot make a backup younger than it says of itself inside.
    refused(keeper, altered((folder, manifest), tmp_path / "young", made(34)), {4})
    # The next backup removes keyrings that are too old, and leaves the data.
    old = altered((folder, manifest), tmp_path / "kept", made(36))
    keeper.back_up(old)
    assert not (old / manifest["keyring"]["name"]).exists() and (old / manifest["data"]["name"]).exists()


def test_the_data_file_holds_no_wrapped_key(backed, tmp_path):
    register, keeper, folder, manifest = backed
    if not shutil.which("age"):
        pytest.skip("NOT TESTED: the program age is not installed: Scripts/prepare test")
    opened = {part: subprocess.run(["age", "--decrypt", "--identity", keeper.file, folder / manifest[part]["name"]],
                                   capture_output=True, check=True).stdout for part in ("data", "keyring")}
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    wraps = [row[0] for row in connection.execute("SELECT wrapped FROM scope UNION ALL SELECT wrapped FROM agency")]
    assert len(wraps) > 40
    assert all(wrap not in opened["data"] and wrap in opened["keyring"] for wrap in wraps)
    # Read by somebody who has only docs/backup.md.
    found = {}
    for table, count in batches(opened["data"]):
        found[table] = found.get(table, 0) + count
    assert found == manifest["counts"] and found["record"] > 100
    connection.close()


def batches(content):
    """The frames inside a backup, as docs/backup.md has them: the table and the number of rows of each."""
    at = 0
    while at < len(content):
        letter, length = content[at: at + 1], struct.unpack(">I", content[at + 1: at + 5])[0]
        body, at = content[at + 5: at + 5 + length], at + 5 + length
        if letter != b"B":
            json.loads(body)
            continue
        names, place = [], 0
        while (size := struct.unpack(">I", body[place: place + 4])[0]) != 0xFFFFFFFF:
            names.append(body[place + 4: place + 4 + size].decode())
            place += 4 + size
        yield names[0], struct.unpack(">I", body[place + 4: place + 8])[0]


def test_an_increment_brings_what_came_since(tmp_path):
    register = Register.made(tmp_path)
    keeper, folder = Keeper(register), tmp_path / "backups"
    import_people(register, 10, 11)
    first = keeper.back_up(folder)["set"]
    import_people(register, 15, 12)
    with register.serve() as server:
        client = signed_in(server, register.owner, register.code)
        assert client.ask("GET", "/cases").status == 200
    second = keeper.back_up(folder, "--increment")["set"]
    assert second["kind"] == "increment" and second["base"] == first["set"]
    assert second["data"]["bytes"] < first["data"]["bytes"] * 2.5
    import_people(register, 5, 13)
    third = keeper.back_up(folder, "--increment")["set"]
    assert len(list(folder.glob("*increment.manifest.json"))) == 1, "the newer one replaces the older"
    keeper.restore(folder, "--to", tmp_path / "out", "--deep", *register.key, expecting=0)
    other = copy_of(register, tmp_path / "out")
    assert read_csv(other.export("htcds-csv")) == read_csv(register.export("htcds-csv"))
    assert len(read_csv(other.export("htcds-csv"))) == 30
    assert third["audit"]["entries"] > second["audit"]["entries"]
    # The whole one alone is the earlier moment.
    keeper.restore(folder / first["data"]["name"], "--to", tmp_path / "first", expecting=0)
    assert len(read_csv(copy_of(register, tmp_path / "first").export("htcds-csv"))) == 10
    # An increment without its whole backup is nothing.
    (folder / (first["data"]["name"][: -len(".data.age")] + ".manifest.json")).unlink()
    keeper.restore(next(folder.glob("*increment.manifest.json")), "--to", tmp_path / "third", expecting=3)


def test_a_backup_under_load_agrees_with_its_place_in_the_log(tmp_path):
    """REL-6, and its control: the database file alone, without its log of recent changes, is not the register."""
    register = Register.made(tmp_path)
    import_people(register, 50, 21)
    keeper, stop, done = Keeper(register), threading.Event(), []
    with register.serve() as server:
        client = signed_in(server, register.owner, register.code)

        def write():
            while not stop.is_set():
                page = client.ask("GET", "/cases/new/form").content.decode()
                form = {"form-token": page.split('name="form-token" value="')[1].split('"')[0],
                        "request": page.split('name="request" value="')[1].split('"')[0],
                        "prs_FirstName": f"Tariku{len(done)}", "prs_SecondName": "Abebe"}
                assert client.ask("POST", "/cases", form).status in (302, 303)
                done.append(1)
        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(1)
        made = [keeper.back_up(tmp_path / f"b{number}")["set"] for number in range(3)]
        before = len(done)
        time.sleep(1)
        assert len(done) > before, "people went on working"
        stop.set()
        writer.join(30)
        # The control.
        (tmp_path / "copy").mkdir()
        shutil.copy(register.folder / "register.sqlite", tmp_path / "copy" / "register.sqlite")
        try:
            torn = len(rows(tmp_path / "copy", "audit", "seq"))
        except sqlite3.DatabaseError:
            torn = 0
        assert torn < len(rows(register.folder, "audit", "seq")), "a copy of the one file lacks what was acknowledged"
    everything, log = rows(register.folder, "record", "seq"), rows(register.folder, "audit", "seq")
    act = 7
    for number, manifest in enumerate(made):
        keeper.restore(tmp_path / f"b{number}", "--to", tmp_path / f"out{number}", expecting=0)
        other = tmp_path / f"out{number}"
        entries = manifest["audit"]["entries"]
        assert rows(other, "audit", "seq") == log[:entries]
        # Which row is current may have changed since: it is left out.
        then = [row[:4] + row[5:] for row in rows(other, "record", "seq")]
        assert then == [row[:4] + row[5:] for row in everything if row[act] <= entries]
        assert copy_of(register, other).verify("--deep").code == 0
    assert made[0]["audit"]["entries"] < made[2]["audit"]["entries"]


def test_a_server_backs_itself_up_sealed_and_open(tmp_path):
    register = Register.made(tmp_path)
    keeper, folder = Keeper(register), tmp_path / "backups"
    plan = ("--backup-to", folder, "--backup-recipient", keeper.recipient)

    def wait(pattern, count):
        deadline = time.monotonic() + 40
        while len(list(folder.glob(pattern))) < count:
            assert time.monotonic() < deadline, list(folder.glob("*"))
            time.sleep(0.2)
    sealed = register.serve()
    sealed.key = plan
    with sealed:
        wait("*.manifest.json", 1)
    keeper.restore(folder, "--to", tmp_path / "out", "--deep", *register.key, expecting=0)
    assert "backup.make" not in [json.loads(bytes(row[1]))["action"] for row in rows(register.folder, "audit", "seq")]
    with register.serve(*register.key, *plan):
        pass
    assert "backup.make" in [json.loads(bytes(row[1]))["action"] for row in rows(register.folder, "audit", "seq")]


@pytest.mark.folder
def test_a_restore_over_a_register_needs_a_second_person_and_the_same_register(backed, tmp_path):
    register, keeper, folder, _ = backed
    live = tmp_path / "live"
    keeper.restore(folder, "--to", live, expecting=0)
    before = rows(live, "record", "seq")
    done = keeper.restore(folder, "--to", live, "--replace", *register.key, expecting=1)
    assert "second person" in done.err
    again = keeper.restore(folder, "--to", live, "--replace", *register.key, expecting=1)
    assert "second person" in again.err
    assert [row[1:3] for row in rows(live, "request", "id")] == [("restore", "waiting")], "asked once"
    assert rows(live, "record", "seq") == before
    stranger = Register.made(tmp_path / "stranger")
    done = keeper.restore(folder, "--to", stranger.folder, "--replace", *stranger.key, expecting=3)
    assert "another register" in done.err and stranger.verify().code == 0


def test_a_restore_that_is_killed_leaves_what_was_there(backed, tmp_path):
    register, keeper, folder, _ = backed
    source, finished = random.Random(8), 0
    for number in range(KILLS):
        target = tmp_path / f"out{number}"
        command = [str(binary()), "restore", str(folder), "--identity", str(keeper.file), "--to", str(target)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=environment(register.scratch))
        try:
            process.wait(source.uniform(0.02, 0.4))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        if target.exists():
            finished += 1
            assert copy_of(register, target).verify("--deep").code == 0, "only a whole register has the name"
        else:
            keeper.restore(folder, "--to", target, expecting=0)
    assert finished < KILLS, "some were killed half-way"


def limited(register, bytes_max, *arguments):
    """A command that may write no file beyond so many bytes: a disk that is full."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_max, bytes_max))
    return subprocess.run([str(binary()), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                          env=environment(register.scratch), preexec_fn=limit, timeout=120)


def test_a_full_disk_leaves_neither_half_a_backup_nor_half_a_register(backed, tmp_path):
    register, keeper, folder, manifest = backed
    # Below 32 KiB SQLite cannot even share its index of the log.
    for part in (2, 3, 8):
        most = max(40_000, manifest["data"]["bytes"] // part)
        done = limited(register, most, "backup", register.folder, "--to", tmp_path / "b", "--recipient", keeper.recipient)
        assert done.returncode == 1 and b"disk is full" in done.stderr, done
        assert list((tmp_path / "b").iterdir()) == []
        done = limited(register, most, "restore", folder, "--identity", keeper.file, "--to", tmp_path / "out")
        # 75: a write that the disk refused ends the process at once; the next restore tidies up.
        assert done.returncode in (1, 3, 75), done
        assert not (tmp_path / "out").exists()
    assert register.verify().code == 0
    keeper.restore(folder, "--to", tmp_path / "out", expecting=0)
    assert not list(tmp_path.glob("out.*"))


def test_everything_is_written_only_when_a_second_person_agrees(register):
    out = register.scratch / "everything"
    for attempt in range(2):
        done = register.run("export", register.folder, "--format", "everything", "--out", out, *register.key)
        assert done.code == 1 and "second person" in done.err and not out.exists(), done
    assert [row[1:3] for row in rows(register.folder, "request", "id")] == [("export", "waiting")], "asked once"
    done = register.run("import", register.folder, register.scratch / "nowhere", "--format", "everything", *register.key)
    assert done.code == 3, done
