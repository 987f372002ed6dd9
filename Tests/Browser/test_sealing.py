# SPDX-License-Identifier: Apache-2.0
"""Two custodians open the register, each at a browser of their own, and a supervisor closes it."""

import json
import os
import time
import urllib.request
from pathlib import Path

import pytest
from browser import Visitor, main_heading
from register import Register


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    register = Register.made(tmp_path_factory.mktemp("sealing") / "register")
    done = register.run("slots", "add", register.folder, "--custodians", "2of3", *register.key)
    register.shares = [line.split(": ")[1] for line in done.out.splitlines() if line.startswith("share ")]
    passphrase = register.scratch / "passphrase"
    passphrase.write_text("nine slow ferries cross the bay\n")
    assert register.run("slots", "add", register.folder, "--new-passphrase-file", passphrase, *register.key).code == 0
    with register.serve("--sealed") as server:
        yield server, register


def pictures(tmp_path_factory) -> Path:
    named = os.environ.get("WAYHOUSE_PICTURES")
    return Path(named) if named else tmp_path_factory.mktemp("pictures")


def state(server) -> str:
    try:
        return json.loads(urllib.request.urlopen(server.url + "/health", timeout=5).read())["state"]
    except OSError:
        return "away"


def test_two_custodians_open_it_at_two_browsers_and_a_supervisor_closes_it(house, browser, tmp_path_factory):
    server, register = house
    folder = pictures(tmp_path_factory)
    director = Visitor(browser, server.url, folder, viewport={"width": 360, "height": 740})
    lawyer = Visitor(browser, server.url, folder, viewport={"width": 1280, "height": 800})
    page = director.go("/cases")
    assert main_heading(page) == "Closed for now"
    director.accessible("the closed register")
    director.picture("closed-360")
    lawyer.go("/")
    lawyer.picture("closed-1280")
    # A slip of the pen first.
    page.get_by_label("A custodian's share").fill(register.shares[0][:-1] + "0")
    director.press("Give this share")
    assert page.get_by_role("alert").count() == 1
    director.accessible("a share that was not taken")
    director.picture("closed-wrong-360")
    page.get_by_label("A custodian's share").fill(register.shares[0].lower().replace("-", " "))
    director.press("Give this share")
    page.get_by_text("1 of 2 shares").wait_for()
    assert register.shares[0][:9] not in page.content()
    director.accessible("one share given")
    director.picture("one-share-360")
    second = lawyer.go("/unseal")
    second.get_by_text("1 of 2 shares").wait_for()
    second.get_by_label("A custodian's share").fill(register.shares[2])
    lawyer.press("Give this share")
    second.get_by_role("heading", level=1, name="The register is open").wait_for()
    assert second.get_by_text("Compare these words").count() == 1 and second.get_by_text("one wrong key").count() == 1
    lawyer.accessible("the open register")
    lawyer.picture("opened-1280")
    # The first sees it open, too, and signs in.
    director.first_sign_in(register.owner, register.code)
    page = director.go("/seal")
    director.accessible("closing the register")
    director.picture("seal-360")
    page.get_by_role("checkbox").check()
    started = time.monotonic()
    director.press("Close it now")
    page.get_by_role("heading", level=1, name="The register is closing").wait_for()
    while state(server) != "sealed":
        assert time.monotonic() - started < 10
        time.sleep(0.05)
    assert time.monotonic() - started < 3
    page.get_by_role("heading", level=1, name="Closed for now").wait_for()
    assert director.go("/cases").get_by_role("heading", level=1, name="Closed for now").count() == 1
    assert not director.problems and not lawyer.problems
    assert not director.outside() and not lawyer.outside()
