# SPDX-License-Identifier: Apache-2.0
"""A public file from the running register: looked at, attacked, agreed to by a second person, counted by another
program, remembered; and the log says so."""

import hashlib
import html
import re
import subprocess
import sys
from pathlib import Path

import bad_files
import pytest
from client import bring_in, post, signed_in, step_up
from publishing import HEADER, alike
from register import Register

RECOUNT = Path(__file__).resolve().parents[1] / "independent" / "recount_ctdc.py"
CTDC = "method=ctdc&k=10"


@pytest.fixture
def office(tmp_path):
    """Two supervisors and a caseworker, in an office that knows sixty people, one of whom stands out."""
    register = Register.made(tmp_path / "office")
    roles = {"suda": "supervisor", "tesfaye": "supervisor", "amal": "caseworker"}
    codes = {name: register.add_user(name, role) for name, role in roles.items()}
    take(register, [*alike(59), ["Invented odd", "Masculine", "1950", "NA", "Servitude", "TRUE", "2019-03-01"]])
    with register.serve() as server:
        people = {name: signed_in(server, name, code) for name, code in codes.items()}
        for name in ("suda", "tesfaye"):
            step_up(people[name])
        yield register, people, server


def take(register, rows):
    file = register.scratch / "people.csv"
    file.write_bytes(bad_files.table(rows, header=HEADER))
    register.import_file(file)


def text(client, path) -> str:
    answer = client.ask("GET", path, timeout=120)
    assert answer.status == 200, (path, answer.status, answer.content[-1500:])
    return html.unescape(answer.content.decode())


def asked(client, query) -> str:
    """Asks for a file. Its address."""
    form = dict(pair.split("=") for pair in query.split("&"))
    answer = post(client, "/publish/ask", reason="For students", **form)
    assert answer.status == 303, answer.content[-1500:]
    return answer.headers["Location"]


def agreed(client, address) -> None:
    assert post(client, address.replace("/publish/", "/approvals/") + "/answer", answer="yes").status == 303


def test_two_agree_a_file_leaves_once_and_the_log_says_so(office, tmp_path):
    register, people, server = office
    suda, tesfaye, amal = people["suda"], people["tesfaye"], people["amal"]
    page = text(suda, f"/publish/look?{CTDC}")
    assert "The file has 59 rows" in page and "gives nothing away" in page and "Invented odd" not in page and "Invented 1" not in page
    assert "fewer than 10" in page, "who stood out is left out, without being counted"
    assert amal.ask("GET", f"/publish/look?{CTDC}").status == 403
    address = asked(suda, CTDC)
    assert post(suda, f"{address}/file").status == 404, "nobody has agreed"
    assert post(suda, address.replace("/publish/", "/approvals/") + "/answer", answer="yes").status == 403
    assert "waits for you to agree" in text(tesfaye, "/work")
    assert "We attacked it" in text(tesfaye, address), "the second person sees what the first saw"
    agreed(tesfaye, address)
    assert "was agreed to" in text(suda, "/work")
    assert post(tesfaye, f"{address}/file").status == 404, "only who asked writes it"
    file = post(suda, f"{address}/file")
    assert file.status == 200 and file.headers["Content-Type"].startswith("text/csv")
    out = tmp_path / "public.csv"
    out.write_bytes(file.content)
    assert len(file.content.splitlines()) == 60 and b"Invented" not in file.content
    recount = [sys.executable, str(RECOUNT), str(out), "--k"]
    assert subprocess.run([*recount, "10"], capture_output=True, timeout=120).returncode == 0
    assert subprocess.run([*recount, "60"], capture_output=True, timeout=120).returncode == 1, "control: it can say no"
    assert post(suda, f"{address}/file").status == 404, "a file leaves once"
    digest = hashlib.sha256(file.content).hexdigest()
    assert digest in text(suda, address)
    acts = text(suda, "/acts")
    assert "dataset.publish" in acts or "publish" in acts.lower()
    server.__exit__()
    assert register.verify().code == 0


def test_a_second_file_of_nearly_the_same_people_is_refused(office):
    _, people, _ = office
    suda, tesfaye = people["suda"], people["tesfaye"]
    address = asked(suda, CTDC)
    agreed(tesfaye, address)
    assert post(suda, f"{address}/file").status == 200
    bring(people["amal"], alike(3, first=100))
    for method in ("ctdc", "groups", "synthetic"):
        page = text(suda, f"/publish/look?method={method}&k=10")
        assert "There is no file" in page and "nearly the same people" in page, method
    bring(people["amal"], alike(12, first=200))
    assert "The file has 74 rows" in text(suda, f"/publish/look?{CTDC}"), "control: of many more people there is one"


def bring(client, rows) -> None:
    """Takes in more people while the server runs."""
    bring_in(client, bad_files.table(rows, header=HEADER).decode())


@pytest.mark.parametrize("query, said", [
    ("method=groups&k=61", "fewer than 61 people"),
    ("method=groups&k=1", "whole number, 2 or more"),
    ("method=groups&topics=chosen&k=10", "Tick at least one thing"),
    ("method=groups&topics=chosen&topic=prs_FirstName&topic=gender&k=10", "prs_FirstName"),
    ("method=groups&topics=chosen&topic=gender&topic=types&knowns=chosen&k=10", "Nobody said what others can know"),
    ("method=noisy&epsilon=0.5", "Too few people"),
    ("method=noisy&epsilon=400", "2 or more"),
])
def test_what_cannot_be_published_says_why(office, query, said):
    _, people, _ = office
    page = text(people["suda"], f"/publish/look?{query}")
    assert "There is no file" in page and said in page


def test_a_public_file_is_not_taken_out_past_the_second_person(office):
    _, people, _ = office
    suda = people["suda"]
    assert post(suda, "/export", format="ctdc", k="10").status == 400
    answer = suda.ask("POST", "/api/v1/exports", b'{"format":"ctdc"}', {
        "Content-Type": "application/json", "Origin": suda.url, "X-Form-Token": suda.form_token("/account")})
    assert answer.status == 403
