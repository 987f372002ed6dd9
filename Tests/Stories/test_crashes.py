# SPDX-License-Identifier: Apache-2.0
"""All or nothing: a process that is killed, a folder that two want, a port that is taken."""

import random
import signal
import socket
import subprocess
import time

import fill_templates
import htcds
import pytest
from people import people
from readers import read_csv
from register import binary, environment


@pytest.fixture(scope="module")
def big_file(tmp_path_factory):
    htcds.needed()
    file = tmp_path_factory.mktemp("big") / "big.csv"
    file.write_bytes(fill_templates.canonical_csv(people(3000, seed=5)))
    return file


def test_an_import_that_is_killed_leaves_all_or_nothing(register, big_file):
    command = [str(binary()), "import", str(register.folder), str(big_file), "--json", *map(str, register.key)]
    started = time.monotonic()
    assert register.import_file(big_file, "--dry-run").json["rows"] == 3000
    usual = time.monotonic() - started
    seen, source = set(), random.Random(1)
    for attempt in range(6):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=environment(register.scratch))
        try:
            process.wait(usual * source.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        rows = len(read_csv(register.export("htcds-csv")))
        assert rows in (0, 3000), f"{rows} of 3000 rows after a kill"
        seen.add(rows)
        assert register.verify("--deep").code == 0
        if rows:
            break
    if 0 in seen and 3000 not in seen:
        assert register.import_file(big_file).json["imported"] == 3000, "the file can be taken in after the kills"


@pytest.mark.folder
def test_a_second_process_on_the_same_folder_is_told_so(register, artefacts):
    folder, _ = artefacts
    with register.serve() as server:
        done = register.import_file(folder / "people.csv", expecting=3)
        assert "has this folder open" in done.err and done.json["findings"], done
        second = register.run("serve", register.folder, "--port", server.port + 1, *register.key, timeout=60)
        assert second.code == 3, second
    assert register.import_file(folder / "people.csv").json["imported"] == 50, "free again"


def test_a_server_that_was_killed_leaves_no_lock(register):
    with register.serve() as server:
        server.process.kill()
        server.process.wait(20)
    assert register.verify("--deep").code == 0


def test_a_port_in_use_is_said_by_number(register):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = register.run("serve", register.folder, "--port", port, *register.key, timeout=60)
    assert done.code in (1, 3), done
    assert f"Port {port} is taken" in done.err and "--port" in done.err, done


def test_a_server_without_a_key_starts_sealed_and_shows_nothing(register, artefacts):
    import urllib.error
    import urllib.request
    folder, _ = artefacts
    register.import_file(folder / "people.csv")
    server = register.serve()
    server.key = ()
    with server:
        for path in ("/", "/cases", "/api/cases"):
            try:
                page = urllib.request.urlopen(server.url + path, timeout=20).read()
            except urllib.error.HTTPError as answer:
                page = answer.read()
            assert b"Ou\xc3\xa9draogo" not in page and b"prs_FirstName" not in page
