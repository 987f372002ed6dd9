# SPDX-License-Identifier: Apache-2.0
"""Three agencies on one server: from a signal to help that was given, and what is left of it when consent is taken back."""

import json
import os
import re
import sqlite3
import threading
import time
import urllib.parse

import pytest
import totp
from client import PASSPHRASE, Client, post, signed_in
from register import Register

HOME, LEGAL, POLICE = "office", "Clínica São Tomé", "ပြည်သူ့ရဲ"


def main(answer) -> str:
    text = answer.content.decode()
    return re.search("<main.*?</main>", text, re.S)[0] if "<main" in text else text


def entries(register):
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


def api(client, method, path, body=None, **headers):
    sent = {"Content-Type": "application/json", "Origin": client.url, "X-Form-Token": client.form_token("/account")}
    return client.ask(method, path, None if body is None else json.dumps(body), sent | headers)


def with_factor(server, name, code) -> Client:
    """Somebody of an agency that asks for a second factor, who signs in for the first time."""
    client = Client(server.port)
    answer = client.ask("POST", "/first-sign-in", {"account": name, "code": code, "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.status == 303, answer.content
    page = client.ask("GET", "/first-sign-in/factor").content.decode()
    secret = re.search('class="secret" dir="ltr">([A-Z2-7 ]+)<', page)[1]
    assert client.ask("POST", "/first-sign-in/factor", {"code": totp.digits(secret)}).status == 200
    return client


def agency_id(client, name) -> str:
    """The id of an agency, as the form of an agreement names it."""
    page = client.ask("GET", "/agreements").content.decode()
    return re.search(f'<option value="([0-9a-f]+)">{re.escape(name)}</option>', page)[1]


def agree(giver, taker, name, *classes, purposes=("care", "legalAid")):
    """An agreement that supervision of both sides accepted, charter and all."""
    form = [("with", agency_id(giver, name)), ("way", "give"), ("days", "180"), ("charter", "yes")]
    form += [("classes", one) for one in classes] + [("purposes", one) for one in purposes]
    token = giver.form_token("/account")
    answer = giver.ask("POST", "/agreements", urllib.parse.urlencode(form + [("form-token", token)]), {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": giver.url})
    assert answer.status == 303, answer.content[:1000]
    page = taker.ask("GET", "/agreements").content.decode()
    agreement = re.search("/agreements/([0-9a-f]+)/accept", page)[1]
    assert post(taker, f"/agreements/{agreement}/accept", charter="yes").status == 303


def prepared(register):
    """Two other agencies, and everybody's slip."""
    for name in (LEGAL, POLICE):
        done = register.run("agencies", "add", register.folder, name, *register.key)
        assert done.code == 0, done
    people = {
        "suda": ("supervisor", None), "amal": ("caseworker", None), "mariam": ("caseworker", None),
        "lucia": ("supervisor", LEGAL), "tomé": ("caseworker", LEGAL), "rosa": ("caseworker", LEGAL),
        "min": ("supervisor", POLICE), "aung": ("investigator", POLICE)}
    return {name: (register.add_user(name, role, *(["--agency", agency] if agency else [])), agency)
            for name, (role, agency) in people.items()}


def entered(server, codes):
    return {name: (with_factor if agency else signed_in)(server, name, code) for name, (code, agency) in codes.items()}


@pytest.fixture
def served(register):
    codes = prepared(register)
    with register.serve() as server:
        yield register, server, entered(server, codes)


def taken_up(amal) -> str:
    """A signal that became a case, with somebody in it."""
    assert post(amal, "/signals", wh_SignalSaid="A girl is kept behind the tea shop", request=os.urandom(8).hex()).status == 303
    signal = re.search('href="(/signals/[0-9a-f]{30,})"', main(amal.ask("GET", "/signals")))[1]
    answer = post(amal, signal, outcome="BecameCase", wh_SignalReason="We spoke with her", version="1")
    assert answer.status == 303, main(answer)[:2000]
    case = signal.replace("signals", "cases")
    answer = post(amal, f"{case}/add/participation", prs_FirstName="Ifeoma", prs_MobilePhone="+351 900 000 111",
                  wh_RoleInCase="Victim", request=os.urandom(8).hex())
    assert answer.status == 303, main(answer)[:2000]
    answer = post(amal, f"{case}/add/comment", cco_CaseComment="Wants a lawyer of her own", request=os.urandom(8).hex())
    assert answer.status == 303, main(answer)[:2000]
    return case


def consent(amal, case, *recipients, classes=("Facts", "Identity", "Services"), **more) -> str:
    body = {"recipients": recipients, "values": {
        "wh_ConsentPurpose": ["ReferToServices"], "wh_ConsentClasses": list(classes), "wh_ConsentGiver": ["Adult"],
        "wh_ConsentLanguage": ["por"], "wh_ConsentStatementsShown": ["Purpose", "Uses", "Withdrawal"],
        "wh_ConsentStatement": "Only the lawyer, nobody else"}} | more
    answer = api(amal, "POST", f"/api/v1{case}/consents", body)
    assert answer.status == 201, answer.content[:2000]
    return json.loads(answer.content)["id"]


def refer(amal, case, to, paper, classes=("F1", "F2", "F4"), **more):
    body = {"to": to, "service": "LEG", "classes": list(classes), "purpose": "legalAid", "consent": paper,
            "until": int(time.time() * 1000) + 30 * 86_400_000} | more
    return api(amal, "POST", f"/api/v1{case}/referrals", body)


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


def as_if_it_were_not(register, server, readers, case, referral):
    """Each route of the list answers about the case and its referral as about ids that never were."""
    paths = json.loads(readers[0].ask("GET", "/openapi.json").content)["paths"]
    about = [(method.upper(), path) for path, methods in paths.items() for method in methods
             if "{case}" in path or "{referral}" in path]
    assert len(about) > 60
    nobody, checked = os.urandom(16).hex(), 0
    for client in readers:
        token = client.form_token("/account")
        for method, path in about:
            def ask(case_id, referral_id):
                real = path.replace("{case}", case_id).replace("{referral}", referral_id)
                real = re.sub(r"\{kind\}", "comment", real)
                real = re.sub(r"\{[a-z]+\}", "0" * 32, real)
                body = None if method in ("GET", "DELETE") else "{}" if "/api/" in path else f"form-token={token}"
                kind = "application/json" if "/api/" in path else "application/x-www-form-urlencoded"
                return client.ask(method, real, body, {
                    "Content-Type": kind, "Origin": client.url, "X-Form-Token": token})
            real, never = ask(case.split("/")[-1], referral), ask(nobody, nobody)
            assert real.status == never.status, (method, path, real.status, never.status)
            assert b"lawyer" not in real.content and b"Ifeoma" not in real.content, (method, path)
            checked += 1
    assert checked == 2 * len(about)


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
