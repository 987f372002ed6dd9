# SPDX-License-Identifier: Apache-2.0
"""The first five minutes: one command makes a register of invented people and serves it."""

import re
import subprocess
import time
import urllib.request

import htcds
import pytest
from readers import read_csv
from register import binary, environment, free_port, run


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo, running; (address, what it said, its folder, the process)."""
    scratch, port = tmp_path_factory.mktemp("demo"), free_port()
    said = scratch / "said"
    with open(said, "wb") as log:
        process = subprocess.Popen([str(binary()), "demo", "--data", str(scratch / "demo"), "--port", str(port)],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(scratch))
    try:
        for _ in range(600):
            if "Passphrase" in said.read_text() or process.poll() is not None:
                break
            time.sleep(0.2)
        assert process.poll() is None, said.read_text()
        yield f"http://127.0.0.1:{port}", said.read_text(), scratch / "demo", process
    finally:
        process.terminate()
        process.wait(30)


def test_it_prints_an_address_and_a_sign_in_and_answers(demo):
    address, said, _, _ = demo
    assert address.rsplit(":", 1)[1] in said and re.search(r"Sign in as:\s+\S+", said)
    page = urllib.request.urlopen(address, timeout=20).read()
    assert b"<!doctype html>" in page.lower()


def test_its_people_are_invented_two_hundred_and_strict_htcds_when_exported(demo):
    """Stops the demo, so it comes last."""
    _, _, folder, process = demo
    process.terminate()
    process.wait(30)
    scratch = folder.parent
    secret = next(file for file in folder.iterdir() if "passphrase" in file.name)
    out = scratch / "demo.csv"
    done = run("export", folder, "--format", "htcds-csv", "--out", out, "--passphrase-file", secret, scratch=scratch)
    assert done.code == 0, done
    rows = read_csv(out.read_bytes()) if htcds.shared() else []
    assert htcds.shared() is None or len(rows) == 200
    for row in rows:
        for name, text in row.items():
            values = htcds.by_name()[name].values
            assert not values or all(code in values for code in text.split(";")), f"{name} has a value that HTCDS does not know"
