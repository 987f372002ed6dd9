# SPDX-License-Identifier: Apache-2.0
"""REL-1: kill -9 at any moment loses nothing that was acknowledged, and doubles nothing."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from office import SWITCHES, Ended, Office
from storm import Ledger, compare, finish, spot_check, write

START_SECONDS = 5
# After so many kills a storm goes on in a new register, so that checking the whole of it stays cheap.
CYCLES_A_REGISTER = 25


def storm(office: Office, cycles: int, seed: int, **extra: str) -> dict:
    """Kills a server under eight writers again and again, checking after each kill. What was found."""
    source = random.Random(seed)
    ledger = Ledger()
    found = {"acknowledged": 0, "kills": 0, "slowest start": 0.0, "lost": [], "doubled": [], "unwhole": []}
    for _ in range(cycles):
        running = office.start(**extra)
        try:
            # Every third kill may also come while the server is starting.
            delay = 0.05 * 40 ** source.random()
            if source.randrange(3):
                found["slowest start"] = max(found["slowest start"], running.wait())
                found["lost"] += spot_check(running.client(), ledger)
                threads = write(running, ledger, threading.Event())
            else:
                threads = []
            time.sleep(delay)
        finally:
            running.kill()
        finish(threads)
        found["kills"] += 1
        done = office.run("verify", office.folder, *office.key)
        if done.code != 0:
            found["unwhole"].append(done.err)
    lost, doubled = compare(office, ledger)
    found["acknowledged"] = len(ledger.acknowledged)
    found["lost"] += lost + ledger.strange
    found["doubled"] += doubled
    if office.run("verify", office.folder, "--deep", *office.key).code != 0:
        found["unwhole"].append("verify --deep")
    return found


def storms(office: Office, cycles: int, scratch, **extra: str) -> dict:
    """Two storms at a time, each on registers of its own; the sum of what they found."""
    parts = [min(CYCLES_A_REGISTER, cycles - start) for start in range(0, cycles, CYCLES_A_REGISTER)]
    copies = [office.copy(scratch / str(number)) for number in range(len(parts))]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda turn: storm(copies[turn], parts[turn], seed=turn, **extra), range(len(parts))))
    slowest = max(result.pop("slowest start") for result in results)
    return {key: sum((result[key] for result in results[1:]), results[0][key]) for key in results[0]} | {"slowest start": slowest}


def test_no_kill_loses_or_doubles_what_was_acknowledged(opened, tmp_path, length):
    found = storms(opened, length.of(100, 1000), tmp_path)
    length.note("kill -9", found)
    assert not found["lost"] and not found["doubled"] and not found["unwhole"], found
    assert found["acknowledged"] > found["kills"] * 2, found
    assert found["slowest start"] <= START_SECONDS, found


@pytest.mark.debug_only
def test_a_server_that_says_done_too_early_is_found_out(opened, tmp_path):
    """Control: acknowledging before the commit must lose something under the same storm."""
    for seed in range(6):
        found = storm(opened.copy(tmp_path / str(seed)), 4, seed=100 + seed, **{SWITCHES: "acknowledge-early"})
        if found["lost"]:
            return
    raise AssertionError("24 kills of a server that acknowledges before it commits lost nothing: the storm is too weak")


def test_a_second_start_on_one_folder_is_refused(opened, tmp_path):
    office = opened.copy(tmp_path / "two")
    with office.start():
        second = office.start()
        with pytest.raises(Ended, match="ended with 3"):
            second.wait()
        assert "has this folder open" in second.said()
