# SPDX-License-Identifier: Apache-2.0
"""One person written down twice: found, compared, made one, parted again. Each story ends by reading the log."""

import json
import os
import random
import re
import sqlite3
import time

import fill_templates
import pytest
from client import post, signed_in, step_up
from register import Register

MARIAM = {"prs_FirstName": "Mariam", "prs_SecondName": "Al-Haddad", "prs_Birthdate.year": "1998",
          "prs_Birthdate.month": "5", "prs_Birthdate.day": "12", "prs_Gender": "Feminine"}
MERYEM = {"prs_FirstName": "Meryem", "prs_SecondName": "Haddad", "prs_Birthdate.year": "1998",
          "prs_Birthdate.month": "5", "prs_Birthdate.day": "12", "prs_Gender": "Feminine"}
LINH = {"prs_FirstName": "Linh", "prs_SecondName": "Nguyễn", "prs_Birthdate.year": "2003", "prs_Gender": "Feminine"}
WHY = "The same scar on the left hand, and the same mother's name"


@pytest.fixture()
def office(tmp_path):
    """A served register: two caseworkers who see only their own cases, and two supervisors."""
    register = Register.made(tmp_path)
    people = {"amal": "caseworker", "bao": "caseworker", "suda": "supervisor", "tomas": "supervisor"}
    codes = {name: register.add_user(name, role) for name, role in people.items()}
    with register.serve() as server:
        yield register, {name: signed_in(server, name, codes[name]) for name in people}


def text(answer) -> str:
    return answer.content.decode()


def main(answer) -> str:
    return text(answer).split("<main", 1)[1].split("</main>")[0]


def verbs(register) -> list[str]:
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return [value for entry in found for value in entry.values()
            if isinstance(value, str) and re.fullmatch(r"[a-z]+\.[a-zA-Z]+", value)]


def registered(client, fields) -> str:
    answer = post(client, "/cases", **fields, request=os.urandom(8).hex())
    assert answer.status == 303, text(answer)[:2000]
    return answer.headers["Location"].split("?")[0]


def api(client, method, path, body=None):
    headers = {"Origin": client.url, "X-Form-Token": client.form_token("/account"), "Content-Type": "application/json"}
    answer = client.ask(method, path, None if body is None else json.dumps(body), headers)
    return answer.status, json.loads(answer.content) if answer.content else None


def person(client, case) -> str:
    status, document = api(client, "GET", f"/api/v1{case}")
    assert status == 200, document
    return document["people"][0]["id"] if isinstance(document["people"], list) else next(iter(document["people"]))


def pair(client) -> str:
    """The address of the only pair in the list."""
    found = re.findall(r'href="(/duplicates/[0-9a-f-]{32,}/[0-9a-f-]{32,})"', main(client.ask("GET", "/duplicates")))
    assert len(found) == 1, found
    return found[0]


def shown(client, address) -> dict:
    status, paper = api(client, "GET", f"/api/v1{address}")
    assert status == 200, paper
    return paper


def say(client, address, what, **more):
    paper = shown(client, address)
    seen = {paper[side]["id"]: paper[side]["version"] for side in ("first", "second")}
    return api(client, "POST", f"/api/v1{address}", {"say": what, "base": paper["base"], "seen": seen, "reason": WHY} | more)


def accept(client):
    review = re.search(r'href="(/reviews/[0-9a-f-]{32,})"', main(client.ask("GET", "/reviews")))[1]
    step_up(client)
    answer = post(client, review, verdict="accept", reason="I looked at both and agree")
    assert answer.status == 303, text(answer)[:2000]


