# SPDX-License-Identifier: Apache-2.0
"""Agencies count the people they know together, each from its own register's server, by key servers and a counting unit
on the network."""

import contextlib
import csv
import hashlib
import http.client
import json
import re
import socket
import subprocess
import time

import pytest
from agencies import entries
from client import post, signed_in, step_up
from counted import people
from register import Register, binary, environment, free_port, run

AGENCIES = ["Harbour House", "Night Line"]
UNIT = "Statistics Office"
SERVERS = ["Lawyers", "University"]
COLUMNS = ["prs_FirstName", "prs_SecondName", "prs_Gender", "prs_Birthdate", "prs_Citizenship", "prs_MailingCity",
           "prs_MobilePhone"]


class Desk:
    """`wayhouse unique serve` as a context: a key server or a counting unit."""

    def __init__(self, scratch, folder, port):
        self.scratch, self.folder, self.port = scratch, folder, port

    def __enter__(self):
        with open(self.scratch / f"desk-{self.port}.log", "ab") as log:
            self.process = subprocess.Popen(
                [str(binary()), "unique", "serve", str(self.folder), "--port", str(self.port)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(self.scratch))
        for _ in range(600):
            assert self.process.poll() is None, (self.scratch / f"desk-{self.port}.log").read_text()
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            time.sleep(0.1)
        raise AssertionError("the desk did not answer within a minute")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def post(self, path, body) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", path, body if isinstance(body, bytes) else json.dumps(body))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def journal(self):
        return [json.loads(line) for line in (self.folder / "journal.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A signed agreement of two agencies, two key servers and a counting unit, each in its own folder."""
    return made_world(tmp_path_factory.mktemp("round"))


def made_world(scratch, name="2026-Q3"):
    ports = {party: free_port() for party in [*SERVERS, UNIT]}
    roles = dict.fromkeys(AGENCIES, "agency") | dict.fromkeys(SERVERS, "server") | {UNIT: "unit"}
    for party, role in roles.items():
        more = () if role == "agency" else ("--address", f"http://127.0.0.1:{ports[party]}")
        made = run("unique", "join", scratch / party / name, "--name", party, "--as", role, *more, scratch=scratch)
        assert made.code == 0, made
    agreement = scratch / f"{name}.json"
    made = run("unique", "draft", *(scratch / party / name / "party.json" for party in roles), "--round", name,
               "--purpose", "A count under the statistics act", "--until", "2999-12-31", "--without-consent",
               "--out", agreement, scratch=scratch)
    assert made.code == 0 and "Counting unit: Statistics Office" in made.out, made
    early = run("unique", "keep", scratch / "Lawyers" / name, agreement, scratch=scratch)
    assert early.code == 1 and "not signed by" in early.err
    for party in roles:
        assert run("unique", "sign", scratch / party / name, agreement, scratch=scratch).code == 0
    for party in roles:
        assert run("unique", "keep", scratch / party / name, agreement, scratch=scratch).code == 0
    return scratch, ports, name


def office(scratch, agency, rows) -> Register:
    """An agency's own register with these people in it."""
    register = Register.made(scratch / f"{agency} register", organisation=agency)
    file = register.scratch / "people.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for given, family, sex, born, nation, place, phone, _ in rows:
            writer.writerow([given, family, {"F": "Feminine", "M": "Masculine"}[sex], born, nation, place, phone])
    register.import_file(file)
    return register


def token_of(register, server, code, *scopes) -> str:
    """A supervisor's token for the program that carries."""
    client = signed_in(server, "suda", code)
    step_up(client)
    page = post(client, "/account/programs", program="carrier", days="30", scope=scopes[0]).content.decode()
    found = re.search(r"wh1_[A-Za-z0-9_-]+", page)
    assert found, page[-2000:]
    file = register.scratch / "token"
    file.write_text(found[0] + "\n")
    return str(file)


def own(register, server, token, name="2026-Q3"):
    return ("--register", server.url, "--token-file", token, "--round", name)


def test_two_registers_count_as_two_files_do_and_the_keys_end(world):
    scratch, ports, name = world
    everybody = people(130, 1)
    lists = everybody[:90], everybody[50:]
    by_files = counted_by_files(scratch, lists)
    desks = {party: Desk(scratch, scratch / party / name, ports[party]) for party in [*SERVERS, UNIT]}
    with contextlib.ExitStack() as running:
        for desk in desks.values():
            running.enter_context(desk)
        reports = []
        registers = []
        for agency, rows in zip(AGENCIES, lists):
            register = office(scratch, agency, rows)
            code = register.add_user("suda", "supervisor")
            server = running.enter_context(register.serve(*register.key, "--counting", scratch / agency))
            token = token_of(register, server, code, "export")
            registers.append((register, server, token))
            sent = register.run("unique", "send", *own(register, server, token))
            assert sent.code == 0 and f"{len(rows)} people" in sent.err, sent
            again = register.run("unique", "send", *own(register, server, token))
            assert again.code == 1 and "is there twice" in again.err, again
            if not reports:
                early = register.run("unique", "result", *own(register, server, token))
                assert early.code == 1 and "waits for Night Line" in early.err, early
            reports.append(register.scratch / "R.json")
        for (register, server, token), report in zip(registers, reports):
            done = register.run("unique", "result", *own(register, server, token), "--report", report)
            assert done.code == 0 and "Lawyers has destroyed its key." in done.err, done
        first, second = (json.loads(report.read_text()) for report in reports)
        assert first == second
        assert {key: first[key] for key in by_files if key != "round"} == {
            key: value for key, value in by_files.items() if key != "round"}
        # Nobody is answered any more, also after a restart.
        desks["Lawyers"].__exit__()
        desks["Lawyers"].__enter__()
        status, words = desks["Lawyers"].post("/unique/v1/points", {"agency": AGENCIES[0], "points": "", "signature": ""})
        assert status == 410 and b"destroyed" in words
        held_nowhere(scratch, desks, everybody)
        for register, _, _ in registers:
            audited(register)
    journal = desks["Lawyers"].journal()
    assert [line["what"] for line in journal if line["outcome"] in ("done", "counted")] == [
        "answered", "answered", "destroyed the key"]
    assert {line["who"] for line in journal if line["what"] == "answered"} <= {*AGENCIES, "somebody else"}


def counted_by_files(scratch, lists):
    """The same people by files, under an agreement of their own."""
    made = run("unique", "agree", scratch / "files", "--round", "by-files", "--purpose", "p", "--without-consent",
               *[word for agency in AGENCIES for word in ("--agency", agency)], "--server", "A", "--server", "B",
               scratch=scratch)
    assert made.code == 0, made
    tokens = []
    for agency, rows in zip(AGENCIES, lists):
        file = scratch / f"{agency}.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([
                ["given_name", "surname", "sex", "birth_date", "nationality", "place", "phone", "person"], *rows])
        tokens.append(scratch / f"{agency}.tokens")
        done = run("unique", "encode", file, "--agreement", scratch / "files" / agency / "AGREEMENT.json", "--out",
                   tokens[-1], scratch=scratch)
        assert done.code == 0, done
    done = run("unique", "count", *tokens, "--report", scratch / "files.json", scratch=scratch)
    assert done.code == 0, done
    return json.loads((scratch / "files.json").read_text())


def held_nowhere(scratch, desks, everybody):
    """No name, telephone number or day of birth in any folder outside the agencies' own registers."""
    for desk in desks.values():
        for file in desk.folder.iterdir():
            content = file.read_bytes()
            for person in everybody:
                assert person[6].encode() not in content and person[3].encode() not in content
    assert not list((scratch / UNIT).rglob("*.age"))


def audited(register):
    acts = [text for text in (json.dumps(entry) for entry in entries(register)) if "people.count" in text]
    assert any("written, points of round 2026-Q3" in entry for entry in acts), acts
    assert any("written, tokens of round 2026-Q3" in entry for entry in acts), acts


def test_what_the_network_may_send_is_refused(tmp_path):
    scratch, ports, name = made_world(tmp_path)
    register = office(scratch, AGENCIES[0], people(12, 3))
    code = register.add_user("suda", "supervisor")
    with contextlib.ExitStack() as running:
        keys = running.enter_context(Desk(scratch, scratch / "Lawyers" / name, ports["Lawyers"]))
        unit = running.enter_context(Desk(scratch, scratch / UNIT / name, ports[UNIT]))
        server = running.enter_context(register.serve(*register.key, "--counting", scratch / AGENCIES[0]))
        token = token_of(register, server, code, "export")
        # A register with a few people only is a question about them.
        sent = register.run("unique", "send", *own(register, server, token))
        assert sent.code == 1 and "fewer than 50 people" in sent.err, sent
        # Another round, a program without the scope, no token at all.
        other = register.run("unique", "send", *own(register, server, token, "2027-Q1"))
        assert other.code == 1 and "no round of this name" in other.err
        (scratch / "none").write_text("wh1_nothing")
        assert register.run("unique", "send", *own(register, server, str(scratch / "none"))).code == 1
        # A probe that was signed by nobody, of a stranger, and what is no request.
        probe = {"agency": AGENCIES[0], "points": "BAQE", "signature": "AAAA"}
        assert keys.post("/unique/v1/points", probe)[0] == 403
        assert keys.post("/unique/v1/points", probe | {"agency": "Evil"})[0] == 403
        assert keys.post("/unique/v1/points", b"\xff\xfe")[0] == 400
        assert keys.post("/unique/v1/end", {"signature": "AAAA"})[0] == 403
        assert keys.post("/nothing", b"")[0] == 404
        assert unit.post("/unique/v1/tokens", b"WAYHOUSE TOKENS 1\n")[0] == 422
        assert unit.post("/unique/v1/report", {"agency": AGENCIES[0], "signature": ""})[0] == 403
        # A token file of another round, as if sent again.
        files = scratch / "by-files"
        run("unique", "agree", files, "--round", "old", "--purpose", "p", "--without-consent", "--agency", AGENCIES[0],
            "--agency", AGENCIES[1], "--server", "A", "--server", "B", scratch=scratch)
        assert unit.post("/unique/v1/tokens", hashlib.sha256(b"x").digest() * 100)[0] == 422
        for _ in range(80):
            status, _ = keys.post("/unique/v1/points", probe)
        assert status == 429
    stopped = run("unique", "serve", scratch / AGENCIES[0] / name, scratch=scratch)
    assert stopped.code == 2 and "serve --counting" in stopped.err
