# SPDX-License-Identifier: Apache-2.0
"""The person's own view through the server's own addresses, and reports from outside; each story reads the log."""

import json
import os
import re
import sqlite3
import subprocess
import urllib.parse

import pytest
from client import PASSPHRASE, Client, new_case, post, signed_in, step_up
from hello import Passer, give
from register import Register, binary, environment


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A served register whose doors are open: a caseworker, two supervisors and somebody who looks after the server."""
    register = Register.made(tmp_path_factory.mktemp("ticket"))
    people = {"amal": "caseworker", "suda": "supervisor", "tesfaye": "supervisor", "goran": "systemOperator"}
    codes = {name: register.add_user(name, role) for name, role in people.items()}
    done = register.run("doors", register.folder, "--tickets", "on", "--reports", "on", *register.key)
    assert done.code == 0 and done.out == "tickets\ton\nreports\ton\n", done
    with register.serve() as server:
        clients = {name: signed_in(server, name, codes[name]) for name in people}
        yield register, server, clients


def log(register) -> list[dict]:
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


def verbs(entries) -> list[str]:
    return [next(value for value in entry.values() if isinstance(value, str) and re.fullmatch(r"[a-z]+\.[a-zA-Z]+", value))
            for entry in entries]


def consent(client, case):
    answer = post(client, f"{case}/add/consent", wh_ConsentPurpose="ReferToServices", wh_ConsentStatus="Given",
                  wh_ConsentRecipient="Clinic of the hill", request=os.urandom(8).hex())
    assert answer.status == 303, answer.content[:2000]


def test_she_looks_in_writes_takes_back_and_leaves(office):
    register, server, people = office
    case = new_case(people["amal"])
    consent(people["amal"], case)
    ticket = give(people["amal"], case)
    her = Passer(server.port)
    assert her.try_(ticket["number"], ticket["word"]).status == 200
    token = her.opened()
    assert token and "We are working for you." in her.text and "Clinic of the hill" in her.text
    assert "Caseworker" in her.text and "House of the Fig Tree" in her.text
    assert "Chidinma" not in her.page, "not her name"
    her.send("/hello/write", **{"pass": token, "text": "The clinic was closed", "kind": "Message"})
    assert "Sent. We answer here." in her.text and "The clinic was closed" in her.text
    her.send("/hello/write", **{"pass": token, "text": "I am born in May", "kind": "Correction"})
    her.send("/hello/write", **{"pass": token, "text": "   ", "kind": "Message"})
    assert "Write a word or two." in her.text
    given = re.search(r'name="consent" value="([0-9a-f]{32})"', her.page)[1]
    her.send("/hello/withdraw", **{"pass": token, "consent": given})
    assert "Taken back." in her.text and "You took this back" in her.text
    assert her.cookies == [], "no cookie, from the first page to the last"
    page = people["amal"].ask("GET", case).content.decode()
    assert "The person wrote to you: 3 messages wait." in page and "Withdrawn" in page
    page = people["amal"].ask("GET", f"{case}/ticket").content.decode()
    assert "The person took back a consent" in page
    message = re.findall(r'name="answers" value="([0-9a-f]{32})"', page)
    for number in message:
        assert post(people["amal"], f"{case}/ticket/write", answers=number, request=os.urandom(8).hex(),
                    **{f"text-{number}": "We know, come on Thursday"}).status == 303
    assert "wait" not in people["amal"].ask("GET", case).content.decode().split("wrote to you")[0][-200:]
    her.send("/hello/write", **{"pass": token, "text": "Thank you", "kind": "Message"})
    assert "We know, come on Thursday" in her.text
    her.send("/hello/close", **{"pass": token})
    her.send("/hello/write", **{"pass": token, "text": "again", "kind": "Message"})
    assert "Type the number and the word" in her.text
    done = verbs(log(register))
    assert {"ticket.manage", "ticket.read", "ticket.write", "ticket.withdraw"} <= set(done)


def test_every_way_to_fail_is_the_same_page(office):
    register, server, people = office
    case = new_case(people["amal"])
    ticket = give(people["amal"], case)
    other = new_case(people["amal"])
    gone = give(people["amal"], other)
    assert post(people["amal"], f"{other}/ticket", order="takeBack").status == 303
    digits = ticket["number"].replace(" ", "")
    mistyped = digits[:7] + str((int(digits[7]) + 1) % 10) + digits[8:]
    her = Passer(server.port)
    pages = set()
    for number, word in [(mistyped, ticket["word"]), (digits, "not the word"), (gone["number"], gone["word"]),
                         ("hello", "x"), ("", "")]:
        answer = her.try_(number, word)
        assert answer.status == 200
        pages.add(her.bare)
    asked = her.question("/hello")
    her.send("/hello", number=digits, word=ticket["word"], **asked | {"question": asked["question"] + "0"})
    pages.add(her.bare)
    assert len(pages) == 1 and "This did not open." in pages.pop()
    her.try_(digits, ticket["word"])
    assert her.opened(), "control: the right one does open"


def test_the_other_word_shows_an_ordinary_page_and_tells_the_office(office):
    register, server, people = office
    case = new_case(people["amal"])
    ticket = give(people["amal"], case, word="orange lantern", other="grey mountain")
    assert ticket["other"] == "grey mountain"
    her = Passer(server.port)
    her.try_(ticket["number"], "Grey  Mountain")
    assert her.opened() is None and "Onions" in her.text
    page = people["amal"].ask("GET", f"{case}/ticket").content.decode()
    assert "somebody may have stood behind the person" in page
    assert "orange" not in page and ticket["number"] not in page


def test_a_new_ticket_an_off_switch_and_a_shut_door(office):
    register, server, people = office
    amal, case = people["amal"], new_case(people["amal"])
    old, new = give(amal, case), give(amal, case)
    her = Passer(server.port)
    her.try_(old["number"], old["word"])
    assert her.opened() is None
    her.try_(new["number"], new["word"])
    token = her.opened()
    assert token
    assert post(amal, f"{case}/ticket", order="off").status == 303
    her.send("/hello/write", **{"pass": token, "text": "still here", "kind": "Message"})
    assert her.opened() is None and "still here" not in amal.ask("GET", f"{case}/ticket").content.decode()
    assert post(amal, f"{case}/ticket", order="give").status == 422
    assert post(amal, f"{case}/ticket", order="on").status == 303
    give(amal, case)
    goran = people["goran"]
    assert post(amal, "/doors", tickets="on").status == 403
    step_up(goran)
    assert post(goran, "/doors", reports="on").status == 303
    assert her.look("/hello").status == 404 and her.look("/tell").status == 200
    assert post(amal, f"{case}/ticket", order="give").status == 422
    assert post(goran, "/doors", reports="on", tickets="on").status == 303


def test_ten_wrong_words_shut_a_ticket_and_the_office_sees_it(office):
    # A register of its own, since all of a place is counted together: ten at once, then four a minute.
    register_now = Register.made(office[0].scratch / "alone")
    code = register_now.add_user("amal", "caseworker")
    assert register_now.run("doors", register_now.folder, "--tickets", "on", *register_now.key).code == 0
    with register_now.serve() as alone:
        amal = signed_in(alone, "amal", code)
        case = new_case(amal)
        ticket = give(amal, case)
        her = Passer(alone.port)
        for number in range(10):
            her.try_(ticket["number"], f"wrong word {number}")
            assert her.opened() is None
        her.try_(ticket["number"], ticket["word"])
        assert her.opened() is None, "the place is slowed and the ticket is shut"
        page = amal.ask("GET", f"{case}/ticket").content.decode()
        assert "tried ten times with a wrong word" in page
        refused = [entry for entry in log(register_now) if "refused" in json.dumps(entry)]
        assert len(refused) >= 10 and all("survivor" in json.dumps(entry) for entry in refused)


def test_behind_a_proxy_each_visitor_is_slowed_down_alone(tmp_path):
    """Three reports at once from one place: the fourth waits, and nobody gets more by saying that they are another."""
    register = Register.made(tmp_path)
    assert register.run("doors", register.folder, "--reports", "on", *register.key).code == 0

    def told(server, forwarded) -> bool:
        somebody = Passer(server.port)
        form = {"said": "Shouting at night"} | somebody.question("/tell")
        somebody.seen(somebody.client.ask("POST", "/tell", urllib.parse.urlencode(form), {
            "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": forwarded,
            "Origin": somebody.client.url}))
        return "Thank you" in somebody.text

    with register.serve(*register.key, "--trusted-proxy", "127.0.0.1") as server:
        assert [told(server, "198.51.100.1") for _ in range(4)] == [True, True, True, False]
        assert told(server, "203.0.113.9"), "somebody else is not slowed down by them"
        assert not told(server, "192.0.2.1, 198.51.100.1"), "what a visitor sends stands on the left, and counts for nothing"
    other = Register.made(tmp_path / "other")
    assert other.run("doors", other.folder, "--reports", "on", *other.key).code == 0
    with other.serve() as server:
        spoofed = [told(server, f"198.51.100.{number}") for number in range(4)]
        assert spoofed == [True, True, True, False], "no proxy is trusted, nobody's word counts"
    refused = other.run("serve", other.folder, *other.key, "--trusted-proxy", "localhost")
    assert refused.code != 0 and "network address" in refused.err


def test_an_erased_case_has_no_ticket(office):
    register, server, people = office
    case = new_case(people["amal"])
    ticket = give(people["amal"], case)
    for name in ("suda", "tesfaye"):
        step_up(people[name])
        assert post(people[name], "/account/devices", device=f"{name}'s desk").status == 303
        step_up(people[name])
    assert post(people["suda"], f"{case}/erase", reason="asked", identity="codeWord", words="She rang").status == 303
    page = people["tesfaye"].ask("GET", "/approvals").content.decode()
    address = re.search(r'action="(/approvals/[0-9a-f]{32}/answer)"', page)[1]
    assert post(people["tesfaye"], address, answer="yes").status == 303
    server.__exit__()
    done = subprocess.run(["faketime", "-f", "+8d", str(binary()), "retention", str(register.folder), "--erase-due",
                           *map(str, register.key)], capture_output=True, env=environment(register.scratch), timeout=300)
    assert done.returncode == 0 and b"erased" in done.stdout, done
    assert register.verify().code == 0, "the log agrees with all that was written and taken back"
    with register.serve() as again:
        her = Passer(again.port)
        her.try_(ticket["number"], ticket["word"])
        assert her.opened() is None and "This did not open." in her.text


def test_a_report_from_outside_is_a_signal_and_never_a_case(tmp_path):
    register = Register.made(tmp_path / "office")
    codes = {name: register.add_user(name, role) for name, role in {"suda": "supervisor"}.items()}
    with register.serve() as server:
        somebody, suda = Passer(server.port), signed_in(server, "suda", codes["suda"])
        assert somebody.look("/tell").status == 404 and somebody.look("/hello").status == 404, "shut unless opened"
        server.__exit__()
    assert register.run("doors", register.folder, "--reports", "on", *register.key).code == 0
    with register.serve() as server:
        somebody = Passer(server.port)
        told = somebody.send("/tell", said="Shouting at night, ወጣቶች", place="Ward 5", **somebody.question("/tell"))
        receipt = re.search(r'class="secret"[^>]*>(\d{8})<', somebody.page)[1]
        assert told.status == 200 and "Thank you" in somebody.text and somebody.cookies == []
        somebody.send("/tell", said="a" * 4001, **somebody.question("/tell"))
        assert "at most 4,000 characters" in somebody.text
        somebody.send("/tell", said="b", question="made up", answer="1")
        assert "could not be taken" in somebody.text and ">\nb</textarea>" in somebody.page
        suda = signed_in_again(server)
        page = suda.ask("GET", "/signals").content.decode()
        address = re.search(r'href="(/signals/[0-9a-f-]{30,})"', page)[1]
        signal = suda.ask("GET", address).content.decode()
        assert "Shouting at night, ወጣቶች" in signal and receipt in signal
        assert suda.ask("GET", address.replace("signals", "cases")).headers["Location"] == address


def signed_in_again(server):
    again = Client(server.port)
    assert again.ask("POST", "/sign-in", {"account": "suda", "passphrase": PASSPHRASE}).status in (302, 303)
    return again
