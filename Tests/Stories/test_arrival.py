# SPDX-License-Identifier: Apache-2.0
"""Help that arrives, in one piece: three agencies, one person, from a stranger's word to the second follow-up, and back."""

import json
import os
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from agencies import (
    LEGAL, POLICE, again, agency_id, agree, api, as_if_it_were_not, consent, entered, entries, main, prepared, refer, taken_up)
from client import post
from clock import Clock, library
from waiting import waited

WORDS = ("lawyer", "Ifeoma", "+351", "tea shop", "sew dresses")


@pytest.fixture
def clock(tmp_path) -> Clock:
    return Clock(tmp_path, library(tmp_path))


def day_of(clock: Clock, ahead: int) -> datetime:
    return datetime.fromtimestamp(clock.now(), UTC) + timedelta(days=ahead)


def dates(name: str, day: datetime) -> dict:
    return {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(day.year)}


def head_of(client, case) -> dict:
    records = json.loads(client.ask("GET", f"/api/v1{case}").content)["records"]
    return next(record for record in records if record["kind"] == "case")


def close(client, case) -> None:
    head = head_of(client, case)
    done = api(client, "PUT", f"/api/v1{case}/records/{head['id']}", {"values": head["values"] | {"cas_Status": ["Closed"]}},
               **{"If-Match": f'"{head["version"]}"'})
    assert done.status in (200, 204), done.content[:1000]


def assigned(lead, address, name) -> None:
    account = re.search(f'<option value="([0-9a-f]+)">{name}', main(lead.ask("GET", "/inbox")))
    account = account or re.search(f'<option value="([0-9a-f]+)">{name}', main(lead.ask("GET", address)))
    assert post(lead, f"{address}/assign", add=account[1]).status == 303


def planned(amal, case) -> None:
    """What she needs, what she wants, and an assessment, which the plan's deadline goes by."""
    need = post(amal, f"{case}/help/add", wh_NeedService="LEG", wh_NeedUrgency="Within72Hours", wh_NeedWords="I want my wages",
                request=os.urandom(8).hex())
    assert need.status == 303, need.content[:2000]
    goal = {"wh_PlanWords": "I want to sew dresses", "spl_ActionPlan": "Ask about a machine", "request": os.urandom(8).hex()}
    assert post(amal, f"{case}/add/plan", **goal).status == 303
    assert post(amal, f"{case}/steps", form="step", event="plan.agreed", request="plan").status == 303
    assert "sew dresses" in main(amal.ask("GET", f"{case}/plan"))


def sent(amal, case, to, paper, clock, classes=("F1", "F2", "F4"), **more) -> str:
    answer = refer(amal, case, to, paper, classes, until=int(clock.now() * 1000) + 364 * 86_400_000, **more)
    assert answer.status == 201, answer.content[:2000]
    return json.loads(answer.content)["id"]


def test_from_the_first_word_to_the_second_follow_up_and_all_taken_back(register, clock):
    codes = prepared(register)
    with register.serve(*register.key, "--calendar", "weekends", more=clock.environment) as server:
        people = entered(server, codes)
        case, papers, referrals = begun(people, clock)
        helped(people, case, referrals)
        close(people["amal"], case)
        for months, days in ((3, 95), (6, 190)):
            clock.set(days * 86_400)
            people = {name: again(server, name, was, clock.now()) for name, was in people.items()}
            followed_up(people["amal"], case, months)
        # Both receivers can still look up what they did, half a year after.
        for name, sent_to in (("tomé", "legal"), ("aung", "police")):
            assert people[name].ask("GET", f"/inbox/{referrals[sent_to]}").status == 200, name
        taken_back(register, server, people, case, papers, referrals)
    assert register.verify("--deep").code == 0


def begun(people, clock):
    """A signal that was looked into, her word, her plan, and two referrals."""
    suda, amal = people["suda"], people["amal"]
    case = taken_up(amal)
    agree(suda, people["lucia"], LEGAL, "F1", "F2", "F4", days="365")
    agree(suda, people["min"], POLICE, "F1", "F2", purposes=("investigation",), days="365")
    last = day_of(clock, 364).strftime("%Y-%m-%d")
    legal, police = agency_id(suda, LEGAL), agency_id(suda, POLICE)
    papers = {
        "legal": consent(amal, case, legal, values={"wh_ConsentExpiry": {"date": last}}),
        "police": consent(amal, case, police, classes=("Facts", "Identity"), values={
            "wh_ConsentPurpose": ["ShareWithAuthorities"], "wh_ConsentExpiry": {"date": last}})}
    planned(amal, case)
    referrals = {
        "legal": sent(amal, case, legal, papers["legal"], clock),
        "police": sent(amal, case, police, papers["police"], clock, ("F1", "F2"), purpose="investigation", service="CJS")}
    return case, papers, referrals


