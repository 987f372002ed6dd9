# SPDX-License-Identifier: Apache-2.0
"""What is needed and what becomes of it, through the server's own addresses; each story ends by reading the log."""

import datetime
import json
import os
import re
import sqlite3

import pytest
from client import new_case, post, signed_in, step_up
from register import Register


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A served register: a caseworker, another one, a supervisor and a village association."""
    register = Register.made(tmp_path_factory.mktemp("help"))
    people = {"amal": "caseworker", "mariam": "caseworker", "suda": "supervisor", "rasmane": "firstResponder"}
    codes = {name: register.add_user(name, role) for name, role in people.items()}
    with register.serve() as server:
        yield register, {name: signed_in(server, name, codes[name]) for name in people}


def log(register) -> list[dict]:
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


def said(register) -> str:
    return json.dumps(log(register))


def main(answer) -> str:
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def needs(client, case) -> list[dict]:
    answer = client.ask("GET", f"/api/v1{case}/help")
    assert answer.status == 200, answer.content[:1000]
    return json.loads(answer.content)


def urgent(client, case, *codes):
    token = client.form_token("/account")
    body = f"form-token={token}&request={os.urandom(8).hex()}" + "".join(f"&service={code}" for code in codes)
    return client.ask("POST", f"{case}/help/urgent", body, {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": client.url})


def press(client, case, need, act, version, **more):
    return post(client, f"{case}/help/{need}/act", act=act, version=str(version), request=os.urandom(8).hex(), **more)


def give(client, case, need, **values):
    fields = {"wh_DeliveryUnit": "minutes", "wh_DeliveryAmount": "45", "request": os.urandom(8).hex()}
    return post(client, f"{case}/help/{need}/given", **(fields | values))


def test_what_is_urgent_waits_for_nothing(office):
    register, people = office
    client = people["rasmane"]
    sent = post(client, "/signals", wh_SignalSaid="A girl at the bus station", request=os.urandom(8).hex())
    assert sent.status == 303
    address = re.search(r'href="(/signals/[0-9a-f-]{30,})"', main(client.ask("GET", "/signals")))[1]
    case = address.replace("/signals/", "/cases/")
    assert "Help" in main(client.ask("GET", address))
    assert urgent(client, case, "SHE", "BAS").status == 303
    page = main(client.ask("GET", f"{case}/help"))
    assert "Emergency accommodation" in page and "Needed, not yet offered" in page and "Now" in page
    # The other office worker sees it with the signal; what nobody named is not taken.
    assert {need["service"] for need in needs(people["suda"], case)} == {"SHE", "BAS"}
    assert urgent(client, case, "XYZ").status == 303 and len(needs(client, case)) == 2
    assert "record.add" in said(register)


def test_a_need_from_the_first_word_to_the_end_of_it(office):
    register, people = office
    amal = people["amal"]
    case = new_case(amal)
    added = post(amal, f"{case}/help/add", wh_NeedService="LEG", wh_NeedUrgency="Within72Hours",
                 wh_NeedWords="I want my wages", request=os.urandom(8).hex())
    assert added.status == 303, added.content[:3000]
    need, = needs(amal, case)
    assert press(amal, case, need["id"], "offered", 1).status == 303
    assert press(amal, case, need["id"], "accepted", 2).status == 303
    # Quarters of an hour, and what is given starts what had not started.
    assert give(amal, case, need["id"], wh_DeliveryAmount="20").status == 422
    assert give(amal, case, need["id"], wh_DeliveryAmount="0").status == 422
    assert give(amal, case, need["id"], wh_DeliveryAmount="-15").status == 422
    paid = {"wh_DeliveryCurrency": "EUR", "wh_DeliveryCost": "30.5", "wh_DeliveryFunders": "Norad 7; EU"}
    assert give(amal, case, need["id"], **paid).status == 303
    need, = needs(amal, case)
    assert need["state"] == "started" and need["version"] == 4 and len(need["deliveries"]) == 1
    page = main(amal.ask("GET", f"{case}/help"))
    assert "45 min" in page and "I want my wages" in page and "Going on" in page
    assert press(amal, case, need["id"], "completed", 4).status == 303
    assert needs(amal, case)[0]["state"] == "completed"
    # Somebody to whom the case is not assigned finds nothing.
    assert people["mariam"].ask("GET", f"{case}/help").status == 404
    assert press(people["mariam"], case, need["id"], "stopped", 5, reason="other").status == 404
    report = json.loads(people["suda"].ask("GET", "/api/v1/help/cascade").content)
    line = next(line for line in report["lines"] if line.get("service") == "LEG")
    assert line["reached"]["completed"] == {"people": 1, "episodes": 1} and line["deliveries"]["minutes"] == 45
    assert report["funders"]["EU"]["cost"] == {"EUR": 3050} and "never for publication" in report["notice"]


def test_two_who_press_at_once_and_days_that_contradict_each_other(office):
    register, people = office
    amal, suda = people["amal"], people["suda"]
    case = new_case(amal)
    assert urgent(amal, case, "MED").status == 303
    need, = needs(amal, case)
    assert press(amal, case, need["id"], "offered", 1).status == 303
    late = press(amal, case, need["id"], "stopped", 1, reason="personDeclined")
    assert late.status == 409 and "Somebody else changed this need" in main(late)
    assert needs(amal, case)[0]["state"] == "offered", "nothing of the later press was written"
    early = amal.ask("POST", f"/api/v1{case}/help/{need['id']}/act", json.dumps({"act": "accepted", "day": "2020-01-01"}), {
        "Content-Type": "application/json", "If-Match": '"2"', "Origin": amal.url, "X-Form-Token": amal.form_token("/account")})
    assert early.status == 422 and "lies before" in early.content.decode(), early.content
    unknown = post(amal, f"{case}/help/add", wh_NeedService="XYZ", request=os.urandom(8).hex())
    assert unknown.status == 422 and "no kind of help" in main(unknown)
    assert suda.ask("GET", f"{case}/help").status == 200


def test_the_page_and_the_console_count_the_same(tmp_path):
    register = Register.made(tmp_path)
    codes = {name: register.add_user(name, role) for name, role in {"amal": "caseworker", "suda": "supervisor"}.items()}
    with register.serve() as server:
        people = {name: signed_in(server, name, code) for name, code in codes.items()}
        assert urgent(people["amal"], new_case(people["amal"]), "MED", "SHE").status == 303
        asked = counted(people)
    done = register.run("cascade", register.folder, "--json", *register.key)
    assert done.code == 0, done
    assert done.json["lines"] == asked["lines"] and done.json["coverage"] == asked["coverage"]
    assert done.json["coverage"]["needs"] == 2
    bounded = register.run("cascade", register.folder, "--from", "2020-01-01", "--to", "2020-12-31", "--by", "sex", *register.key)
    assert bounded.code == 0 and bounded.out.startswith("0 needs") and "Never publish" in bounded.err
    assert register.run("cascade", register.folder, "--by", "name", *register.key).code == 2
    assert register.run("cascade", register.folder, "--from", "May", *register.key).code == 2
    assert "register.compare" in said(register)


def test_a_grant_pays_for_its_days_and_not_for_others(tmp_path):
    register = Register.made(tmp_path / "office")
    code = register.add_user("amal", "caseworker")
    today = datetime.datetime.now(datetime.timezone.utc).date()
    now, over = {"tag": "EU", "from": "2020-01-01", "to": "2100-12-31"}, {"tag": "Norad 7", "from": "2020-01-01", "to": "2020-12-31"}
    grants = tmp_path / "grants.json"
    grants.write_text(json.dumps({"grants": [now, over, {"tag": "Unused", "from": f"{today}", "to": f"{today}"}]}))
    with register.serve(*register.key, "--grants", grants) as server:
        amal = signed_in(server, "amal", code)
        case = new_case(amal)
        assert urgent(amal, case, "MED").status == 303
        need, = needs(amal, case)
        paid = {"wh_DeliveryUnit": "count", "wh_DeliveryAmount": "1", "wh_DeliveryCurrency": "EUR", "wh_DeliveryCost": "30.5"}
        for funders in ("EU", "Norad 7", "EU; Norad 7"):
            done = give(amal, case, need["id"], wh_DeliveryFunders=funders, **paid)
            assert done.status == 303, main(done)[:2000]
        report = json.loads(amal.ask("GET", "/api/v1/help/cascade").content)
        assert report["funders"]["EU"]["cost"] == {"EUR": 6100} and report["grants"]["EU"]["outside"]["cost"] == {}
        assert report["funders"]["Norad 7"]["cost"] == {} and report["grants"]["Norad 7"]["outside"]["cost"] == {"EUR": 6100}
        assert report["funders"]["Unused"]["count"] == 0 and report["grants"]["Unused"]["from"] == f"{today}"
        page = main(amal.ask("GET", "/help/cascade"))
        assert "given on other days" in page and "2020" in page
    # The control: without the file every grant pays always.
    counted = register.run("cascade", register.folder, "--json", *register.key)
    assert counted.json["funders"]["Norad 7"]["cost"] == {"EUR": 6100} and counted.json["grants"] == {}
    told = register.run("cascade", register.folder, "--grants", grants, *register.key)
    assert "Paid by Norad 7 (2020-01-01 to 2020-12-31)" in told.out and "given on other days" in told.out
    grants.write_text(json.dumps({"grants": [now, now, {"tag": "x", "from": "2026-02-01", "to": "2026-01-01"}, {"tag": "y"}]}))
    refused = register.run("cascade", register.folder, "--grants", grants, *register.key)
    assert refused.code != 0 and all(f"grants[{place}]" in refused.err for place in (1, 2, 3)), refused


def counted(people) -> dict:
    """What the page says in words and the address for programs in figures."""
    page = main(people["suda"].ask("GET", "/help/cascade?by=sex"))
    assert "true counts" in page and "never for publication" in page and "How long they waited" in page
    wrong = people["suda"].ask("GET", "/help/cascade?from=then")
    assert wrong.status == 422 and "could not be read" in main(wrong)
    return json.loads(people["suda"].ask("GET", "/api/v1/help/cascade").content)


def edit_person(client, case, **fields):
    """Writes the details of the person of a case."""
    case_id = case.rsplit("/", 1)[1]
    document = json.loads(client.ask("GET", f"/api/v1/cases/{case_id}").content)
    person, = document["people"]
    body = json.dumps({"values": person["values"] | fields})
    return client.ask("PUT", f"/api/v1/cases/{case_id}/records/{person['id']}", body, {
        "Content-Type": "application/json", "If-Match": f'"{person["version"]}"', "Origin": client.url,
        "X-Form-Token": client.form_token("/account")})


NUMBER = "+94 77 555 0199"


def test_lists_and_sheets_hold_only_what_is_safe(tmp_path):
    register = Register.made(tmp_path)
    code = register.add_user("amal", "caseworker")
    with register.serve() as server:
        amal = signed_in(server, "amal", code)
        fields = {"prs_FirstName": "Sanduni", "prs_MobilePhone": NUMBER}
        case = post(amal, "/cases", **fields, request=os.urandom(8).hex()).headers["Location"].split("?")[0]
        goal = {"wh_PlanWords": "I want to sew", "spl_ActionPlan": "See the school on Monday", "request": os.urandom(8).hex()}
        assert post(amal, f"{case}/add/plan", **goal).status == 303
        # The control: nobody said that a call is dangerous, so that name and number are there, with a warning.
        listed = main(amal.ask("GET", "/help/calls"))
        assert NUMBER in listed and "Sanduni" in listed and "Nobody has asked yet" in listed
        step_up(amal)
        assert NUMBER in main(amal.ask("GET", "/help/calls/print"))
        sheet = amal.ask("GET", f"{case}/plan/print")
        assert sheet.status == 200
        body = sheet.content.decode().split("</p>", 1)[1]
        assert "I want to sew" in body and "See the school on Monday" in body
        for word in ("Fig Tree", "Sanduni", case.rsplit("/", 1)[1], "traffick", "case", "help"):
            assert word not in body, f"whoever finds the sheet reads {word}"
        # From here on she must never be called, nor carry paper.
        done = edit_person(amal, case, wh_ContactNever=["Call", "Paper"])
        assert done.status == 200, done.content[:2000]
        for address in ("/help/calls", "/help/calls/print"):
            listed = main(amal.ask("GET", address))
            assert NUMBER not in listed and "Sanduni" not in listed and "never like this" in listed
        refused = amal.ask("GET", f"{case}/plan/print")
        assert refused.status == 409 and "never like this" in main(refused)
        assert "See the school" in main(amal.ask("GET", f"{case}/plan")), "on the screen it can be read"
    assert "case.print" in said(register)


def test_what_was_answered_is_proposed_and_what_cannot_wait_stands_first(office):
    register, people = office
    amal = people["amal"]
    case = new_case(amal)
    begun = post(amal, f"{case}/interviews", instrument="needs-assessment", version="1",
                 request=os.urandom(8).hex(), **{"in": "eng"})
    assert begun.status == 303, begun.content[-3000:]
    for item, answer in (("bed", "no"), ("held", "yes"), ("doctor", "unknown")):
        told = post(amal, begun.headers["Location"], act="answer", item=item, answer=answer, seen="0")
        assert told.status == 303, told.content[-3000:]
    page = main(amal.ask("GET", f"{case}/help"))
    assert "Nobody who was trafficked belongs into detention" in page and "Proposed by what was answered" in page
    proposals = re.findall(r'name="proposal" value="([^"]+)"', page)
    assert [proposal.split()[1] for proposal in proposals] == ["SHE", "SAF", "LEG"]
    assert post(amal, f"{case}/help/proposed", proposal=proposals[0], request=os.urandom(8).hex()).status == 303
    need, = needs(amal, case)
    assert need["service"] == "SHE" and need["urgency"] == "Now"
