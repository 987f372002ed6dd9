# SPDX-License-Identifier: Apache-2.0
"""What the laws say of a case, as the people of an office meet it; read from the log at the end."""

import csv
import io
import json
import os
import re
import sqlite3

import pytest
from client import bring_in, post, signed_in
from register import Register

OWN = {
    "id": "org-xanadu-begging", "title": "Our house: begging under a boss", "kind": "internal",
    "versions": [{
        "id": "org-xanadu-begging@2024-01-01", "from": "2024-01-01",
        "sources": [{"title": "Minutes of the board", "place": "2024-01"}], "provenance": "verified",
        "elements": [{"id": "boss", "words": "somebody sent the person to beg", "rule": "purpose.begging"}],
        "rule": {"use": "boss"}, "consent": {"words": "It does not matter whether the person agreed."}}],
}
MEANS = ["threat_of_force", "use_of_force", "coercion_other", "abduction", "fraud", "deception", "inducement",
         "abuse_of_power", "abuse_of_vulnerability", "payment_or_benefit_to_controller", "other_tricks"]
HOA = {"prs_FirstName": "Thị Hoa", "prs_SecondName": "Nguyễn", "prs_Birthdate": "2008-02-03", "prs_Citizenship": "VN",
       "vic_TypeOfExploitation": "SexualExploitation",
       "vic_TypeOfSexExploitation": "Prostitution", "wh_TraffickingStart": "2025-08-01",
       "wh_CountryOfExploitation": "CN", "hte_Type": "Transit", "hte_Country": "CN"}


def entries(register):
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


def laws(client, case) -> dict:
    answer = client.ask("GET", f"/api/v1{case}/laws")
    assert answer.status == 200, answer.content[:1000]
    return json.loads(answer.content)


def results(client, case) -> dict:
    return {entry["definition"]: entry["result"] for entry in laws(client, case)["definitions"]}


def cases(client) -> list[str]:
    found = json.loads(client.ask("GET", "/api/v1/cases").content)["cases"]
    return [f"/cases/{case['id']}" for case in found]


