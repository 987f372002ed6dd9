# SPDX-License-Identifier: Apache-2.0
"""Who helps, where: directories of services, and that no shelter is found by a public answer."""

import csv
import io
import json
import time

import pytest

from client import Client
from register import Register, run
from waiting import waited

CANARIES = ["Canary", "6.9271", "79.8612", "555 0199"]


def term(number, taxonomy, code, value=None):
    made = {"id": f"x{number}", "taxonomy_term": {"id": f"t{number}", "code": code, "name": code, "description": code,
                                                  "taxonomy": f"wayhouse:{taxonomy}"}}
    return made | ({"value": value} if value else {})


def service(number, code, name, latitude, longitude, street, *more):
    return {
        "id": f"s{number}", "name": name, "status": "active", "description": f"{name} for whoever asks",
        "phones": [{"id": f"f{number}", "number": f"+94 11 555 019{number}"}],
        "languages": [{"id": f"l{number}", "name": "தமிழ்", "code": "ta"}],
        "service_at_locations": [{"id": f"a{number}", "location": {
            "id": f"p{number}", "location_type": "physical", "latitude": latitude, "longitude": longitude,
            "addresses": [{"id": f"d{number}", "address_1": street, "city": "Colombo", "state_province": "Western",
                           "postal_code": "00100", "country": "LK", "address_type": "physical"}]}}],
        "attributes": [term(f"{number}s", "service", code), *more], "own_member": {"kept": [1, 2.50, None]},
    }


@pytest.fixture
def directory(tmp_path):
    services = [
        service(9, "SHE", "Canary House", 6.92715, 79.86124, "17 Canary Lane", term("9c", "capacity", "now", "3")),
        service(1, "LEG", "Law at the bridge", 6.95, 79.88, "4 Temple Road", term("1f", "form", "ForcedLabour")),
        service(2, "MED", "Clinic", 7.29, 80.63, "9 Lake Street", term("2g", "gender", "Feminine")),
    ]
    for one in services[:2]:
        one["organization"] = {"id": "o1", "name": "Lantern Étoile", "description": "A house and a bridge"}
    file = tmp_path / "directory.json"
    file.write_text(json.dumps(services, ensure_ascii=False), encoding="utf-8")
    return file


def ask(tmp_path, *words):
    return run("directory", *words, scratch=tmp_path)


def test_the_nearest_that_fits_comes_first(directory, tmp_path):
    found = ask(tmp_path, "search", directory, "--near", "6.93,79.86", "--within", "200", "--language", "ta", "--json")
    assert found.code == 0, found
    rows = found.json["services"]
    assert [row["name"] for row in rows] == ["Canary House", "Law at the bridge", "Clinic"]
    assert rows[0]["kilometres"] < 1 < rows[1]["kilometres"] < 5 < rows[2]["kilometres"]
    narrow = ask(tmp_path, "search", directory, "--near", "6.93,79.86", "--within", "10", "--service", "LEG", "--form",
                 "ForcedLabour", "--gender", "Feminine", "--age", "30")
    assert narrow.out.count("\n") == 1 and "Law at the bridge" in narrow.out
    none = ask(tmp_path, "search", directory, "--form", "OrganRemoval", "--service", "LEG")
    assert none.code == 0 and none.out == "" and "Nothing fits" in none.err


def test_nothing_public_tells_where_a_shelter_is(directory, tmp_path):
    answers = [ask(tmp_path, "export", directory, "--public").out]
    for words in [[], ["--near", "6.92715,79.86124", "--within", "1"], ["--place", "Colombo"], ["--service", "SHE"],
                  ["--capacity", "1"]]:
        answers.append(ask(tmp_path, "search", directory, "--public", "--json", *words).out)
    for answer in answers:
        assert json.loads(answer) is not None
        assert not [canary for canary in CANARIES if canary.lower() in answer.lower()], answer
    assert '"id":"s9"' in answers[4] and '"id":"s9"' not in answers[2] + answers[3] + answers[5]
    # The control: those who may know all of it find every canary.
    whole = ask(tmp_path, "export", directory).out
    assert all(canary in whole for canary in CANARIES)


