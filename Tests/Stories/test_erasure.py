# SPDX-License-Identifier: Apache-2.0
"""A case is erased: two people, seven days, and then no copy of the database opens it."""

import re
import shutil
import subprocess

import pytest
from canaries import search_folder
from client import PASSPHRASE, Client, new_case, post, signed_in, step_up, upload
from register import Register, binary, environment


@pytest.fixture
def office(tmp_path):
    """A register with a caseworker and two supervisors at computers of their own."""
    register = Register.made(tmp_path / "office")
    codes = {name: register.add_user(name, role) for name, role in
             {"amal": "caseworker", "suda": "supervisor", "tesfaye": "supervisor"}.items()}
    with register.serve() as server:
        people = {name: signed_in(server, name, code) for name, code in codes.items()}
        for name in ("suda", "tesfaye"):
            assert post(people[name], "/account/devices", device=f"{name}'s desk").status == 303
            step_up(people[name])
        yield register, server, people


def approve(client) -> None:
    page = client.ask("GET", "/approvals").content.decode()
    address = re.search(r'action="(/approvals/[0-9a-f]{32}/answer)"', page)[1]
    assert post(client, address, answer="yes").status == 303


def later(register, days, *arguments):
    """Runs a command as it will run in so many days."""
    if not shutil.which("faketime"):
        pytest.skip("NOT TESTED: faketime is not installed: `apt-get install faketime`")
    done = subprocess.run(["faketime", "-f", f"+{days}d", str(binary()), *map(str, arguments)], capture_output=True,
                          env=environment(register.scratch), timeout=300)
    return done


@pytest.mark.folder
def test_two_people_and_seven_days_and_then_it_is_nowhere(office):
    register, server, people = office
    amal, suda, tesfaye = people["amal"], people["suda"], people["tesfaye"]
    case = new_case(amal)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", amal.ask("GET", case).content.decode())[0]
    assert upload(amal, case, "statement.txt", b"what she said " * 9000).status == 303
    assert post(amal, f"{case}/erase", reason="asked", identity="inPerson").status == 403
    assert post(suda, f"{case}/erase", reason="asked", identity="codeWord", words="She rang twice").status == 303
    own = suda.ask("GET", "/approvals").content.decode()
    assert "/answer" not in own, "nobody agrees to their own request"
    approve(tesfaye)
    waiting = suda.ask("GET", "/erasures").content.decode()
    assert code in waiting and "35 days" in waiting
    old = register.scratch.parent / "stolen"
    server.__exit__()
    shutil.copytree(register.folder, old)
    early = later(register, 6, "retention", register.folder, "--erase-due", *register.key)
    assert early.returncode == 0 and f"waits\t{code}".encode() in early.stdout, early
    done = later(register, 8, "retention", register.folder, "--erase-due", *register.key)
    assert done.returncode == 0 and f"erased\t{code}".encode() in done.stdout, done
    checked = register.verify("--deep")
    assert checked.code == 0, checked
    # The stolen copy has the rows and none of the keys that are left; with its own keys it opens: the control.
    assert register.run("verify", old, "--deep", *register.key).code == 0


def test_it_can_be_taken_back_and_a_hold_stops_it(office):
    register, server, people = office
    amal, suda, tesfaye = people["amal"], people["suda"], people["tesfaye"]
    case = new_case(amal)
    for end in ("cancel", "hold"):
        assert post(suda, f"{case}/erase", reason="consentWithdrawn", identity="inPerson").status == 303
        approve(tesfaye)
        assert "seven days" in suda.ask("GET", "/erasures").content.decode()
        if end == "cancel":
            assert post(tesfaye, f"{case}/erase/cancel").status == 303
        else:
            assert post(suda, f"{case}/hold", order="hold", words="The labour court").status == 303
            approve(tesfaye)
    page = suda.ask("GET", "/erasures").content.decode()
    assert "taken back" in page and "stopped by a legal hold" in page
    assert post(suda, f"{case}/erase", reason="asked", identity="inPerson").status == 422
    assert "kept for a court" in suda.ask("GET", f"{case}/erase").content.decode()
    server.__exit__()
    assert later(register, 30, "retention", register.folder, "--erase-due", *register.key).returncode == 0
    assert register.verify().code == 0


def test_what_is_erased_is_on_no_page_and_not_on_the_disk(office):
    register, server, people = office
    amal, suda, tesfaye = people["amal"], people["suda"], people["tesfaye"]
    case = new_case(amal)
    assert post(suda, f"{case}/erase", reason="asked", identity="inPerson", words="Chidinma asked").status == 303
    approve(tesfaye)
    server.__exit__()
    assert later(register, 8, "retention", register.folder, "--erase-due", *register.key).returncode == 0
    with register.serve() as again:
        client = Client(again.port)
        client.ask("POST", "/sign-in", {"account": "amal", "passphrase": PASSPHRASE})
        assert client.ask("GET", case).status == 404
        assert b"Chidinma" not in client.ask("GET", "/cases?names=yes").content
    assert search_folder(register.folder, ["Chidinma"]) == []


def test_the_slip_says_from_when_no_backup_opens_it(office):
    register, server, people = office
    case = new_case(people["amal"])
    assert post(people["suda"], f"{case}/erase", reason="asked", identity="inPerson").status == 303
    approve(people["tesfaye"])
    server.__exit__()
    assert later(register, 8, "retention", register.folder, "--erase-due", *register.key).returncode == 0
    with register.serve() as again:
        client = Client(again.port)
        client.ask("POST", "/sign-in", {"account": "suda", "passphrase": PASSPHRASE})
        page = client.ask("GET", "/erasures").content.decode()
        slip = client.ask("GET", re.search(r'href="(/erasures/[0-9a-f]{32}/slip)"', page)[1]).content.decode()
        assert "35 days at most" in slip and "nobody can open" in slip