def helped(people, case, referrals) -> None:
    """Both are given to a colleague, who says yes; the lawyers see it through, the police work on it."""
    for name, lead, worker, acts in (("legal", "lucia", "tomé", ("accept", "contact", "start", "complete")),
                                     ("police", "min", "aung", ("accept", "start"))):
        address = f"/inbox/{referrals[name]}"
        assigned(people[lead], address, worker)
        packet = main(people[worker].ask("GET", address))
        assert "Ifeoma" in packet and "+351" not in packet and ("lawyer" in packet) == (name == "legal")
        for act in acts:
            assert post(people[worker], address, act=act).status == 303, act
    page = main(people["amal"].ask("GET", f"{case}/referrals"))
    assert "Completed" in page and LEGAL in page and POLICE in page


def followed_up(amal, case, months) -> None:
    """It is told of, done, and asks no more."""
    title = {3: "Follow-up three months after closure", 6: "Follow-up six months after closure"}[months]
    assert title in main(amal.ask("GET", f"{case}/work"))
    assert title in main(amal.ask("GET", "/work")), "and it stands with what is to be done"
    done = post(amal, f"{case}/steps", form="step", event=f"follow-up.{months}.done", wh_StepOutcome="Well",
                request=f"follow-{months}")
    assert done.status == 303, main(done)[:2000]
    assert title not in main(amal.ask("GET", "/work"))


def taken_back(register, server, people, case, papers, referrals) -> None:
    """Her word is enough, also in a closed case: from that answer on there has never been anything."""
    amal = people["amal"]
    offices = {"legal": (people["lucia"], people["tomé"]), "police": (people["min"], people["aung"])}
    before = {name: clients[1].ask("GET", f"/inbox/{referrals[name]}").status for name, clients in offices.items()}
    assert before == {"legal": 200, "police": 200}, "the control: it could be seen"
    assert api(amal, "DELETE", f"/api/v1{case}/consents/{papers['legal']}").status == 204
    as_if_it_were_not(register, server, offices["legal"], case, referrals["legal"])
    assert people["aung"].ask("GET", f"/inbox/{referrals['police']}").status == 200, "the other stands on its own"
    assert api(amal, "DELETE", f"/api/v1{case}/consents/{papers['police']}").status == 204
    as_if_it_were_not(register, server, offices["police"], case, referrals["police"])
    for clients in offices.values():
        page = main(clients[0].ask("GET", "/inbox"))
        assert "Something was taken back" in page and not any(word in page for word in WORDS)
    told_in_the_log(register, case)


def told_in_the_log(register, case) -> None:
    """Who did what, in the order in which it happened, and each with what it stands on."""
    subject = case.split("/")[-1]
    log = [entry for entry in entries(register) if entry.get("subject") == subject]
    said = [f"{entry['action']} {entry['outcome'].split(':')[0]}" for entry in log]
    order = ["case.refer done", "referral.answer receive", "referral.answer accept", "referral.answer start",
             "referral.answer complete"]
    # The last change is her word taken back.
    places = [said.index(line) for line in order] + [len(said) - 1 - said[::-1].index("record.edit done")]
    assert places == sorted(places), said
    assert said.count("case.refer done") == 2 and said.count("referral.answer receive") == 2
    for entry in log:
        if entry["action"] in ("case.refer", "referral.answer") and ":" in entry["outcome"]:
            assert entry.get("consent"), entry
    whole = json.dumps(entries(register), ensure_ascii=False)
    assert not any(word in whole for word in WORDS), "the log names nobody"


@pytest.mark.slow
def test_what_nobody_answers_is_a_task_of_the_supervisors_once_until_the_answer_comes(register, clock):
    codes, title = prepared(register), "Referral waits for an answer"
    options = [*register.key, "--calendar", "weekends"]
    with register.serve(*options, more=clock.environment) as server:
        people = entered(server, codes)
        case = taken_up(people["amal"])
        agree(people["suda"], people["lucia"], LEGAL, "F1", "F2", "F4", days="365")
        legal = agency_id(people["suda"], LEGAL)
        referral = sent(people["amal"], case, legal, consent(people["amal"], case, legal), clock)
        assert title not in main(people["suda"].ask("GET", "/work"))
    # Three working days are over, and two more, however weekends fall.
    clock.set(12 * 86_400)
    with register.serve(*options, more=clock.environment) as server:
        people = {name: again(server, name, people[name], clock.now()) for name in ("suda", "amal", "lucia")}

        def work(name) -> str:
            return main(people[name].ask("GET", "/work"))

        assert waited(lambda: f"{case}/tasks/" in work("suda"))
        assert work("suda").count(title) == 1, "as a task, in place of the deadline"
        task = re.search(rf"{case}/tasks/[0-9a-f]{{32}}", work("suda")).group()
        assert "Supervisor" in main(people["suda"].ask("GET", task))
        assert work("amal").count(title) == 1 and task not in work("amal"), "whoever works on it has the deadline"
        assert post(people["lucia"], f"/inbox/{referral}", act="accept").status == 303
        assert title not in work("suda") and title not in work("amal")
        assert waited(lambda: "Nothing waits any more" in main(people["suda"].ask("GET", task)))
        answered = [record["values"] for record in json.loads(people["amal"].ask("GET", f"/api/v1{case}").content)["records"]
                    if record["kind"] == "referral"]
        assert answered[0]["wh_ReferralAnswered"] == {"date": day_of(clock, 0).strftime("%Y-%m-%d")}
    assert register.verify("--deep").code == 0