def test_what_is_read_is_written_again_with_what_is_unknown(directory, tmp_path):
    for form in ["json", "same"]:
        out = tmp_path / f"{form}.json"
        assert ask(tmp_path, "export", directory, "--format", form, "--out", out).code == 0
        assert json.loads(out.read_text(encoding="utf-8")) == json.loads(directory.read_text(encoding="utf-8"))
    assert ask(tmp_path, "export", directory, "--format", "csv").code == 2


def test_tables_come_out_as_they_went_in(tmp_path):
    folder, out = tmp_path / "tables", tmp_path / "out"
    folder.mkdir()
    tables = {
        "services.csv": "id,organization_id,name,status,our_own\ns1,o1,\"Help, and more\",active,kept\n",
        "organizations.csv": "id,name,description\no1,நதி இல்லம்,Help\n",
        "notes.txt": "not a table",
    }
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    checked = ask(tmp_path, "check", folder)
    assert checked.code == 0 and "1 services" in checked.out and "our_own" in checked.err
    assert ask(tmp_path, "export", folder, "--format", "csv", "--out", out).code == 0
    for name, text in tables.items():
        again = (out / name).read_text(encoding="utf-8")
        assert list(csv.reader(io.StringIO(again))) == list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("old, new, place", [
    ('"code": "LEG"', '"code": "LAW"', "[1].attributes[0]"),
    ('"status": "active"', '"status": "open"', "[0].status"),
    ('"latitude": 6.95', '"latitude": "north"', "[1].service_at_locations[0].location.latitude"),
    ('"name": "Clinic", ', "", "[2]"),
])
def test_a_fault_is_refused_with_its_place(directory, tmp_path, old, new, place):
    text = directory.read_text(encoding="utf-8")
    assert old in text
    directory.write_text(text.replace(old, new, 1), encoding="utf-8")
    checked = ask(tmp_path, "check", directory)
    assert checked.code == 1 and f"error: {place}: " in checked.err, checked
    assert ask(tmp_path, "search", directory).code == 1
    said = json.loads(ask(tmp_path, "check", directory, "--json").out)
    assert said["isAccepted"] is False and place in [one["place"] for one in said["findings"]]


def test_what_is_asked_wrongly_is_said_kindly(directory, tmp_path):
    for words in [["--near", "north"], ["--near", "6,79", "--within", "0"], ["--service", "XXX"], ["--form", "Slavery"],
                  ["--vetted-since", "soon"], ["--limit", "0"]]:
        asked = ask(tmp_path, "search", directory, *words)
        assert asked.code == 2 and "--" in asked.err, asked
    assert ask(tmp_path, "check", tmp_path / "nothing").code == 3


