# SPDX-License-Identifier: Apache-2.0
"""Signals, determinations and children through the server's own addresses; each story ends by reading the log."""

import json
import os
import re
import sqlite3
import threading

import pytest
from client import new_case, post, signed_in, step_up
from register import Register


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A served register: the owner, a caseworker, a supervisor and a village association."""
    register = Register.made(tmp_path_factory.mktemp("status"))
    people = {"amal": "caseworker", "suda": "supervisor", "rasmane": "firstResponder"}
    codes = {name: register.add_user(name, role) for name, role in people.items()}
    with register.serve() as server:
        clients = {name: signed_in(server, name, codes[name]) for name in people}
        yield register, clients


def log(register) -> list[dict]:
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


def done(register, since, subject) -> list[str]:
    """What the log says was done with a case since an entry of it."""
    said = [entry for entry in log(register)[since:] if subject.replace("-", "") in json.dumps(entry).replace("-", "")]
    return [next(value for value in entry.values() if isinstance(value, str) and re.fullmatch(r"[a-z]+\.[a-zA-Z]+", value)) for entry in said]


def text(answer) -> str:
    return answer.content.decode()


def main(answer) -> str:
    return text(answer).split("<main", 1)[1].split("</main>")[0]


def report(client, **more) -> str:
    """The address of a signal that was just reported."""
    before = set(re.findall(r'href="(/signals/[0-9a-f-]{30,})"', main(client.ask("GET", "/signals"))))
    fields = {"wh_SignalSaid": "Two girls never leave the house", "request": os.urandom(8).hex()} | more
    answer = post(client, "/signals", **fields)
    assert answer.status == 303, text(answer)[:2000]
    after = set(re.findall(r'href="(/signals/[0-9a-f-]{30,})"', main(client.ask("GET", "/signals"))))
    return (after - before).pop()


def decide(client, address, outcome, version="1", **more):
    return post(client, address, outcome=outcome, version=version, wh_SignalReason="Our team was there", **more)


DECIDED = {"wh_DeterminationBody": "Police", "wh_DeterminationAuthority": "Police of the coast",
           "wh_DeterminationStatus": "NotConfirmed", "wh_DeterminationDay.year": "2025", "wh_DeterminationDay.month": "3"}


def determine(client, case, **more):
    return post(client, f"{case}/status/add", **(DECIDED | {"request": os.urandom(8).hex()} | more))


def test_a_signal_waits_is_taken_up_and_keeps_where_it_began(office):
    register, people = office
    since = len(log(register))
    address = report(people["amal"], wh_SignalUrgency="Now", wh_SignalPlace="Kaduwela", wh_SignalChannel="Hotline")
    case = address.replace("signals", "cases")
    listed = main(people["amal"].ask("GET", "/cases"))
    assert address.split("/")[-1] not in listed
    assert people["amal"].ask("GET", case).headers["Location"] == address
    page = main(people["amal"].ask("GET", address))
    assert "Two girls never leave the house" in page and "What becomes of it?" in page
    answer = decide(people["amal"], address, "BecameCase")
    assert answer.status == 303 and answer.headers["Location"].startswith(case), text(answer)[:2000]
    page = main(people["amal"].ask("GET", case))
    assert "How we came to know" in page and "Two girls never leave the house" in page and "Our team was there" in page
    assert case.split("/")[-1] in main(people["amal"].ask("GET", "/cases"))
    said = done(register, since, case.split("/")[-1])
    assert said[0] == "case.register" and "record.edit" in said, said


def test_two_decide_at_once_and_one_is_told(office):
    register, people = office
    since = len(log(register))
    address = report(people["amal"])
    token = people["amal"].form_token("/account")
    answers = []

    def go(outcome):
        answers.append(people["amal"].ask("POST", address, {
            "form-token": token, "outcome": outcome, "version": "1", "wh_SignalReason": "So it is"}))
    threads = [threading.Thread(target=go, args=(outcome,)) for outcome in ("NotEnough", "BecameCase", "NotEnough", "BecameCase")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answer.status for answer in answers) == [303, 409, 409, 409]
    told = next(answer for answer in answers if answer.status == 409)
    assert "Somebody decided this while you were reading" in text(told)
    said = done(register, since, address.split("/")[-1])
    assert said.count("record.edit") == 1, said


def test_the_village_hands_in_and_the_office_decides(office):
    register, people = office
    address = report(people["rasmane"], wh_SignalPlace="Tenkodogo", wh_SignalTeller="The aunt")
    assert decide(people["rasmane"], address, "NotEnough").status == 403
    assert people["amal"].ask("GET", address).status == 404
    assert address in main(people["suda"].ask("GET", "/signals"))
    since = len(log(register))
    post(people["suda"], "/account/devices", device="desk of the office")
    step_up(people["suda"])
    amal = re.search(r'<option value="([0-9a-f-]+)">amal', main(people["suda"].ask("GET", address)))
    answer = post(people["suda"], address.replace("signals", "cases") + "/assign", add=amal[1])
    assert answer.status == 303, text(answer)[:2000]
    assert decide(people["amal"], address, "HelpElsewhere", wh_SignalPassedTo="Clinic of the Two Rivers").status == 303
    assert "Clinic of the Two Rivers" in main(people["amal"].ask("GET", address))
    said = done(register, since, address.split("/")[-1])
    assert said.index("case.assign") < said.index("record.edit") < said.index("record.add"), said


def test_what_cannot_be_decided_says_why_and_keeps_what_was_typed(office):
    _, people = office
    address = report(people["amal"])
    for form, said in [({}, "Choose what becomes of it"), ({"outcome": "PassedOn"}, "Name the office"),
                       ({"outcome": "JoinedCase", "other": "ZZZZ-ZZZZ"}, "Give the code of a case"),
                       ({"outcome": "NotEnough", "wh_SignalReason": " "}, "Say why")]:
        answer = post(people["amal"], address, **({"version": "1", "wh_SignalReason": "Because ශ්‍රී"} | form))
        assert answer.status == 422 and said in text(answer), text(answer)[-3000:]
    assert "Because ශ්‍රී" in text(post(people["amal"], address, version="1", wh_SignalReason="Because ශ්‍රී"))
    assert post(people["amal"], "/signals", wh_SignalSaid="", request="r1").status == 422


def test_authorities_differ_and_a_workbook_gets_one(office):
    register, people = office
    amal = people["amal"]
    case = new_case(amal)
    since = len(log(register))
    assert determine(amal, case).status == 303
    assert determine(amal, case, wh_DeterminationBody="NGO", wh_DeterminationAuthority="House of the Fig Tree",
                     wh_DeterminationStatus="Confirmed", wh_DeterminationDefinition="vn-law-53-2024-art2",
                     wh_PersonNotified="yes").status == 303
    page = main(amal.ask("GET", f"{case}/status"))
    assert "The authorities see this differently" in page
    assert "Not confirmed" in page and "Confirmed" in page and "Vi" in page
    assert "Actual Victim of Trafficking" in page or "decided by: NGO" in page, page
    # Whatever was concluded, what helps is still offered and still taken.
    whole = text(amal.ask("GET", case))
    for kind in ("referral", "plan", "assessment", "consent"):
        assert f"{case}/add/{kind}" in whole
        assert post(amal, f"{case}/add/{kind}", request=os.urandom(8).hex()).status == 303
    said = done(register, since, case.split("/")[-1])
    assert said.count("record.add") == 6, said


def test_bad_determinations_are_refused_at_their_field(office):
    register, people = office
    amal = people["amal"]
    answer = post(amal, "/cases", prs_FirstName="Lan", request=os.urandom(8).hex(), **{"prs_Birthdate.year": "2009"})
    case = answer.headers["Location"].split("?")[0]
    since = len(log(register))
    for form, said in [({"wh_DeterminationDay.year": "2001"}, "before the person was born"),
                       ({"wh_DeterminationDay.year": "2999"}, "still to come"),
                       ({"wh_DeterminationDefinition": "no-such-law"}, "no definition of this name"),
                       ({"wh_DeterminationReplaces": "0" * 32}, "no such determination"),
                       ({"wh_AppealLodged.year": "2024"}, "which decision the appeal is about"),
                       ({"wh_DeterminationStatus": ""}, "Say what was decided")]:
        answer = determine(amal, case, **form)
        assert answer.status == 422 and said in text(answer), (form, text(answer)[-3000:])
    assert determine(amal, case).status == 303
    first = re.search(r'option value="([0-9a-f-]{20,})">Police', main(amal.ask("GET", f"{case}/status/add")))[1]
    appeal = {"wh_AppealAgainst": first, "wh_AppealResult": "Pending", "wh_DeterminationStatus": "",
              "wh_DeterminationBody": "CourtOrProsecution", "wh_DeterminationAuthority": "Court of appeal"}
    early = determine(amal, case, **appeal | {"wh_AppealLodged.year": "2024"})
    assert early.status == 422 and "cannot come before the decision" in text(early)
    assert determine(amal, case, **appeal | {"wh_AppealLodged.year": "2025", "wh_DeterminationDay.month": "12"}).status == 303
    assert "An appeal waits" in main(amal.ask("GET", f"{case}/status"))
    assert done(register, since, case.split("/")[-1]).count("record.add") == 2


def test_a_determination_has_no_form_to_change_it_and_none_is_taken(office):
    _, people = office
    amal = people["amal"]
    case = new_case(amal)
    assert determine(amal, case).status == 303
    record = re.search(r'option value="([0-9a-f-]{20,})">Police', main(amal.ask("GET", f"{case}/status/add")))[1]
    address = f"{case}/records/{record}"
    assert amal.ask("GET", f"{address}/edit").status == 404
    assert post(amal, f"{address}/edit", version="1", wh_DeterminationStatus="Confirmed").status == 404
    assert post(amal, f"{address}/remove", version="1").status == 422
    assert amal.ask("GET", f"{address}/history").status == 200
    assert amal.ask("GET", f"{case}/add/determination").status == 404


def test_a_guardian_who_is_the_suspect_answers_for_nobody(office):
    register, people = office
    amal = people["amal"]
    other = new_case(amal)
    assert post(amal, f"{other}/add/participation", prs_FirstName="Văn An", prs_SecondName="Nguyễn",
                wh_RoleInCase="Perpetrator", request=os.urandom(8).hex()).status == 303
    answer = post(amal, "/cases", prs_FirstName="Linh", request=os.urandom(8).hex(), **{"prs_Birthdate.year": "2012"})
    case = answer.headers["Location"].split("?")[0]
    since = len(log(register))
    page = main(amal.ask("GET", f"{case}/age"))
    assert "a child" in page and "Add a guardian" in page
    added = post(amal, f"{case}/add/guardian", wh_GuardianName="NGUYEN Van An", wh_GuardianKind="Relative", request=os.urandom(8).hex())
    assert added.status == 303 and added.headers["Location"].startswith(f"{case}/age"), text(added)[:2000]
    page = main(amal.ask("GET", f"{case}/age"))
    assert "Conflict: the register knows this guardian" in page
    assert other.split("/")[-1] not in page
    consent = {"wh_ConsentPurpose": "ManageData", "wh_ConsentStatus": "Given", "request": os.urandom(8).hex()}
    refused = post(amal, f"{case}/add/consent", wh_ConsentGiver="Guardian", **consent)
    assert refused.status == 422 and "may not answer" in text(refused)
    assert post(amal, f"{case}/add/consent", wh_ConsentGiver="Court", wh_ChildAssent="Agrees", **consent).status == 303
    assert "The child agrees" in main(amal.ask("GET", f"{case}/age"))
    assert done(register, since, case.split("/")[-1]).count("record.add") == 2


def test_who_may_be_a_child_is_treated_as_one_until_it_is_settled(office):
    _, people = office
    amal = people["amal"]
    case = new_case(amal)
    def age(kind, low, high, month, **more):
        fields = {"wh_AgeKind": kind, "wh_AgeFrom": low, "wh_AgeTo": high, "wh_AgeOn.year": "2026", "wh_AgeOn.month": str(month),
                  "wh_AgeOn.day": "1", "request": os.urandom(8).hex()} | more
        answer = post(amal, f"{case}/add/age", **fields)
        assert answer.status == 303, text(answer)[:2000]
        return main(amal.ask("GET", f"{case}/age"))
    assert "Not known" in main(amal.ask("GET", f"{case}/age"))
    assert "treated as a child" in age("Claim", "15", "19", 1, wh_AgeBasis="Appearance")
    assert "Somebody objects to the age" in age("Dispute", "20", "30", 2, wh_AgeSaidBy="The border police")
    assert "Treated as a child" in text(amal.ask("GET", case))
    settled = age("Settled", "16", "16", 3, wh_AgeBasis="Court")
    assert "Somebody objects" not in settled and "a child" in settled
    assert post(amal, f"{case}/add/bestInterests", wh_BestInterestsQuestion="Where to live", request="b1").status == 303
    assert "Where to live" in main(amal.ask("GET", f"{case}/age"))


def test_programs_report_and_read_signals(office):
    _, people = office
    amal = people["amal"]
    token = amal.form_token("/account")
    sent = json.dumps({"values": {"wh_SignalSaid": "A caller heard shouting", "wh_SignalChannel": ["Hotline"]}})
    headers = [("Content-Type", "application/json"), ("Origin", amal.url), ("X-Form-Token", token)]
    answer = amal.ask("POST", "/api/v1/signals", sent, headers)
    assert answer.status == 201, answer.content
    listed = json.loads(amal.ask("GET", "/api/v1/signals").content)
    assert json.loads(answer.content)["id"] in [line["id"] for line in listed]