@pytest.fixture
def three(register):
    codes = prepared(register)
    with register.serve() as server:
        people = entered(server, codes)
        agree(people["suda"], people["lucia"], LEGAL, "F1", "F2", "F4")
        yield register, server, people, agency_id(people["suda"], LEGAL)


def at_once(*works) -> list:
    """What each came to; all begin together."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def one(number, work):
        gate.wait()
        found[number] = work()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def whole(client, case) -> int:
    """How many referrals there are, by what follows them as by the records: nothing half-written."""
    followed = json.loads(client.ask("GET", f"/api/v1{case}/referrals").content)
    records = json.loads(client.ask("GET", f"/api/v1{case}").content)["records"]
    assert sum(record["kind"] == "referral" for record in records) == len(followed)
    return len(followed)


def test_referring_and_closing_the_same_case_at_once(three):
    register, server, people, legal = three
    amal = people["amal"]
    for _ in range(3):
        case = taken_up(amal)
        paper = consent(amal, case, legal)
        head = head_of(amal, case)

        def shut():
            return api(amal, "PUT", f"/api/v1{case}/records/{head['id']}", {
                "values": head["values"] | {"cas_Status": ["Closed"]}}, **{"If-Match": f'"{head["version"]}"'}).status

        found = at_once(*[lambda: refer(amal, case, legal, paper).status] * 2, shut)
        assert found[2] in (200, 204) and set(found[:2]) <= {201}, found
        assert whole(amal, case) == 2 and head_of(amal, case)["values"]["cas_Status"] == ["Closed"]


def test_referring_and_taking_back_at_once_leaves_nothing_to_be_seen(three):
    register, server, people, legal = three
    amal, lucia = people["amal"], people["lucia"]
    for _ in range(4):
        case = taken_up(amal)
        paper = consent(amal, case, legal)
        back = f"/api/v1{case}/consents/{paper}"
        found = at_once(*[lambda: refer(amal, case, legal, paper).status] * 3, lambda: api(amal, "DELETE", back).status)
        assert found[3] == 204 and set(found[:3]) <= {201, 403}, found
        assert whole(amal, case) == found.count(201)
        for one in json.loads(amal.ask("GET", f"/api/v1{case}/referrals").content):
            assert one["isSeen"] is False
            assert lucia.ask("GET", f"/inbox/{one['id']}").status == 404
        assert refer(amal, case, legal, paper).status == 403
    server.__exit__()
    assert register.verify("--deep").code == 0


def test_agreements_are_made_and_ended_by_programs(register):
    codes = prepared(register)
    with register.serve() as server:
        people = entered(server, codes)
        suda, lucia, amal = people["suda"], people["lucia"], people["amal"]
        charter = json.loads(suda.ask("GET", "/api/v1/charter").content)
        assert charter["version"] == 2 and "agreed to it for that office by name" in charter["text"]
        legal, ends = agency_id(suda, LEGAL), int(time.time() * 1000) + 100 * 86_400_000
        wanted = {"with": legal, "gives": True, "classes": ["F1", "F4"], "purposes": ["legalAid"], "until": ends, "charter": 2}
        for wrong in ({"classes": []}, {"classes": ["F5"]}, {"classes": ["F6"]}, {"purposes": ["statistics"]}, {"until": 5},
                      {"until": ends * 2}, {"charter": 9}):
            assert api(suda, "POST", "/api/v1/agreements", wanted | wrong).status == 400, wrong
        assert api(suda, "POST", "/api/v1/agreements", wanted | {"with": "0" * 32}).status == 404
        assert api(amal, "POST", "/api/v1/agreements", wanted).status == 403
        made = api(suda, "POST", "/api/v1/agreements", wanted)
        assert made.status == 201, made.content
        agreement = json.loads(made.content)["id"]

        def standing(client):
            one, = json.loads(client.ask("GET", "/api/v1/agreements").content)
            assert one["id"] == agreement and one["taker"]["name"] == LEGAL and one["until"] == ends
            return one["standing"], one["hasCharter"]

        assert standing(suda) == ("mineToThem", False) and standing(lucia) == ("theirsToMe", False)
        assert json.loads(people["min"].ask("GET", "/api/v1/agreements").content) == [], "nobody else knows of it"
        accept = f"/api/v1/agreements/{agreement}/accept"
        assert api(people["min"], "POST", accept, {"charter": 2}).status == 404
        assert api(lucia, "POST", accept, {"charter": 2}).status == 204
        assert standing(lucia) == ("holds", True)
        # Every referral names it, and ends with it.
        case = taken_up(amal)
        paper = consent(amal, case, legal)
        sent_one = refer(amal, case, legal, paper, ("F1", "F4"))
        assert sent_one.status == 201, sent_one.content
        one, = json.loads(amal.ask("GET", f"/api/v1{case}/referrals").content)
        assert one["agreement"] == agreement and lucia.ask("GET", f"/inbox/{one['id']}").status == 200
        assert api(suda, "DELETE", f"/api/v1/agreements/{agreement}").status == 204
        assert standing(suda)[0] == "over" and lucia.ask("GET", f"/inbox/{one['id']}").status == 404
        described = json.loads(suda.ask("GET", "/openapi.json").content)["paths"]
        assert described["/api/v1/agreements"]["post"]["requestBody"]["content"]["application/json"]["schema"]["required"]


def test_a_referral_is_passed_on_with_a_receipt_at_each_hop(register):
    """From the association to the lawyers' ministry, and from there to the court: who, when, what; and all back."""
    codes = prepared(register)
    with register.serve() as server:
        people = entered(server, codes)
        suda, amal, lucia, tome, leads = (people[name] for name in ("suda", "amal", "lucia", "tomé", "min"))
        agree(suda, lucia, LEGAL, "F1", "F2", "F4")
        legal, court = agency_id(suda, LEGAL), agency_id(suda, POLICE)
        case = taken_up(amal)
        alone = consent(amal, case, legal)
        paper = consent(amal, case, legal, court)
        narrow, wide = (json.loads(refer(amal, case, legal, one).content)["id"] for one in (alone, paper))
        address = f"/inbox/{wide}"
        assigned(lucia, address, "tomé")
        assert "Pass it on" not in main(tome.ask("GET", address)), "first somebody says yes, and there is an office"
        assert post(tome, address, act="accept").status == 303
        agree(lucia, leads, POLICE, "F1", "F2", "F4")
        assert "Pass it on to the next office" in main(tome.ask("GET", address))
        # What she did not agree to for the court does not go there.
        assert post(lucia, f"/inbox/{narrow}", act="accept").status == 303
        refused = api(lucia, "POST", f"/api/v1/inbox/{narrow}/pass-on", {"to": court, "classes": ["F4"]})
        assert refused.status == 403, refused.content
        nothing = post(tome, f"{address}/pass-on", to=court)
        assert nothing.status == 422
        order = {"to": court, "classes": "F4", "details": "For the hearing", "request": "hop"}
        assert post(tome, f"{address}/pass-on", **order).status == 303
        assert post(tome, f"{address}/pass-on", **order).status == 303, "the same form once more"
        line, = json.loads(leads.ask("GET", "/api/v1/inbox").content)["lines"]
        assert line["from"] == "House of the Fig Tree" and line["through"] == LEGAL
        packet = main(leads.ask("GET", f"/inbox/{line['id']}"))
        assert "Wants a lawyer of her own" in packet and "For the hearing" in packet and "Passed on by" in packet
        assert "Ifeoma" not in packet and "+351" not in packet
        assert post(leads, f"/inbox/{line['id']}", act="accept").status == 303
        # Receipts: with the sender and with the office in between.
        page = main(amal.ask("GET", f"{case}/referrals"))
        receipts = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))
        assert f"Passed on by {LEGAL}" in receipts and f"{POLICE}: Accepted" in receipts, receipts
        assert POLICE in main(tome.ask("GET", address)) and "Accepted" in main(tome.ask("GET", address))
        hops = {one["id"]: one for one in json.loads(amal.ask("GET", f"/api/v1{case}/referrals").content)}
        assert hops[line["id"]]["through"] == legal and hops[line["id"]]["from"] == wide
        assert [step["act"] for step in hops[line["id"]]["steps"]] == ["receive", "accept"]
        assert api(amal, "DELETE", f"/api/v1{case}/consents/{paper}").status == 204
        as_if_it_were_not(register, server, (leads, people["aung"]), case, line["id"])
        assert tome.ask("GET", address).status == 404
        done = [entry["outcome"].split(":")[0] for entry in entries(register) if entry["action"] == "referral.answer"]
        assert done.count("passedOn") == 1
