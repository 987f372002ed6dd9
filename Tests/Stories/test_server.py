# SPDX-License-Identifier: Apache-2.0
"""What the server says to anybody: headers, no names, nothing without signing in, an end to it by SIGTERM."""

import json
import re
import time
import urllib.parse

import pytest
from client import PASSPHRASE, Client
from register import Register


@pytest.fixture(scope="module")
def served(tmp_path_factory, artefacts):
    register = Register.made(tmp_path_factory.mktemp("served"))
    register.import_file(artefacts[0] / "people.csv")
    with register.serve() as server:
        yield server, register


@pytest.fixture(scope="module")
def signed_in(served):
    server, register = served
    client = Client(server.port)
    answer = client.ask("POST", "/first-sign-in", {"account": register.owner, "code": register.code,
                                                   "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.status in (302, 303), answer.content
    answer = client.ask("POST", "/first-sign-in/factor", {"without": "yes"})
    assert answer.status == 200 and b"recovery key" in answer.content, answer.content
    assert client.cookies, "a session cookie was set"
    return client


def test_every_answer_forbids_what_a_page_does_not_need(served):
    for path in ("/", "/sign-in", "/nowhere", "/assets/app.css"):
        headers = Client(served[0].port).ask("GET", path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"] or "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_every_answer_on_the_wire_has_the_headers_and_names_no_server(served, signed_in):
    """The program itself, not only its routes: other methods, bodies too large, addresses that are not there."""
    document = json.loads(signed_in.ask("GET", "/openapi.json").content)
    asked = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]
    asked += [("GET", "/nowhere"), ("PATCH", "/cases"), ("OPTIONS", "/"), ("HEAD", "/sign-in"), ("GET", "/assets/none")]
    statuses, nonces = set(), set()
    for method, path in asked:
        answer = Client(served[0].port).ask(method, path.replace("{", "").replace("}", ""))
        fine(answer, f"{method} {path}")
        statuses.add(answer.status)
        nonces.add(re.search("nonce-([0-9a-f]+)", answer.headers["Content-Security-Policy"])[1])
    large = Client(served[0].port).ask("POST", "/sign-in", b"x" * (5 << 20), {"Sec-Fetch-Site": "same-origin"})
    fine(large, "a large body")
    assert large.status == 413 and {200, 403, 404, 405} <= statuses, statuses
    assert len(nonces) == len(asked)


def fine(answer, what):
    for name in ("Content-Security-Policy", "Cache-Control", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
                 "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy"):
        assert len(answer.headers.get_all(name) or []) == 1, f"{what}: {name}"
    assert answer.headers["Cache-Control"] == "no-store", what
    assert answer.headers["Server"] is None, what


@pytest.mark.parametrize("path", ["/cases", "/cases/new", "/export", "/import", "/acts", "/api/cases", "/organisations"])
def test_without_signing_in_nothing_is_shown(served, path):
    answer = Client(served[0].port).ask("GET", path)
    assert answer.status in (302, 303, 401, 403, 404), path
    assert "Ouédraogo".encode() not in answer.content


def test_pages_are_not_kept_by_the_browser(signed_in):
    answer = signed_in.ask("GET", "/cases")
    assert answer.status == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_cookie_is_for_this_site_and_no_script(served):
    server, register = served
    client = Client(server.port)
    answer = client.ask("POST", "/sign-in", {"account": register.owner, "passphrase": PASSPHRASE})
    for cookie in answer.headers.get_all("Set-Cookie"):
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_a_form_from_another_site_is_refused(signed_in):
    answer = signed_in.ask("POST", "/export", urllib.parse.urlencode({"format": "htcds-csv"}),
                           {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://elsewhere.example"})
    assert answer.status in (400, 403), answer.status
    assert b"prs_FirstName" not in answer.content


def test_a_one_time_code_works_once(served, signed_in):
    server, register = served
    again = Client(server.port).ask("POST", "/first-sign-in", {"account": register.owner, "code": register.code,
                                                         "passphrase": PASSPHRASE + "x", "again": PASSPHRASE + "x"})
    assert again.status not in (302, 303) or "sign-in" in again.headers.get("Location", "")
    assert Client(server.port).ask("POST", "/sign-in", {"account": register.owner, "passphrase": PASSPHRASE}).status in (302, 303)


NOT_OPENED = {"/hello", "/tell", "/api/v1/hsds", "/api/v1/hsds/services", "/api/v1/hsds/organizations"}


def test_the_interface_for_programs_is_described(signed_in):
    answer = signed_in.ask("GET", "/openapi.json")
    assert answer.status == 200
    described = json.loads(answer.content)
    assert described["openapi"].startswith("3.")
    others = []
    for path, methods in described["paths"].items():
        if "get" in methods and "{" not in path:
            # Pages in the middle of signing in lead back to its beginning; doors are for who looks after the server, and
            # what is behind them is not there until they open, nor is a directory that the office does not serve.
            wanted = 303 if path.endswith("/factor") else {"/doors": 403}.get(path, 404 if path in NOT_OPENED else 200)
            status = signed_in.ask("GET", path, headers={"Accept": "application/json"}).status
            if status != wanted:
                others.append((path, status))
    assert others == []


def test_it_ends_by_sigterm_and_lets_the_folder_go(register):
    with register.serve() as server:
        started = time.monotonic()
        server.process.terminate()
        server.process.wait(20)
        assert time.monotonic() - started < 10
    assert register.verify("--deep").code == 0
