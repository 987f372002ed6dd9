# SPDX-License-Identifier: Apache-2.0
"""REL-3: a disk that is full, at any write; a folder that cannot be written."""

import os
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import fill_templates
import htcds
from machine import Disk, faulty, needs_loop_devices
from office import Ended, Lost, Office
from people import people
from storm import Ledger, compare, finish, name, write


def filled(disk: Disk) -> None:
    """Leaves no room at all."""
    with open(disk.top / "ballast", "wb", buffering=0) as ballast:
        for size in (1 << 20, 4096, 512):
            try:
                while ballast.write(b"\0" * size):
                    pass
            except OSError:
                continue
        os.fsync(ballast.fileno())


def moved(opened: Office, scratch, disk: Disk) -> Office:
    """A copy of the register on the small disk."""
    office = opened.copy(scratch)
    shutil.move(office.folder, disk.top / "register")
    office.folder = disk.top / "register"
    return office


def until_refused(client, prefix: str, kept: Ledger) -> tuple[int, dict]:
    """Registers cases until one is refused; remembers those that were taken."""
    for turn in range(5000):
        status, value, _ = client.register(f"{prefix}-{turn}", key=f"{prefix}-{turn}")
        if status != 201:
            return status, value
        kept.acknowledged[f"{prefix}-{turn}"] = value["id"]
    raise AssertionError("the disk never became full")


def test_a_full_disk_is_said_and_over_when_there_is_room(opened, tmp_path):
    needs_loop_devices()
    with Disk(24) as disk:
        office, kept = moved(opened, tmp_path / "full", disk), Ledger()
        with office.start() as running:
            client = running.client()
            status, value, _ = client.register("before", key="before")
            kept.acknowledged["before"] = value["id"]
            filled(disk)
            status, value = until_refused(client, "full", kept)
            assert status == 503 and value["type"] == "/problems/unwritable", (status, value)
            # A look that cannot be written down is not given.
            looks = [client.case(kept.acknowledged["before"]) for _ in range(3)]
            assert any(look[0] == 503 for look in looks), looks
            assert all(look[0] == 503 or "before" in str(look[1]) for look in looks)
            assert running.process.poll() is None, running.said()
            (disk.top / "ballast").unlink()
            deadline = time.monotonic() + 20
            while (status := client.register("after", key="after")[0]) != 201 and time.monotonic() < deadline:
                time.sleep(0.1)
            assert status == 201, "works again by itself"
            assert client.case(kept.acknowledged["before"])[0] == 200
            assert running.stop() == 0, running.said()
        lost, doubled = compare(office, kept)
        assert not lost and not doubled
        assert office.run("verify", office.folder, "--deep", *office.key).code == 0


def test_a_kill_on_a_full_disk_loses_nothing(opened, tmp_path):
    needs_loop_devices()
    with Disk(24) as disk:
        office, kept = moved(opened, tmp_path / "kill", disk), Ledger()
        running = office.start()
        running.wait()
        filled(disk)
        until_refused(running.client(), "full", kept)
        running.kill()
        (disk.top / "ballast").unlink()
        assert office.run("verify", office.folder, "--deep", *office.key).code == 0
        lost, doubled = compare(office, kept)
        assert not lost and not doubled


def test_an_import_onto_a_full_disk_takes_in_nothing(opened, tmp_path):
    needs_loop_devices()
    htcds.needed()
    file = tmp_path / "many.csv"
    file.write_bytes(fill_templates.canonical_csv(people(3000, seed=8)))
    with Disk(24) as disk:
        office = moved(opened, tmp_path / "import", disk)
        filled(disk)
        done = office.import_file(file, expecting=None)
        assert done.code in (1, 3) and "disk is full" in done.err, done
        (disk.top / "ballast").unlink()
        assert office.run("verify", office.folder, "--deep", *office.key).code == 0
        assert len(office.export("htcds-csv").decode().splitlines()) == 1, "nothing of it was taken in"


def refused_at(opened: Office, scratch, library, at: int) -> str:
    """No room for one write, then there is again. What went wrong, or nothing."""
    office, ledger = opened.copy(scratch), Ledger(2)
    running = office.start(**faulty(library, office.folder, "write", at, error="ENOSPC"))
    try:
        try:
            running.wait()
        except Ended:
            # So early that it could not open: said, and nothing harmed.
            said = running.said()
            if "full" not in said and "unwritable" not in said and "cannot be" not in said:
                return f"{at}: {said}"
        else:
            ends = threading.Event()
            threads = write(running, ledger, ends)
            deadline = time.monotonic() + 10
            while min(ledger.next) < 12 and time.monotonic() < deadline and running.process.poll() is None:
                time.sleep(0.01)
            ends.set()
            finish(threads)
            if running.process.poll() is not None or min(ledger.next) < 12:
                return f"{at}: did not go on: {running.process.poll()} {ledger.next} {running.said()}"
    finally:
        running.kill()
    lost, doubled = compare(office, ledger)
    if lost or doubled or ledger.strange:
        return f"{at}: lost {lost} doubled {doubled} {ledger.strange}"
    return "" if office.run("verify", office.folder, "--deep", *office.key).code == 0 else f"{at}: not whole"


def test_no_room_at_any_one_write_harms_nothing(opened, tmp_path, library, length):
    numbers = range(1, length.of(100, 500) + 1)
    with ThreadPoolExecutor(2) as pool:
        wrong = list(pool.map(lambda at: refused_at(opened, tmp_path / str(at), library, at), numbers))
    length.note("no room at one write", {"writes": len(wrong), "wrong": len([each for each in wrong if each])})
    assert not any(wrong), [each for each in wrong if each]


def test_a_failing_write_ends_the_server_like_a_failing_sync(opened, tmp_path, library):
    for at in (30, 60, 90):
        office = opened.copy(tmp_path / str(at))
        running = office.start(**faulty(library, office.folder, "write", at))
        running.wait()
        client, kept = running.client(), Ledger()
        try:
            for turn in range(100):
                status, value, _ = client.register(name(0, turn), key=f"k-{turn}")
                if status == 201:
                    kept.acknowledged[name(0, turn)] = value["id"]
        except Lost:
            pass
        assert running.process.wait(20) == 75, (at, running.said())
        lost, doubled = compare(office, kept)
        assert not lost and not doubled
        assert office.run("verify", office.folder, "--deep", *office.key).code == 0


def test_a_folder_that_cannot_be_written_is_said_so(opened, tmp_path):
    """Root may write everywhere, so the file system itself is made read-only."""
    needs_loop_devices()
    with Disk(24) as disk:
        office = moved(opened, tmp_path / "readonly", disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk.top)], check=True)
        for command in ("serve", "verify"):
            done = office.run(command, office.folder, *office.key, timeout=60)
            assert done.code in (1, 3) and "cannot be written" in done.err, done
            assert "Traceback" not in done.err and len(done.err.strip().splitlines()) == 1, done