def test_one_person_in_two_spellings_is_found_compared_made_one_and_parted_again(office):
    register, people = office
    amal, suda, tomas = people["amal"], people["suda"], people["tomas"]
    first, second = registered(amal, MARIAM), registered(amal, MERYEM)
    registered(amal, LINH)
    address = pair(suda)
    page = main(suda.ask("GET", address))
    assert "Mariam" in page and "Meryem" in page and "<svg" in page and "They are one person" in page
    step_up(suda)
    paper = shown(suda, address)
    stays = paper["first"]["id"]
    assert paper["likeness"]["weight"] > 0 and not paper["isOne"]
    status, receipt = say(suda, address, "same", goesOn=stays)
    assert status == 200 and receipt["waits"], receipt
    assert not shown(suda, address)["isOne"], "nothing changes before a second person has looked"
    accept(tomas)
    paper = shown(suda, address)
    assert paper["isOne"] and set(paper["goOn"].values()) == {stays}
    assert "One person" in main(suda.ask("GET", address))
    status, person = api(suda, "GET", f"/api/v1/people/{paper['second']['id']}")
    assert status == 200 and person["goesOn"] == stays
    status, known = api(suda, "POST", "/api/v1/people/known", {"name": "Maryam Haddad", "birthdate": "1998"})
    assert status == 200 and len(known) == 1 and len(known[0]["cases"]) == 2, known
    assert "Nobody whom you may see" in main(suda.ask("GET", "/duplicates"))
    mine = f"/cases/{paper['firstCases'][0]}/people/{paper['first']['id']}/timeline"
    line = main(amal.ask("GET", mine))
    assert all(f'href="{case}"' in line for case in (first, second)), "the timeline runs over the cases of both"
    status, receipt = say(suda, address, "apart")
    assert status == 200 and receipt["waits"], receipt
    accept(tomas)
    paper = shown(suda, address)
    assert not paper["isOne"] and paper["goOn"][paper["second"]["id"]] == paper["second"]["id"]
    for case in (first, second):
        assert amal.ask("GET", case).status == 200
    assert {"person.compare", "person.merge", "record.review", "register.compare"} <= set(verbs(register))


def test_a_case_that_began_while_two_were_one_goes_to_whom_it_belongs(office):
    _, people = office
    amal, suda, tomas = people["amal"], people["suda"], people["tomas"]
    registered(amal, MARIAM), registered(amal, MERYEM)
    address = pair(suda)
    step_up(suda)
    paper = shown(suda, address)
    stays, other = paper["first"]["id"], paper["second"]["id"]
    assert say(suda, address, "same", goesOn=stays)[0] == 200
    accept(tomas)
    third = post(amal, "/cases", person=other, request=os.urandom(8).hex())
    assert third.status == 303, text(third)[:2000]
    third = third.headers["Location"].split("?")[0]
    since = shown(suda, address)["since"]
    case = third.split("/")[-1]
    assert {key.replace("-", ""): value for key, value in since.items()} == {case.replace("-", ""): stays}, since
    status, receipt = say(suda, address, "apart", give=since)
    assert status == 200, receipt
    accept(tomas)
    paper = shown(suda, address)
    assert any(case.replace("-", "") == one.replace("-", "") for one in paper["secondCases"])


def test_somebody_who_is_hidden_leaves_no_trace(office):
    register, people = office
    amal, bao = people["amal"], people["bao"]
    registered(amal, MARIAM)
    question = {"name": "Mariam Haddad", "birthdate": "1998-05-12"}
    assert api(bao, "POST", "/api/v1/people/known", question) == (200, [])
    assert api(amal, "POST", "/api/v1/people/known", question)[1], "the control: who may see her finds her"
    registered(bao, MERYEM)
    for client in (amal, bao):
        assert api(client, "GET", "/api/v1/duplicates")[1] == {"pairs": [], "page": 1, "total": 0}
        assert "Nobody whom you may see" in main(client.ask("GET", "/duplicates"))
    address = pair(people["suda"])
    hidden, nobody = api(amal, "GET", f"/api/v1{address}"), api(amal, "GET", f"/api/v1/duplicates/{'0' * 31}1/{'0' * 31}2")
    assert hidden == nobody and hidden[0] == 404
    one, two = address.split("/")[-2:]
    body = {"say": "different", "base": 0, "seen": {one: 1, two: 1}}
    assert api(amal, "POST", f"/api/v1{address}", body)[0] == 404
    page = main(post(bao, "/cases/new/search", name="Mariam").__class__ and bao.ask(
        "GET", post(bao, "/cases/new/search", name="Mariam").headers["Location"]))
    assert "Al-Haddad" not in page
    assert "register.search" in verbs(register)


