# SPDX-License-Identifier: Apache-2.0
"""Figures that others ask for, from the console and from the server; the story ends by reading the log."""

import csv
import io
import json
import sqlite3
import zipfile

import pytest
from client import signed_in
from register import Register

STATUS = ["ActualVictimOfTrafficking", "PossibleVictimOfTrafficking", "NotAVictimOfTrafficking", ""]


def people() -> list[dict]:
    """Invented people of which every count can be told from their number."""
    rows = []
    for n in range(80):
        rows.append({
            "prs_FirstName": ["Awa", "Nimali", "Thị Lan", "Jomar", "Олена", "Kofi"][n % 6] + f" {n}",
            "prs_Gender": ["Feminine", "Feminine", "Masculine", "TransgenderFeminine" if n == 3 else "Feminine"][n % 4],
            "prs_Birthdate": f"{2012 if n % 5 == 0 else 1990}-03-{n % 28 + 1:02}",
            "prs_Citizenship": ["BF", "CI", "LK"][n % 3],
            "vic_TypeOfExploitation": ["SexualExploitation", "ForcedLabour", "SexualExploitation;ForcedBegging"][n % 3],
            "vic_TraffickingStatus": STATUS[n % 4],
            "cas_IncomingReferralDate": f"{2024 + n % 2}-{n % 12 + 1:02}-15",
            "cas_Status": "Active",
        })
    return rows