def test_programs_read_it_from_the_server_and_no_shelter_with_it(directory, tmp_path):
    register = Register.made(tmp_path / "office")
    with register.serve(*register.key, "--services", directory) as server:
        anybody = Client(server.port)

        def get(path, status=200):
            answer = anybody.ask("GET", "/api/v1/hsds" + path)
            assert answer.status == status, (path, answer.content)
            assert "Set-Cookie" not in answer.headers
            return answer.content.decode()

        assert json.loads(get(""))["version"] == "3.0"
        page = json.loads(get("/services"))
        assert page["total_items"] == 3 and {one["id"] for one in page["contents"]} == {"s1", "s2", "s9"}
        found = json.loads(get("/services?near=6.93,79.86&within=10&service=LEG&form=ForcedLabour&gender=Feminine&age=30"))
        assert [one["name"] for one in found["contents"]] == ["Law at the bridge"]
        assert json.loads(get("/services?per_page=1&page=2"))["page_number"] == 2
        assert json.loads(get("/services/s1"))["name"] == "Law at the bridge"
        # However it is asked, nothing of the shelter but that there is one, and for whom.
        asked = ["", "?near=6.9271,79.8612&within=1", "?service=SHE", "?place=Colombo", "?language=ta", "?per_page=200"]
        everything = "".join(get("/services" + one) for one in asked) + get("/services/s9")
        assert '"s9"' in everything and not any(word in everything for word in CANARIES)
        near = json.loads(get("/services?near=6.9271,79.8612&within=1"))
        assert near["total_items"] == 0, "nobody finds it by asking what is near"
        get("/services/s77", 404)
        assert [one["id"] for one in json.loads(get("/services?search=LAW%20bridge"))["contents"]] == ["s1"]
        assert json.loads(get("/services?search=canary"))["total_items"] == 0
        organizations = json.loads(get("/organizations"))
        assert [one["name"] for one in organizations["contents"]] == ["Lantern Étoile"]
        assert json.loads(get("/organizations?search=etoile"))["total_items"] == 1
        one = json.loads(get("/organizations/o1"))
        assert [service["id"] for service in one["services"]] == ["s1"], "and not the shelter that is theirs too"
        assert [one["id"] for one in json.loads(get("/services?organization_id=o1"))["contents"]] == ["s1"]
        everything = json.dumps(organizations) + json.dumps(one)
        assert not any(word in everything for word in CANARIES)
        get("/organizations/o2", 404)
        get("/organizations?near=6.93,79.86", 400)
        for wrong in ("?searching=canary", "?near=somewhere", "?within=5", "?age=old", "?service=XYZ", "?families=perhaps", "?page=x"):
            get("/services" + wrong, 400)
        assert anybody.ask("POST", "/api/v1/hsds/services").status in (403, 405)
    # The control: the same house under a kind of help whose place is no secret lets all of it out.
    open_house = tmp_path / "open.json"
    open_house.write_text(directory.read_text(encoding="utf-8").replace('"SHE"', '"LEG"'), encoding="utf-8")
    with register.serve(*register.key, "--services", open_house) as server:
        text = Client(server.port).ask("GET", "/api/v1/hsds/services").content.decode()
        assert all(word in text for word in CANARIES)


def test_a_changed_file_is_served_without_a_restart_and_a_broken_one_is_not(directory, tmp_path):
    register = Register.made(tmp_path / "office")
    with register.serve(*register.key, "--services", directory) as server:
        def count():
            return json.loads(Client(server.port).ask("GET", "/api/v1/hsds/services").content)["total_items"]

        def doctor():
            return "old-services" in register.run("doctor", register.folder, "--json").out

        services = json.loads(directory.read_text(encoding="utf-8"))
        assert count() == 3 and not doctor()
        directory.write_text(json.dumps(services[:2]), encoding="utf-8")
        assert waited(lambda: count() == 2, 30)
        directory.write_text(json.dumps(services)[:200], encoding="utf-8")
        # Doctor knows it from the folder of a register; a register in a database has none.
        assert waited(lambda: "cannot be taken in" in server.log.read_text(), 30)
        assert Register.place or waited(doctor, 30)
        assert count() == 2, "the one before is still served"
        time.sleep(5)
        said = server.log.read_text()
        assert said.count("cannot be taken in") == 1 and "Canary" not in said, said
        directory.write_text(json.dumps(services), encoding="utf-8")
        assert waited(lambda: count() == 3, 30)
        assert waited(lambda: not doctor(), 30)


def test_a_server_without_a_directory_has_no_such_address(directory, tmp_path):
    register = Register.made(tmp_path / "office")
    with register.serve() as server:
        assert Client(server.port).ask("GET", "/api/v1/hsds/services").status == 404
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": "s1"}]')
    refused = register.run("serve", register.folder, *register.key, "--services", broken)
    assert refused.code == 1 and "Nothing was taken in" in refused.err