@pytest.fixture
def served(register):
    """A register with one case out of a spreadsheet, served, and its people, each signed in."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, HOA)
    writer.writeheader()
    writer.writerow(HOA)
    roles = {"suda": "supervisor", "amal": "caseworker", "mariam": "caseworker", "ines": "auditor"}
    codes = {name: register.add_user(name, role) for name, role in roles.items()}
    with register.serve() as server:
        people = {name: signed_in(server, name, code) for name, code in codes.items()}
        bring_in(people["amal"], sheet.getvalue())
        yield register, people


def test_the_case_of_seventeen_out_of_a_spreadsheet(served):
    register, people = served
    suda, amal, mariam = people["suda"], people["amal"], people["mariam"]
    case, = cases(suda)
    # Without further typing: what was imported is judged, and what is not recorded is named.
    first = results(suda, case)
    assert first["palermo-2000-art3"] == "met" and first["vn-penalcode-150"] == "undetermined"
    page = suda.ask("GET", f"{case}/laws").content.decode()
    assert "What is not recorded" in page and "Method" in page and "Unverified" in page
    assert "What the laws say" in suda.ask("GET", case).content.decode()
    # The caseworker writes down what the person said beyond the fields of the case.
    form = amal.ask("GET", f"{case}/facts/add").content.decode()
    victim = re.search('name="victim" value="([^"]*)"', form)[1]
    told = {f"atom.means.{name}": "no" for name in MEANS} | {"atom.act.transfer": "yes"}
    answer = post(amal, f"{case}/facts", request=os.urandom(8).hex(), victim=victim, wh_AccountSource="person", **told)
    assert answer.status == 303, answer.content[:3000]
    second = results(amal, case)
    assert second["vn-penalcode-150"] == "not_met" and second["vn-law-53-2024-art2"] == "met"
    page = amal.ask("GET", answer.headers["Location"]).content.decode()
    assert "The person was under 18 when it happened." in page and "It is written down" in page
    # A paper says the opposite: both stay, both are named, and the fact counts as unknown.
    answer = post(amal, f"{case}/facts", request=os.urandom(8).hex(), victim=victim, wh_AccountSource="document",
                  wh_AccountBy="letter of the broker", **{"atom.act.transfer": "no"})
    assert answer.status == 303, answer.content[:3000]
    contradiction, = laws(amal, case)["contradictions"]
    assert contradiction["atom"] == "act.transfer" and contradiction["no"] == ["document: letter of the broker"]
    page = amal.ask("GET", f"{case}/laws").content.decode()
    assert "Contradicted" in page and "letter of the broker" in page
    # Somebody with the say weighs both; it counts from then on, and both stay to be seen.
    settle = re.search(f'href="({case}/facts/add[^"]*settle=[0-9]+)"', page)[1].replace("&amp;", "&")
    form = amal.ask("GET", settle).content.decode()
    assert 'value="settled" selected' in form and 'id="atom.act.transfer"' in form
    answer = post(amal, f"{case}/facts", request=os.urandom(8).hex(), victim=victim, wh_AccountSource="settled",
                  **{"atom.act.transfer": "yes"})
    assert answer.status == 303 and not laws(amal, case)["contradictions"]
    assert "letter of the broker" in amal.ask("GET", f"{case}/laws").content.decode()
    # Somebody who may not read facts sees none, and is told that there may be some: all of it counts as unknown.
    page = people["ines"].ask("GET", f"{case}/laws").content.decode()
    assert "Whatever is there counts as unknown" in page and "broker" not in page and "recruited." not in page
    assert "Met under 0" in page
    assert "Whatever is there" not in amal.ask("GET", f"{case}/laws").content.decode()
    assert people["ines"].ask("GET", f"{case}/facts/add").status == 403
    assert json.loads(people["ines"].ask("GET", "/api/v1/comparison").content)["people"] == 0
    # Whoever is not on the case learns nothing, not even that it is there.
    assert mariam.ask("GET", f"{case}/laws").status == 404
    assert mariam.ask("GET", f"/api/v1{case}/laws").status == 404
    assert mariam.ask("GET", f"{case}/facts/add").status == 404
    assert post(mariam, f"{case}/facts", victim=victim, **{"atom.act.transfer": "yes"}).status == 404
    comparison = json.loads(mariam.ask("GET", "/api/v1/comparison").content)
    assert comparison["people"] == 0, "and nobody else's case is counted for them"
    # The comparison over the cases.
    comparison = json.loads(suda.ask("GET", "/api/v1/comparison").content)
    counts = {entry["id"]: entry for entry in comparison["definitions"]}
    assert comparison["people"] == 1
    assert counts["vn-penalcode-150"]["notMet"] == 1 and counts["vn-law-53-2024-art2"]["met"] == 1
    place = {entry["id"]: at for at, entry in enumerate(comparison["definitions"])}
    two = "/comparison?first={}&second={}"
    page = suda.ask("GET", two.format(place["vn-penalcode-150"], place["vn-law-53-2024-art2"])).content.decode()
    assert f'href="{case}/laws"' in page and "They differ about one person" in page
    page = suda.ask("GET", two.format(place["palermo-2000-art3"], place["coe-cets197-art4"])).content.decode()
    assert f'href="{case}/laws"' not in page
    # Everything stands in the log, by whom, and nothing of what was told.
    log = entries(register)
    looks = [entry for entry in log if entry["action"] == "case.classify"]
    assert any(entry["outcome"] == "hidden" or entry["outcome"].startswith("denied") for entry in looks), looks
    assert sum(entry["outcome"] == "done" for entry in looks) >= 5
    assert [entry["action"] for entry in log].count("register.compare") == 5
    assert "record.add" in {entry["action"] for entry in log}
    assert not any(word in json.dumps(log, ensure_ascii=False) for word in ("broker", "transfer", "Hoa"))


def test_an_account_of_a_wrong_kind_is_turned_away_and_nothing_is_kept(served):
    _, people = served
    amal = people["amal"]
    case, = cases(people["suda"])
    before = results(amal, case)
    for form in [{}, {"atom.act.transfer": "perhaps"}, {"atom.none.such": "yes"},
                 {"wh_AccountAgeFrom": "19", "wh_AccountAgeTo": "15"}, {"wh_AccountAgeFrom": "x", "atom.act.transfer": "yes"},
                 {"wh_AccountSource": "nobody", "atom.act.transfer": "yes"}]:
        answer = post(amal, f"{case}/facts", request=os.urandom(8).hex(), **form)
        assert answer.status == 422, (form, answer.status)
    assert results(amal, case) == before
    wrong = amal.ask("POST", f"/api/v1{case}/records", json.dumps(
        {"kind": "account", "values": {"wh_AccountYes": ["act.nonsense"]}}), {"Content-Type": "application/json",
        "Origin": amal.url, "X-Form-Token": amal.form_token("/account")})
    assert wrong.status == 422, wrong.content


def test_every_case_of_the_official_workbook_is_judged_and_its_gaps_named(register, artefacts):
    folder, made = artefacts
    workbook = next(name for name in made if name.startswith("HTCDS Excel Spreadsheet v2.0"))
    register.import_file(folder / workbook)
    code = register.add_user("suda", "supervisor")
    with register.serve() as server:
        suda = signed_in(server, "suda", code)
        decided, found = set(), cases(suda)
        assert len(found) >= 20
        for case in found:
            said = laws(suda, case)
            decided |= {entry["result"] for entry in said["definitions"]}
            assert said["gaps"] or not said["questions"], "what is missing is named"
        assert {"met", "undetermined"} <= decided
        counts = json.loads(suda.ask("GET", "/api/v1/comparison").content)
        assert counts["people"] >= len(found)


def test_a_definition_of_the_offices_own_is_read_when_it_is_served(register, tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    (folder / "begging.json").write_text(json.dumps(OWN), encoding="utf-8")
    code = register.add_user("suda", "caseworker")
    with register.serve(*register.key, "--own-definitions", folder) as server:
        suda = signed_in(server, "suda", code)
        assert post(suda, "/cases", request="r", prs_FirstName="Esi").status == 303
        case, = cases(suda)
        assert "org-xanadu-begging" in results(suda, case)
        assert "Our house: begging under a boss" in suda.ask("GET", f"{case}/laws").content.decode()
    (folder / "begging.json").write_text("{", encoding="utf-8")
    done = register.run("serve", register.folder, "--port", "0", *register.key, "--own-definitions", folder, timeout=60)
    assert done.code == 1 and "begging.json" in done.err, done
