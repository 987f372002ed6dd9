# SPDX-License-Identifier: Apache-2.0
"""Writers that remember what was acknowledged, and the comparison with what is there."""

import csv
import io
import threading
import time
from collections import Counter

from office import Lost, Office, Program, Running


class Ledger:
    """What each writer sent, what was acknowledged, and what waits for an answer."""

    def __init__(self, writers: int = 8):
        self.next = [0] * writers
        self.acknowledged: dict[str, str] = {}
        self.last: list[str | None] = [None] * writers
        self.strange: list[str] = []

    @property
    def writers(self) -> range:
        return range(len(self.next))


def name(writer: int, number: int) -> str:
    """A name that says who wrote it, and that nothing else contains."""
    return f"Storm-{writer}-{number}-Ọlá"


def write(running: Running, ledger: Ledger, ends: threading.Event) -> list[threading.Thread]:
    """Starts the writers. Each sends its next case, the one that waits for an answer first, until the line breaks."""
    def work(writer: int) -> None:
        client = running.client()
        while not ends.is_set():
            who = name(writer, ledger.next[writer])
            try:
                status, value, _ = client.register(who, key=f"key-{writer}-{ledger.next[writer]}")
            except Lost:
                return
            if status == 201:
                ledger.acknowledged[who] = value["id"]
                ledger.last[writer] = who
                ledger.next[writer] += 1
            elif status == 503:
                time.sleep(0.02)
            else:
                ledger.strange.append(f"{who}: {status} {value}")
                return
    threads = [threading.Thread(target=work, args=[writer], daemon=True) for writer in ledger.writers]
    for thread in threads:
        thread.start()
    return threads


def finish(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive(), "a writer hangs"


def spot_check(client: Program, ledger: Ledger) -> list[str]:
    """The newest acknowledged case of each writer, read back."""
    missing = []
    for who in filter(None, ledger.last):
        status, value, _ = client.case(ledger.acknowledged[who])
        if status != 200 or who not in str(value):
            missing.append(f"{who}: {status}")
    return missing


def compare(office: Office, ledger: Ledger) -> tuple[list[str], list[str]]:
    """(lost, doubled): names that were acknowledged and are not there, and names that are there more than once."""
    rows = csv.DictReader(io.StringIO(office.export("htcds-csv").decode("utf-8-sig")))
    there = Counter(row["prs_FirstName"] for row in rows)
    lost = [who for who in ledger.acknowledged if there[who] == 0]
    return lost, [who for who, count in there.items() if count > 1]