def test_two_people_stay_two_until_what_is_known_of_them_changes(office):
    register, people = office
    amal = people["amal"]
    first = registered(amal, MARIAM)
    registered(amal, MERYEM)
    address = pair(amal)
    assert say(amal, address, "later")[0] == 200
    assert pair(amal) == address, "without a day it is asked again"
    assert say(amal, address, "later", until="2999")[0] == 200
    assert api(amal, "GET", "/api/v1/duplicates")[1]["total"] == 0
    assert say(amal, address, "different")[0] == 200
    assert api(amal, "GET", "/api/v1/duplicates")[1]["total"] == 0
    status, document = api(amal, "GET", f"/api/v1{first}")
    assert status == 200
    paper = shown(amal, address)
    mine = paper["first"] if paper["first"]["values"]["prs_FirstName"] == "Mariam" else paper["second"]
    values = mine["values"] | {"wh_OtherNames": "Meryem"}
    headers = {"Origin": amal.url, "X-Form-Token": amal.form_token("/account"), "If-Match": f'"{mine["version"]}"',
               "Content-Type": "application/json"}
    answer = amal.ask("PUT", f"/api/v1{first}/records/{mine['id']}", json.dumps({"values": values}), headers)
    assert answer.status == 200, answer.content
    assert api(amal, "GET", "/api/v1/duplicates")[1]["total"] == 1
    assert "person.decide" in verbs(register)


