# SPDX-License-Identifier: Apache-2.0
"""Deadlines, tasks and what is told of them, through the server's own addresses."""

import base64
import datetime
import json
import os
import re
import socketserver
import threading

import pytest
from client import post, signed_in
from register import Register, run
from waiting import waited


def text(answer) -> str:
    return answer.content.decode()


def main(answer) -> str:
    return text(answer).split("<main", 1)[1].split("</main>")[0]


def date(name: str, day: datetime.date) -> dict:
    return {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(day.year)}


def named_case(client, name) -> str:
    answer = post(client, "/cases", prs_FirstName=name, request=os.urandom(8).hex())
    assert answer.status == 303, text(answer)[:2000]
    return answer.headers["Location"].split("?")[0]


TODAY = datetime.datetime.now(datetime.timezone.utc).date()


class Relay(socketserver.ThreadingTCPServer):
    """A mail relay that keeps what it is given; while it is `shut` it turns everything away."""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        self.taken, self.shut, self.tries = [], False, 0
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self) -> int:
        return self.server_address[1]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        relay = self.server
        relay.tries += 1
        if relay.shut:
            self.wfile.write(b"421 not now\r\n")
            return
        self.wfile.write(b"220 relay\r\n")
        said, data = [], None
        for line in self.rfile:
            if data is not None:
                if line == b".\r\n":
                    relay.taken.append((said[:], b"".join(data)))
                    data = None
                    self.wfile.write(b"250 taken\r\n")
                else:
                    data.append(line)
                continue
            said.append(line.decode())
            word = line[:4].upper()
            if word == b"DATA":
                data = []
                self.wfile.write(b"354 go on\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            elif word == b"EHLO":
                self.wfile.write(b"250-relay\r\n250 8BITMIME\r\n")
            else:
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A served register with a caseworker."""
    register = Register.made(tmp_path_factory.mktemp("work"))
    code = register.add_user("amal", "caseworker")
    with register.serve(*register.key, "--calendar", "LK") as server:
        yield register, signed_in(server, "amal", code)


def test_a_task_is_set_put_off_and_done(office):
    _, amal = office
    case = named_case(amal, "Nimali")
    page = main(amal.ask("GET", case))
    assert "Deadlines and tasks" in page and "Needs and risk assessment" in page
    due = TODAY + datetime.timedelta(days=2)
    form = {"form": "task", "wh_TaskTitle": "Ring the <b>school</b>", "request": os.urandom(8).hex()} | date("wh_TaskDue", due)
    assert post(amal, f"{case}/tasks", **form).status == 303
    assert post(amal, f"{case}/tasks", **form).status == 303
    work = main(amal.ask("GET", "/work"))
    assert work.count("Ring the &lt;b&gt;school") == 1
    task = re.search(rf'{case}/tasks/[0-9a-f]{{32}}', work).group()
    refused = post(amal, f"{task}/postpone", request="p")
    assert refused.status == 422 and "Say in a few words why" in text(refused) and "Say until when" in text(refused)
    later = TODAY + datetime.timedelta(days=40)
    assert post(amal, f"{task}/postpone", wh_StepNote="She is travelling", request="p2", **date("wh_StepUntil", later)).status == 303
    assert "Ring the" not in main(amal.ask("GET", "/work")) and "Ring the" in main(amal.ask("GET", "/work?part=later"))
    assert post(amal, f"{task}/done", note="They called back").status == 303
    assert "They called back" in main(amal.ask("GET", task))
    assert "Ring the" not in main(amal.ask("GET", "/work?part=later"))


def test_a_follow_up_says_what_came_of_it(office):
    _, amal = office
    case = named_case(amal, "Kwame")
    refused = post(amal, f"{case}/steps", form="step", event="follow-up.3.done", request="s")
    assert refused.status == 422 and "what came of the follow-up" in text(refused)
    assert post(amal, f"{case}/steps", form="step", event="person.away", request="s2").status == 303
    page = main(amal.ask("GET", f"{case}/work"))
    assert "held since" in page and "The person cannot be reached" in page
    step = re.search(rf'{case}/steps/[0-9a-f]{{32}}', page).group()
    assert post(amal, f"{step}/take-back", reason="Another case").status == 303
    assert "held since" not in main(amal.ask("GET", f"{case}/work"))


def test_words_are_found_in_the_case_and_stand_in_no_address(office):
    _, amal = office
    case = named_case(amal, "Tala")
    post(amal, f"{case}/add/comment", cco_CaseComment="Met near the blue harbour", request=os.urandom(8).hex())
    answer = post(amal, f"{case}/search", q="harbour blu")
    assert answer.status == 303 and "harbour" not in answer.headers["Location"]
    found = main(amal.ask("GET", answer.headers["Location"]))
    assert "Found in one place" in found and "Met near the blue harbour" in found


# One hour from the beginning of the day on which a case was opened.
HOUR = {"id": "hour", "title": "An hour", "stages": [], "events": [
    {"id": "case.opened", "words": "The case was opened"}, {"id": "case.closed", "words": "The case was closed"}],
    "clocks": [{"id": "first", "title": "First look", "starts": ["case.opened"], "stops": ["case.closed"], "again": "first",
                "lasts": {"count": 1, "unit": "hours"}, "warnings": [], "breach": {"tell": "caseworker"}, "source": "A test."}]}


@pytest.mark.slow
def test_the_one_message_that_leaves_says_nothing_and_is_tried_again(tmp_path):
    register = Register.made(tmp_path)
    code = register.add_user("amal", "caseworker")
    relay = Relay()
    relay.shut = True
    threading.Thread(target=relay.serve_forever, daemon=True).start()
    procedure = tmp_path / "procedure.json"
    procedure.write_text(json.dumps(HOUR))
    # A place where the first hour of the day is over.
    zone = "Asia/Tokyo" if datetime.datetime.now(datetime.timezone.utc).hour < 13 else "Africa/Abidjan"
    options = ["--procedure", procedure, "--office-zone", zone, "--mail-relay", f"127.0.0.1:{relay.port}",
               "--mail-from", "notes@lake.example", "--name", "Lanterns"]
    with register.serve(*register.key, *options) as server:
        amal = signed_in(server, "amal", code)
        for address in ("-oQ/tmp@lake.example", "amal@lake.example\r\nBcc: x@evil.example", "amal lake.example"):
            assert post(amal, "/notices", address=address).status == 422
        assert post(amal, "/notices", address="amal@lake.example").status == 303
        case = named_case(amal, "Zqcanarykestrel")
        assert waited(lambda: relay.tries > 0), "the relay was asked"
        assert main(amal.ask("GET", "/work")).count("First look") == 1, "and nobody was kept from working"
        assert waited(lambda: "send e-mail" in server.log.read_text()), "that it failed was said"
        relay.shut = False
        assert waited(lambda: relay.taken), "it was tried again"
        envelope, message = relay.taken[0]
        head, body = message.split(b"\r\n\r\n", 1)
        assert base64.b64decode(body) == b"Something waits for you in Lanterns."
        whole = "".join(envelope) + message.decode() + base64.b64decode(body).decode()
        for word in ("canary", "Zq", case.split("/")[-1], "First look", "First", "amal ", "Fig Tree"):
            assert word not in whole
        # The control: the page, which only she can see, says it.
        assert "First look" in main(amal.ask("GET", "/work"))
        assert "zqcanary" not in server.log.read_text().lower()
    relay.shutdown()


def test_a_file_with_a_fault_stops_the_server_from_starting(tmp_path):
    days = tmp_path / "days.json"
    days.write_text(json.dumps({"closed": [{"name": "Vesak", "on": "2026-05"}], "worked": ["Tuesday"]}))
    other = Register.made(tmp_path)
    outcome = run("serve", other.folder, *other.key, "--own-holidays", days, scratch=tmp_path)
    assert outcome.code != 0 and "closed[0]" in outcome.err and "worked[0]" in outcome.err
    assert run("serve", other.folder, *other.key, "--office-zone", "Moon/Base", scratch=tmp_path).code == 2
    assert run("serve", other.folder, *other.key, "--calendar", "XX", scratch=tmp_path).code == 2
    assert run("serve", other.folder, *other.key, "--mail-relay", "localhost", "--mail-from", "a@b.example", scratch=tmp_path).code != 0
