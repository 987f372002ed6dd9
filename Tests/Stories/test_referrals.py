# SPDX-License-Identifier: Apache-2.0
"""Three agencies on one server: from a signal to help that was given, and what is left of it when consent is taken back."""

import json
import re
import threading

import pytest
from agencies import (
    LEGAL, POLICE, agency_id, agree, api, as_if_it_were_not, consent, entered, entries, main, prepared, refer, taken_up)
from client import post
from register import Register

@pytest.fixture
def served(register):
    codes = prepared(register)
    with register.serve() as server:
        yield register, server, entered(server, codes)


def test_from_a_signal_to_help_that_was_given_and_back(served):
    register, server, people = served
    suda, amal, lucia, tome = (people[name] for name in ("suda", "amal", "lucia", "tomé"))
    case = taken_up(amal)
    agree(suda, lucia, LEGAL, "F1", "F2", "F4")
    agree(suda, people["min"], POLICE, "F1", purposes=("investigation",))
    legal = agency_id(suda, LEGAL)
    # No consent, no referral: neither on the page nor by a program.
    assert "without their word nothing is sent" in main(amal.ask("GET", f"{case}/refer"))
    assert refer(amal, case, legal, "0" * 32).status == 403
    # Asked in her language, on the page; something is missing first.
    form = {"to": legal, "wh_ConsentPurpose": "ReferToServices", "wh_ConsentClasses": "Services", "request": "c1"}
    again = post(amal, f"{case}/consents/give", **form)
    assert again.status == 422 and "in which language" in main(again)
    paper = consent(amal, case, legal)
    page = main(amal.ask("GET", f"{case}/consents"))
    assert LEGAL in page and "Holds" in page and "Take it back now" in page
    # What would go is shown, and sent.
    order = {"to": legal, "service": "LEG", "purpose": "legalAid", "classes": "F4", "consent": paper, "days": "90",
             "details": "She can be met at noon", "request": "r1"}
    look = main(post(amal, f"{case}/refer/look", **order))
    assert "Wants a lawyer of her own" in look and "Ifeoma" not in look
    assert post(amal, f"{case}/refer", **order).status == 303
    assert post(amal, f"{case}/refer", **order).status == 303, "the same form once more"
    referral, = json.loads(amal.ask("GET", f"/api/v1{case}/referrals").content)
    assert referral["state"] == "proposed" and referral["classes"] == ["F0", "F4"]
    address = f"/inbox/{referral['id']}"
    # The other office: who leads sees it and gives it to one colleague; another colleague knows of nothing.
    assert "Legal" in main(lucia.ask("GET", "/inbox"))
    assert tome.ask("GET", address).status == 404
    packet = main(lucia.ask("GET", address))
    assert "Wants a lawyer of her own" in packet and "She can be met at noon" in packet
    assert "Ifeoma" not in packet and "+351" not in packet and "Only the lawyer" not in packet
    account = re.search('<option value="([0-9a-f]+)">tomé', packet)[1]
    assert post(lucia, f"{address}/assign", add=account).status == 303
    assert "Wants a lawyer of her own" in main(tome.ask("GET", address))
    assert people["rosa"].ask("GET", address).status == 404 and people["aung"].ask("GET", address).status == 404
    assert lucia.ask("GET", case).status == 404, "the packet, not the case"
    for act in ("accept", "contact", "start", "complete"):
        assert post(tome, address, act=act).status == 303, act
    again = post(tome, address, act="start")
    assert again.status == 409 and "Somebody was faster" in main(again)
    page = main(amal.ask("GET", f"{case}/referrals"))
    assert "Completed" in page and "Help has begun" in page
    assert json.loads(suda.ask("GET", "/api/v1/linkage").content)["rate"] == 1
    assert "1 of 1 (100%)" in main(suda.ask("GET", "/inbox"))
    # The case is closed; what was completed can still be looked up.
    head = next(record for record in json.loads(amal.ask("GET", f"/api/v1{case}").content)["records"]
                if record["kind"] == "case")
    closed = api(amal, "PUT", f"/api/v1{case}/records/{head['id']}", {"values": head["values"] | {"cas_Status": ["Closed"]}},
                 **{"If-Match": f'"{head["version"]}"'})
    assert closed.status in (200, 204), closed.content[:1000]
    assert tome.ask("GET", address).status == 200
    # She takes it back: from this answer on it is as if it had never been.
    assert post(amal, f"{case}/consents/{paper}/withdraw").status == 303
    as_if_it_were_not(register, server, (lucia, tome), case, referral["id"])
    inbox = main(lucia.ask("GET", "/inbox"))
    assert "Something was taken back" in inbox and referral["id"] not in inbox and "lawyer" not in inbox
    assert refer(amal, case, legal, paper).status == 403
    # The log tells all of it, with both offices in it.
    subject = case.split("/")[-1]
    log = [entry for entry in entries(register) if entry.get("subject") == subject]
    said = [f"{entry['action']} {entry['outcome'].split(':')[0]}" for entry in log]
    for line in ("case.refer done", "referral.answer receive", "referral.answer assigned", "referral.answer accept",
                 "referral.answer start", "referral.answer complete", "record.edit done"):
        assert line in said, (line, said)
    answering = {entry["actor"] for entry in log if entry["action"] == "referral.answer"}
    assert len(answering) == 2 and not answering & {entry["actor"] for entry in log if entry["action"] == "case.refer"}