def as_csv(rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def identified(rows, year) -> list[dict]:
    return [row for row in rows if row["vic_TraffickingStatus"][:1] in ("A", "P") and row["cas_IncomingReferralDate"].startswith(str(year))]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A register with eighty people, and those who count in it."""
    register = Register.made(tmp_path_factory.mktemp("reports"))
    (register.scratch / "people.csv").write_text(as_csv(people()), encoding="utf-8")
    done = register.run("import", register.folder, register.scratch / "people.csv", *register.key)
    assert done.code == 0, done
    return register


def report(register, pack, *options):
    return register.run("report", register.folder, "--pack", pack, *options, *register.key)


def figure(document, name) -> dict:
    return next(one for one in document["figures"] if one["id"] == name)


def cells(table) -> dict:
    """Counts by their answers."""
    found, sizes = {}, [len(side["values"]) for side in table["sides"]]
    for place, count in enumerate(table["counts"]):
        answers, rest = [], place
        for side, size in zip(reversed(table["sides"]), reversed(sizes)):
            answers.insert(0, side["values"][rest % size])
            rest //= size
        found[tuple(answers)] = count
    return found


def test_a_report_counts_what_is_in_the_register(office):
    done = report(office, "glotip", "--period", "2025", "--country", "bf", "--format", "json")
    assert done.code == 0, done
    document = done.json
    expected = identified(people(), 2025)
    victims = figure(document, "GL-05")
    assert victims["parts"][0]["total"] == len(expected) > 10
    by_sex = cells(victims["parts"][0]["tables"][0])
    women = sum(row["prs_Gender"] == "Feminine" and row["prs_Birthdate"] < "2000" for row in expected)
    assert by_sex[("Female", "Adult")] == women
    # Beside it stand every definition, what the day goes by, and that identified is not prevalence.
    assert len(victims["under"]) >= 10
    assert all(one["met"] + one["notMet"] + one["undetermined"] == len(expected) for one in victims["under"])
    assert any("not prevalence" in words for words in victims["assumptions"])
    assert any("day of registration" in words for words in victims["assumptions"])
    assert "police" in figure(document, "GL-01")["cannot"] and figure(document, "GL-01")["parts"] == []
    home = cells(figure(document, "GL-07")["parts"][0]["tables"][1])
    assert home[("national",)] == sum(row["prs_Citizenship"] == "BF" for row in expected)
    # A year without anybody is a zero that says so.
    text = report(office, "glotip", "--period", "2019")
    assert text.code == 0 and "a report of zero, not a blank" in text.out and "Never for publication" in text.out
    # A definition in place of what authorities concluded.
    judged = report(office, "glotip", "--period", "2025", "--definition", "palermo-2000-art3", "--format", "json").json
    met = next(one for one in victims["under"] if one["id"] == "palermo-2000-art3")["met"]
    assert figure(judged, "GL-05")["parts"][0]["total"] == met and "palermo" in judged["definition"]
    # Two periods: April to March holds other people than the calendar year.
    tip = report(office, "tip", "--from", "2025-01-01", "--to", "2025-12-31", "--format", "json").json
    assert figure(tip, "TIP-07")["parts"][0]["total"] == len(expected)
    assert tip["before"] == {"from": "2024-01-01", "to": "2024-12-31"}
    change = figure(tip, "TIP-16")["changes"][0]
    assert (change["now"], change["before"]) == (len(expected), len(identified(people(), 2024)))


def test_files_for_those_who_compute(office):
    place = office.scratch / "report.csv"
    assert report(office, "eu", "--period", "2025", "--format", "csv", "--out", place).code == 0
    rows = list(csv.reader(io.StringIO(place.read_text(encoding="utf-8"))))
    assert rows[0][0] == "figure" and rows[1][0] == "#indicator+code" and all(len(row) == len(rows[0]) for row in rows)
    total = next(row for row in rows if row[0] == "EU-02" and row[9])
    assert int(total[9]) == len(identified(people(), 2025))
    place = office.scratch / "report.xlsx"
    assert report(office, "eu", "--period", "2025", "--format", "xlsx", "--out", place).code == 0
    with zipfile.ZipFile(place) as book:
        names = book.read("xl/workbook.xml").decode()
        assert "Notes" in names and "not prevalence" in book.read("xl/worksheets/sheet2.xml").decode()
    targets = office.scratch / "targets.json"
    targets.write_text(json.dumps({"EU-02": {"baseline": 10, "target": 40}}))
    text = report(office, "eu", "--period", "2025", "--targets", targets)
    assert "Baseline 10, target 40" in text.out
    targets.write_text(json.dumps({"EU-99": {}}))
    assert report(office, "eu", "--period", "2025", "--targets", targets).code == 1
    rate = report(office, "sdg", "--period", "2025", "--population", "1000000", "--format", "json").json
    assert figure(rate, "SDG-1")["ratio"] == round(len(identified(people(), 2025)) / 10, 2)
    listed = office.run("report", "list", "--json").json
    assert sum(len(pack["figures"]) for pack in listed["packs"]) == 59


def told(value):
    """Every count in a report that was made for others."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("counts", "totals"):
                yield from inner
            elif name in ("total", "met", "notMet", "undetermined", "now", "before", "people", "withheld", "undated"):
                if not isinstance(inner, dict):
                    yield inner
            else:
                yield from told(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from told(inner)


def leaks(document) -> list:
    """Counts that nobody was to learn: small ones, and those that follow from a row or column with one gap."""
    found = [count for count in told(document) if count is not None and 0 < count < 10]
    for one in document["figures"]:
        for table in [table for part in one["parts"] for table in part["tables"]]:
            if any(side["overlaps"] for side in table["sides"]):
                continue
            inner = cells(table)
            for at, side in enumerate(table["sides"]):
                for place, value in enumerate(side["values"]):
                    line = [count for answers, count in inner.items() if answers[at] == value]
                    # A total that is told, and one gap in its line: the gap follows.
                    if len(line) > 1 and side["totals"][place] is not None and line.count(None) == 1:
                        found.append((one["id"], side["title"], value))
    return found


def test_protected_counts_give_nobody_away(office):
    for pack, period in [("glotip", "2025"), ("eu", "2025"), ("iccs", "2025"), ("ctdc", "2025"), ("sadc", "2025")]:
        open_ = report(office, pack, "--period", period, "--country", "BF", "--format", "json").json
        # The control: the same report as it is fails the same look.
        assert leaks(open_), pack
        done = report(office, pack, "--period", period, "--country", "BF", "--protect", "10", "--format", "json")
        assert done.code == 0, done
        closed = done.json
        assert closed["threshold"] == 10 and leaks(closed) == [], (pack, leaks(closed))
        assert any(count is not None and count >= 10 for count in told(closed)), "something is left to read"
    other = report(office, "glotip", "--period", "2025", "--country", "LK", "--protect", "10")
    assert other.code != 0 and "with BF as the reporting country" in other.err
    text = report(office, "glotip", "--period", "2025", "--protect", "10")
    assert "are withheld: *" in text.out and "Never publish" not in text.err


def test_what_cannot_be_asked_is_refused_with_words(office):
    for options, words in [
        (["glotip", "--from", "2025-12-31", "--to", "2025-01-01"], "ends before it begins"),
        (["glotip", "--period", "2025-Q1"], "--period takes 2025"), (["nrm", "--period", "2025"], "2025-Q3"),
        (["glotip", "--period", "2025", "--from", "2025-01-01", "--to", "2025-02-01"], "--period, or --from"),
        (["glotip", "--from", "2025-01-01"], "both --from and --to"), (["glotip", "--from", "May", "--to", "June"], "whole days"),
        (["hair", "--period", "2025"], "no report"), (["glotip", "--definition", "no-such-law"], "no definition"),
        (["glotip", "--definition", "palermo-2000-art3", "--definition", "vn-penalcode-150"], "one definition"),
        (["glotip", "--country", "Lanka"], "two letters"), (["glotip", "--population", "0"], "number of people"),
        (["glotip", "--protect", "1"], "2 to 1000"), (["glotip", "--format", "xlsx"], "--out"),
        (["glotip", "--protect", "10", "--from", "2025-01-01", "--to", "2025-12-30"], "whole periods"),
        (["glotip", "--protect", "10", "--period", "2025", "--definition", "palermo-2000-art3"], "authorities"),
    ]:
        done = report(office, *options)
        assert done.code == 2 and words in done.err, (options, done)


def test_who_may_see_cases_counts_and_who_may_not_gets_protected_counts(office):
    roles = {"suda": "supervisor", "amal": "caseworker", "nour": "coordinator", "petra": "dataProtectionOfficer",
             "rui": "systemOperator"}
    codes = {name: office.add_user(name, role) for name, role in roles.items()}
    with office.serve() as server:
        who = {name: signed_in(server, name, code) for name, code in codes.items()}
        listed = who["suda"].ask("GET", "/reports")
        assert listed.status == 200 and b"UNODC GLOTIP" in listed.content
        page = who["suda"].ask("GET", "/reports/glotip?period=2025&country=LK")
        assert page.status == 200 and b"never for publication" in page.content and b"not prevalence" in page.content
        document = json.loads(who["suda"].ask("GET", "/api/v1/reports/glotip?period=2025").content)
        assert figure(document, "GL-05")["parts"][0]["total"] == len(identified(people(), 2025))
        # A caseworker counts the cases assigned to them: none here, and that is said.
        own = json.loads(who["amal"].ask("GET", "/api/v1/reports/glotip?period=2025").content)
        assert own["coverage"]["cases"] == 0 and figure(own, "GL-05")["parts"][0]["total"] == 0
        for name in ("nour", "petra"):
            closed = json.loads(who[name].ask("GET", "/api/v1/reports/glotip?period=2025&country=BF").content)
            assert closed["threshold"] == 10 and leaks(closed) == [], name
            page = who[name].ask("GET", "/reports/glotip?period=2025")
            assert page.status == 200 and b"withheld" in page.content
            assert who[name].ask("GET", "/api/v1/reports/glotip?from=2025-01-01&to=2025-12-30").status == 400
            assert who[name].ask("GET", "/api/v1/reports/glotip?period=2025&definition=0").status == 400
            donor = json.loads(who[name].ask("GET", "/api/v1/reports/donor?period=2025-Q2").content)
            assert "not in protected counts" in figure(donor, "USG-02")["cannot"]
        assert who["rui"].ask("GET", "/api/v1/reports/glotip?period=2025").status in (403, 404)
        sheet = who["suda"].ask("GET", "/reports/eu/file?format=xlsx&period=2025")
        assert sheet.status == 200 and sheet.content[:2] == b"PK" and "eu-2025" in sheet.headers["Content-Disposition"]
        assert who["suda"].ask("GET", "/reports/eu/file?format=pdf&period=2025").status == 400
        assert who["suda"].ask("GET", "/reports/hair").status == 404
        assert who["suda"].ask("GET", "/reports/eu?period=soon").status == 422
        assert who["suda"].ask("GET", "/reports/eu?definition=0&definition=1").status == 422
        assert who["suda"].ask("GET", "/api/v1/reports/eu?from=2025-02-01&to=2025-01-01").status == 400
        # What changes is counted at once.
        before = document["coverage"]["cases"]
        who["suda"].ask("GET", "/api/v1/reports/glotip?period=2025")
        answer = who["amal"].ask("POST", "/api/v1/cases", json.dumps({"values": {
            "prs_FirstName": "Thilini", "prs_Gender": ["Feminine"], "vic_TraffickingStatus": ["ActualVictimOfTrafficking"],
            "wh_RegistrationDate": {"date": "2025-05-05"}}}), {"Content-Type": "application/json", "Origin": who["amal"].url,
                                                      "X-Form-Token": who["amal"].form_token("/account")})
        assert answer.status == 201, answer.content
        after = json.loads(who["suda"].ask("GET", "/api/v1/reports/glotip?period=2025").content)
        assert after["coverage"]["cases"] == before + 1
        assert figure(after, "GL-05")["parts"][0]["total"] == len(identified(people(), 2025)) + 1
        mine = json.loads(who["amal"].ask("GET", "/api/v1/reports/glotip?period=2025").content)
        assert figure(mine, "GL-05")["parts"][0]["total"] == 1
    assert report(office, "sadc", "--period", "2025").code == 0
    connection = sqlite3.connect(f"file:{office.folder / 'register.sqlite'}?mode=ro", uri=True)
    entries = [bytes(entry).decode() for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    assert sum("register.compare" in entry for entry in entries) >= 7, "each true count is in the log"
    assert sum("dataset.publish" in entry for entry in entries) >= 6, "each protected count is in the log"
    assert sum("register.export" in entry for entry in entries) >= 1, "and each count at the console"
    assert not any("Awa" in entry or "SexualExploitation" in entry for entry in entries)