def test_what_was_changed_meanwhile_and_what_is_no_decision_is_refused_kindly(office):
    register, people = office
    amal, suda = people["amal"], people["suda"]
    first = registered(amal, MARIAM)
    registered(amal, MERYEM)
    address = pair(suda)
    step_up(suda)
    paper = shown(suda, address)
    seen = {paper[side]["id"]: paper[side]["version"] for side in ("first", "second")}
    mine = paper["first"] if paper["first"]["values"]["prs_FirstName"] == "Mariam" else paper["second"]
    body = {"say": "same", "goesOn": mine["id"], "base": 0, "seen": seen, "reason": WHY}
    headers = {"Origin": amal.url, "X-Form-Token": amal.form_token("/account"), "If-Match": '"1"',
               "Content-Type": "application/json"}
    values = {"values": mine["values"] | {"wh_OtherNames": "Umm Yusuf"}}
    assert amal.ask("PUT", f"/api/v1{first}/records/{mine['id']}", json.dumps(values), headers).status == 200
    assert api(suda, "POST", f"/api/v1{address}", body)[0] == 409
    form = {"say": "same", "goesOn": mine["id"], "base": "0", "reason": WHY}
    sent = "&".join(f"seen={one}%3D{version}" for one, version in seen.items())
    token = suda.form_token("/account")
    import urllib.parse
    answer = suda.ask("POST", address, urllib.parse.urlencode(form | {"form-token": token}) + "&" + sent, {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": suda.url})
    page = main(answer)
    assert answer.status == 409 and "Nothing was written" in page and "left hand" in page, page[:600]
    seen[mine["id"]] += 1
    assert api(suda, "POST", f"/api/v1{address}", body | {"seen": seen, "reason": "short"})[0] == 422
    for wrong in ({"say": "maybe"}, {"say": "same", "goesOn": None}, {"seen": {"x": 1}}, {"say": 3}):
        assert api(suda, "POST", f"/api/v1{address}", body | {"seen": seen} | wrong)[0] == 400, wrong
    assert api(suda, "POST", f"/api/v1{address}", body | {"seen": {}})[0] == 404
    assert api(suda, "POST", f"/api/v1{address}", body | {"seen": seen, "goesOn": "0" * 31 + "9"})[0] == 404
    same = f"/api/v1/duplicates/{mine['id']}/{mine['id']}"
    assert api(suda, "GET", same)[0] == 404
    assert api(amal, "POST", f"/api/v1{address}", body | {"seen": seen})[0] == 403, "a caseworker makes no one of two"
    status, receipt = api(suda, "POST", f"/api/v1{address}", body | {"seen": seen})
    assert status == 200 and receipt["waits"]
    assert api(suda, "POST", f"/api/v1{address}", body | {"seen": seen, "base": receipt["version"]})[0] == 403
    for name in ("", " ", "\u0000", "x" * 100_000, "1", "%", "محمد", "'; DROP TABLE record; --"):
        assert api(suda, "POST", "/api/v1/people/known", {"name": name})[0] == 200, name[:20]
    assert api(suda, "POST", "/api/v1/people/known", {"birthdate": "soon"})[0] == 400
    assert api(suda, "GET", "/api/v1/duplicates?least=nan")[0] == 400
    assert api(suda, "GET", "/api/v1/duplicates?page=99999999999999999999&least=-1")[0] == 200
    assert "person.merge" in verbs(register)


def test_the_command_lists_codes_and_writes_the_model(tmp_path):
    register = Register.made(tmp_path / "register")
    codes = {name: register.add_user(name, "caseworker") for name in ("amal",)}
    with register.serve() as server:
        amal = signed_in(server, "amal", codes["amal"])
        registered(amal, MARIAM), registered(amal, MERYEM)
    model = tmp_path / "model.json"
    done = register.run("duplicates", register.folder, "--model", model, "--json", *register.key)
    assert done.code == 0, done
    line = done.json
    assert line["weight"] > 0 and len(line["firstCases"]) == 1 and line["fields"]["birth_date"] > 0
    assert "Mariam" not in done.out + done.err and "1 pairs may be one person" in done.err
    assert json.loads(model.read_text())["format"] == "wayhouse-linkage-1"
    refused = register.run("duplicates", register.folder, "--learn", *register.key)
    assert refused.code == 1 and "too few people" in refused.err, refused
    assert register.run("duplicates", register.folder, "--least", "nan", *register.key).code == 2
    assert {"register.compare"} <= set(verbs(register))


def many(count: int, twice: int) -> list[dict[str, str]]:
    """Invented people, some of whom are written down a second time by somebody who heard the name otherwise."""
    source = random.Random(8)
    given = ["Mariam", "Linh", "Oksana", "Nimali", "Youssef", "Kwame", "Sunita", "Tereza", "Ifeoma", "Javier", "Bopha", "Elena"]
    family = ["Haddad", "Kovalenko", "Perera", "Raman", "Soares", "Mensah", "Gurung", "Novakova", "Morales", "Popescu", "Dlamini"]
    rows = [{"prs_FirstName": source.choice(given) + source.choice(["", "a", "na", "ita"]),
             "prs_SecondName": source.choice(family) + source.choice(["", "i", "ov", "es"]),
             "prs_Birthdate": f"{source.randrange(1960, 2010)}-{source.randrange(1, 13):02d}-{source.randrange(1, 29):02d}",
             "prs_Gender": source.choice(["Feminine", "Masculine"]), "prs_Citizenship": source.choice(["LK", "VN", "NG", "UA"])}
            for _ in range(count)]
    heard = [row | {"prs_FirstName": row["prs_FirstName"].replace("i", "y")} for row in rows[:twice]]
    return rows + [row | source.choice([{}, {"prs_Birthdate": row["prs_Birthdate"][:4]}]) for row in heard]


def test_a_large_register_learns_from_its_own_people_and_keeps_nobody_waiting(tmp_path):
    register = Register.made(tmp_path / "register")
    file = tmp_path / "people.csv"
    file.write_bytes(fill_templates.canonical_csv(many(2200, 300)))
    assert register.import_file(file).json["imported"] == 2500
    code = register.add_user("suda", "supervisor")
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    assert register.run("duplicates", register.folder, "--model", before, *register.key).code == 0
    learned = register.run("duplicates", register.folder, "--learn", "--model", after, "--json", *register.key)
    assert learned.code == 0, learned
    old, new = json.loads(before.read_text()), json.loads(after.read_text())
    assert new["format"] == "wayhouse-linkage-1" and new["comparisons"] != old["comparisons"]
    assert "Haddad" not in after.read_text(), "no value of anybody is in a model"
    pairs = [line for line in learned.out.splitlines() if line.startswith("{")]
    assert len(pairs) >= 150, "most of those who were written down twice are found"
    again = register.run("duplicates", register.folder, "--model", before, *register.key)
    assert again.code == 0 and json.loads(before.read_text()) == new, "it is kept"
    assert "settings.manage" in verbs(register)
    with register.serve() as server:
        suda = signed_in(server, "suda", code)
        question = {"name": "Mariam Haddad", "birthdate": "1984"}
        for _ in range(600):
            headers = {"Origin": suda.url, "X-Form-Token": suda.form_token("/account"), "Content-Type": "application/json"}
            answer = suda.ask("POST", "/api/v1/people/known", json.dumps(question), headers)
            assert answer.status == 200, answer.content
            if answer.headers["wayhouse-still-looking"] is None:
                break
            page = main(suda.ask("GET", post(suda, "/cases/new/search", name="Zzyzx").headers["Location"]))
            assert "Nobody in the register has a name like this" not in page or "still being looked through" not in page
            time.sleep(0.1)
        else:
            raise AssertionError("the register is never looked through")
        assert any(match["likeness"] for match in json.loads(answer.content)), "and then it is answered with reasons"