def test_what_is_refused_and_what_stays_here(served):
    register, server, people = served
    suda, amal, mariam, lucia = (people[name] for name in ("suda", "amal", "mariam", "lucia"))
    case = taken_up(amal)
    legal = agency_id(suda, LEGAL)
    paper = consent(amal, case, legal)
    assert b"referral.noAgreement" in refer(amal, case, legal, paper).content
    agree(suda, lucia, LEGAL, "F1", "F2", "F4")
    # Another office, more than was agreed to, a place, no such help, another case's consent.
    assert refer(amal, case, agency_id(suda, POLICE), paper).status == 403
    assert refer(amal, case, legal, paper, classes=("F1", "F3")).status == 403
    assert b"referral.secondTier" in refer(amal, case, legal, paper, classes=("F4", "F5")).content
    assert b"referral.unknownService" in refer(amal, case, legal, paper, service="XYZ").content
    other = taken_up(amal)
    assert refer(amal, other, legal, paper).status == 403
    # Somebody who does not work on the case learns nothing.
    assert refer(mariam, case, legal, paper).status == 404
    sent = json.loads(refer(amal, case, legal, paper).content)["id"]
    assert lucia.ask("GET", f"/inbox/{sent}").status == 200
    # What is held here stays, also in what was sent before.
    note = next(record["id"] for record in json.loads(amal.ask("GET", f"/api/v1{case}").content)["records"]
                if record["kind"] == "comment")
    assert "Wants a lawyer" in main(lucia.ask("GET", f"/inbox/{sent}"))
    consent(amal, case, legal, heldRecords=[note])
    assert "Wants a lawyer" not in main(lucia.ask("GET", f"/inbox/{sent}"))


def test_two_workers_refer_and_put_away_the_same_case_at_once(served):
    register, server, people = served
    suda, amal, lucia = (people[name] for name in ("suda", "amal", "lucia"))
    case = taken_up(amal)
    agree(suda, lucia, LEGAL, "F1", "F2", "F4")
    legal = agency_id(suda, LEGAL)
    paper = consent(amal, case, legal)
    answers = []

    def one():
        answers.append(refer(amal, case, legal, paper).status)

    def other():
        answers.append(api(suda, "POST", f"/api/v1{case}/state", {"order": "archive"}).status)

    threads = [threading.Thread(target=work) for work in (one, other, one, one)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {201, 204, 403, 400}, answers
    followed = json.loads(amal.ask("GET", f"/api/v1{case}/referrals").content)
    assert len(followed) == answers.count(201)
    records = json.loads(amal.ask("GET", f"/api/v1{case}").content)["records"]
    assert sum(record["kind"] == "referral" for record in records) == answers.count(201)


def test_a_packet_travels_as_a_file_between_two_registers(register, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    other = Register.made(tmp_path / "elsewhere")
    home = "House of the Fig Tree, elsewhere"

    def command(of, *words):
        return of.run("packet", words[0], of.folder, *words[1:], *of.key)

    def refused(of, file, words):
        done = command(of, "open", file)
        assert done.code == 1 and words in done.err, done

    codes = prepared(register)
    assert other.run("agencies", "add", other.folder, home, *other.key).code == 0
    here, there = (command(of, "card").out.strip() for of in (register, other))
    assert here.startswith("wayhouse-card-1:") and command(other, "card").out.strip() == there
    assert command(register, "take", LEGAL, there).code == 0 and command(other, "take", home, here).code == 0
    assert command(other, "take", home, here[:-1]).code == 2
    files = [tmp_path / f"{number}.wayhouse" for number in range(2)]
    with register.serve() as server:
        people = entered(server, codes)
        suda, amal = people["suda"], people["amal"]
        case = taken_up(amal)
        agree(suda, people["lucia"], LEGAL, "F1", "F2", "F4")
        legal = agency_id(suda, LEGAL)
        paper = consent(amal, case, legal)
        for file in files:
            sent = json.loads(refer(amal, case, legal, paper, classes=("F4",)).content)["id"]
            answer = post(amal, f"{case}/referrals/{sent}/file")
            assert answer.status == 200 and b"lawyer" not in answer.content
            file.write_bytes(answer.content)
        # Without consent no file is made.
        assert post(amal, f"{case}/consents/{paper}/withdraw").status == 303
        assert post(amal, f"{case}/referrals/{sent}/file").status == 403
    whole = files[0].read_bytes()
    edited = tmp_path / "edited.wayhouse"
    edited.write_bytes(whole[:-30] + bytes([whole[-30] ^ 1]) + whole[-29:])
    refused(other, edited, "changed or cut")
    refused(other, __file__, "no packet")
    refused(register, files[0], "somebody else")
    done = command(other, "open", files[0])
    assert done.code == 0 and home in done.out, done
    refused(other, files[0], "opened here before")
    assert command(other, "revoke", home).code == 0
    refused(other, files[1], "was revoked")
