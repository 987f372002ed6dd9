# SPDX-License-Identifier: Apache-2.0
"""REL-2 on PostgreSQL: a power cut of the machine with the database loses nothing that was acknowledged.

The data folder of a server of our own lies on a file system in our own file. Our server and every process of that
database server stand still first; which those are is told by their parent and by where they work, never by a name."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from database import Database, programs
from machine import Disk, needs_loop_devices
from office import SWITCHES, Office, office_at
from storm import Ledger, compare, finish, spot_check, write

pytestmark = pytest.mark.skipif(programs() is None, reason="NOT TESTED: PostgreSQL is not installed")
SETTINGS = {"max_wal_size": "64MB", "min_wal_size": "32MB", "checkpoint_timeout": "30s"}


def processes(database: Database) -> list[int]:
    """The server that was started here and those that it started, each of which works in its data folder."""
    server, data = database.process.pid, str(database.data)
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    found = [server, *map(int, children)]
    return [process for process in found if works_in(process) == data]


def works_in(process: int) -> str:
    try:
        return os.readlink(f"/proc/{process}/cwd")
    except OSError:
        return ""


def stop_all(database: Database) -> list[int]:
    """Lets every process of the server stand still: the first one first, so that no more are started."""
    os.kill(database.process.pid, signal.SIGSTOP)
    found = processes(database)
    assert database.process.pid in found
    for process in found:
        os.kill(process, signal.SIGSTOP)
    deadline = time.monotonic() + 5
    while any(state(process) not in "TZ" for process in found):
        assert time.monotonic() < deadline, "the database server did not stand still"
        time.sleep(0.001)
    return found


def state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1][0]
    except OSError:
        return "Z"


def end_all(database: Database, found: list[int]) -> None:
    for process in found:
        if works_in(process) == str(database.data):
            os.kill(process, signal.SIGKILL)
    database.process.wait(30)
    deadline = time.monotonic() + 30
    while any(works_in(process) == str(database.data) for process in found):
        assert time.monotonic() < deadline, "a process of the database server does not end"
        time.sleep(0.01)


def cuts(scratch: Path, disk: Disk, count: int, seed: int, forgets: bool = False) -> dict:
    """Cuts the power under eight writers again and again, checking after each cut. What was found.

    - forgets: The database server runs with `fsync = off` and ours is told to take it: the control.
    """
    source = random.Random(seed)
    extra = {SWITCHES: "weak-sync"} if forgets else {}
    database = Database.made(disk.top / "pg", **SETTINGS)
    found = {"cuts": 0, "acknowledged": 0, "lost": [], "doubled": [], "unwhole": []}
    office, ledger = office_at(database.address("power"), scratch), Ledger()
    if forgets:
        database.stop()
        database.settings |= {"fsync": "off"}
        database.start()
    try:
        for _ in range(count):
            running = office.start(**extra)
            running.wait()
            found["lost"] += spot_check(running.client(), ledger)
            threads = write(running, ledger, threading.Event())
            time.sleep(source.uniform(0.4, 1.2))
            running.freeze()
            standing = stop_all(database)
            disk.cut_power()
            running.kill()
            end_all(database, standing)
            finish(threads)
            disk.unmount()
            disk.mount()
            found["cuts"] += 1
            try:
                database.start()
            except (AssertionError, OSError) as error:
                found["unwhole"].append(f"the database server does not start: {error!r}"[:300])
                break
            if not forgets:
                done = office.run("verify", office.folder, *office.key)
                if done.code != 0:
                    found["unwhole"].append(done.err)
        if not found["unwhole"]:
            lost, found["doubled"] = compared(database, office, ledger)
            found["lost"] = sorted(set(found["lost"]) | set(lost)) + ledger.strange
    except (AssertionError, OSError) as error:
        # A control may damage the register so that it does not open at all.
        if not forgets:
            raise
        found["unwhole"].append(repr(error)[:300])
    found["acknowledged"] = len(ledger.acknowledged)
    database.stop()
    return found


def compared(database: Database, office: Office, ledger: Ledger) -> tuple[list, list]:
    """By a server that keeps what it is given again."""
    database.stop()
    database.settings.pop("fsync", None)
    database.start()
    return compare(office, ledger)


def test_no_power_cut_of_the_database_loses_what_was_acknowledged(tmp_path, length):
    needs_loop_devices()
    with Disk(512) as disk:
        found = cuts(tmp_path / "on", disk, length.of(8, 60), seed=2)
    length.note("power cut, PostgreSQL", found)
    assert not found["lost"] and not found["doubled"] and not found["unwhole"], found
    assert found["acknowledged"] > 10 * found["cuts"], found


@pytest.mark.debug_only
def test_the_same_cuts_lose_writes_of_a_database_that_does_not_wait_for_the_disk(tmp_path):
    """Control: with `fsync = off`, which the program refuses otherwise, the same harness must report losses."""
    needs_loop_devices()
    for seed in range(3):
        with Disk(512) as disk:
            found = cuts(tmp_path / str(seed), disk, 2, seed=seed, forgets=True)
        if found["lost"] or found["unwhole"]:
            return
    raise AssertionError("6 power cuts without waiting for the disk lost nothing: the cuts are no cuts")
