# SPDX-License-Identifier: Apache-2.0
"""REL-2: a power cut loses nothing that was acknowledged.

A kill cannot show that: what a killed program wrote is still in the system's memory. Here the file system itself is cut
off, and what was not forced to disk is gone. The server stands still first, so that nothing is acknowledged meanwhile.
"""

import random
import shutil
import subprocess
import threading
import time

import pytest
from machine import Disk, needs_loop_devices
from office import SWITCHES, Office
from storm import Ledger, compare, finish, spot_check, write


def cuts(opened: Office, scratch, disk: Disk, count: int, seed: int, **extra: str) -> dict:
    """Cuts the power under eight writers again and again, checking after each cut. What was found."""
    source = random.Random(seed)
    office = opened.copy(scratch)
    shutil.move(office.folder, disk.top / "register")
    office.folder = disk.top / "register"
    disk.unmount()
    ledger = Ledger()
    found = {"cuts": 0, "acknowledged": 0, "lost": [], "doubled": [], "unwhole": [], "slowest start": 0.0}
    for _ in range(count):
        disk.mount()
        running = office.start(**extra)
        found["slowest start"] = max(found["slowest start"], running.wait())
        found["lost"] += spot_check(running.client(), ledger)
        threads = write(running, ledger, threading.Event())
        time.sleep(source.uniform(0.1, 1.0))
        running.freeze()
        disk.cut_power()
        running.kill()
        finish(threads)
        disk.unmount()
        disk.mount()
        done = office.run("verify", office.folder, *office.key)
        if done.code != 0:
            found["unwhole"].append(done.err)
        disk.unmount()
        found["cuts"] += 1
    disk.mount()
    lost, found["doubled"] = compare(office, ledger)
    found["lost"] = sorted(set(found["lost"]) | set(lost)) + ledger.strange
    found["acknowledged"] = len(ledger.acknowledged)
    return found


def test_no_power_cut_loses_what_was_acknowledged(opened, tmp_path, length):
    needs_loop_devices()
    with Disk(128) as disk:
        found = cuts(opened, tmp_path / "on", disk, length.of(30, 300), seed=1)
    length.note("power cut, SQLite", found)
    assert not found["lost"] and not found["doubled"] and not found["unwhole"], found
    assert found["acknowledged"] > 10 * found["cuts"] and found["slowest start"] <= 5, found


@pytest.mark.debug_only
def test_the_same_cuts_lose_writes_that_do_not_wait_for_the_disk(opened, tmp_path):
    """Control: with `synchronous=NORMAL` the same harness must report losses."""
    needs_loop_devices()
    for seed in range(4):
        with Disk(128) as disk:
            found = cuts(opened, tmp_path / str(seed), disk, 3, seed=seed, **{SWITCHES: "weak-sync"})
        if found["lost"]:
            return
    raise AssertionError("12 power cuts without waiting for the disk lost nothing: the cuts are no cuts")


def test_the_tool_cuts_only_our_own_disk(tmp_path):
    """The control of the control: nothing but the file system in our own file can be hit."""
    needs_loop_devices()
    with Disk(16) as disk, Disk(16) as other:
        for image, top in ((disk.image, "/"), (disk.image, tmp_path), (disk.image, other.top), ("/dev/null", disk.top)):
            done = subprocess.run([str(disk.godown), str(image), str(top)], capture_output=True, text=True)
            assert done.returncode == 3 and "refused" in done.stderr, (image, top, done)
        (disk.top / "still").write_text("here")
        (other.top / "still").write_text("here")
