# SPDX-License-Identifier: Apache-2.0
"""Every report over sixty people in a real register equals the sheet that was worked by hand (Tests/reports/hand)."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
from client import signed_in, step_up
from register import Register

HAND = Path(__file__).parents[1] / "reports" / "hand"
PERIODS = {"tip": "2025", "glotip": "2025", "sdg": "2025", "eu": "2025", "sadc": "2025", "iccs": "2025", "nrm": "2025-Q1",
           "donor": "2025-Q2", "ctdc": "2024"}
FORMS = {"sexual": "SexualExploitation", "labour": "ForcedLabour", "child labour": "ChildLabour", "servitude": "Servitude",
         "begging": "ForcedBegging", "crime": "ForcedCriminality", "marriage": "ForcedMarriage", "organs": "OrganRemoval"}
WEAK = {"Disability": "DisabilityAndPhysicalHealth", "Poverty": "Poverty"}
BODIES = {"Court": "CourtOrProsecution", "Government": "NonPoliceGovernmentalOrganization"}
DECISIONS = {"screened": "Screened", "presumed": "Presumed", "referred": "FormallyReferred", "grounds": "ReasonableGrounds",
             "no grounds": "NoReasonableGrounds", "confirmed": "Confirmed", "not confirmed": "NotConfirmed"}
SAID = {"actual": "ActualVictimOfTrafficking", "possible": "PossibleVictimOfTrafficking", "not a victim": "NotAVictimOfTrafficking"}


def table(name) -> list[dict]:
    with open(HAND / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def several(text, words) -> list[str]:
    return [words.get(one, one) for one in text.split("; ") if one]


class Program:
    """What somebody's program asks of the server."""

    def __init__(self, client):
        self.client, self.token = client, client.form_token("/account")

    def ask(self, method, path, document=None, **headers):
        answer = self.client.ask(method, path, None if document is None else json.dumps(document), headers | {
            "Content-Type": "application/json", "Origin": self.client.url, "X-Form-Token": self.token})
        assert answer.status in (200, 201, 204), (path, document, answer.content[:2000])
        return json.loads(answer.content or "null")


class Typist(Program):
    """A caseworker's program that types the people in."""

    def __init__(self, client):
        super().__init__(client)
        self.people: dict[str, str] = {}

    def add(self, case, kind, values) -> str:
        return self.ask("POST", f"/api/v1/cases/{case}/records", {"kind": kind, "values": values})["id"]

    def type_in(self, row):
        case = self.register(row)
        if row["recruited_in"]:
            self.add(case, "event", {"hte_Type": ["Recruitment"], "hte_Country": [row["recruited_in"]]})
        if row["referred_on"]:
            self.add(case, "referral", {"wh_ReferralDirection": ["Outgoing"], "cas_OutgoingReferralDate": {"date": row["referred_on"]}})
        before = None
        for text in filter(None, row["decisions"].split("; ")):
            before = self.decide(case, text, before)
        self.help(case, row)
        if row["closed_on"]:
            self.close(case, row["closed_on"])

    def register(self, row) -> str:
        said, _, body = row["recorded_as"].partition(", ")
        date = lambda name: {"date": row[name]} if row[name] else None
        registered = {"absent": "unknown"} if row["registered"] == "unknown" else date("registered")
        values = {
            "prs_FirstName": row["given_name"], "prs_SecondName": row["family_name"], "prs_Gender": several(row["gender"], {}),
            "prs_Birthdate": date("born"), "prs_Citizenship": several(row["citizenship"], {}), "wh_RegistrationDate": registered,
            "vic_TypeOfExploitation": several(row["forms"], FORMS), "vic_Vulnerabilities": several(row["weaknesses"], WEAK),
            "vic_MethodsOfControl": several(row["control"], {}), "wh_CountryOfExploitation": several(row["exploited_in"], {}),
            "vic_TraffickingStatus": several(said, SAID), "vic_TraffickingStatusDecisionMakingOrg": several(body, BODIES),
            "wh_TraffickingStart": date("began_on"),
        }
        document = {"values": {name: value for name, value in values.items() if value}}
        if row["person"] != row["row"]:
            document["person"] = self.people[row["person"]]
        case = self.ask("POST", "/api/v1/cases", document)["id"]
        if row["person"] == row["row"]:
            self.people[row["row"]] = self.ask("GET", f"/api/v1/cases/{case}")["people"][0]["id"]
        return case

    def decide(self, case, text, before) -> str:
        words, last = text.removesuffix(" replacing").removesuffix(" overturning"), text.split()[-1]
        status, body, day = words.rsplit(" ", 2)
        values = {"wh_DeterminationStatus": [DECISIONS[status]], "wh_DeterminationBody": several(body, BODIES),
                  "wh_DeterminationAuthority": body, "wh_DeterminationDay": {"date": day}}
        if last == "replacing":
            values["wh_DeterminationReplaces"] = before
        if last == "overturning":
            values |= {"wh_AppealAgainst": before, "wh_AppealLodged": {"date": day}, "wh_AppealResult": ["Overturned"]}
        return self.add(case, "determination", values)

    def help(self, case, row):
        given, needed, ways = defaultdict(list), {}, defaultdict(list)
        for text in filter(None, row["help_given"].split("; ")):
            service, day, amount, unit = text.split()
            given[service].append((day, unit, int(amount)))
            needed[service] = min(day, needed.get(service, day))
        for text in filter(None, row["in_the_way"].split("; ")):
            service, day, way = text.split()
            ways[service].append(way)
            needed[service] = min(day, needed.get(service, day))
        for service, day in needed.items():
            values = {"wh_NeedService": service, "wh_NeedDay": {"date": day}}
            need = self.add(case, "need", values | ({"wh_NeedBarriers": ways[service]} if ways[service] else {}))
            for day, unit, amount in given[service]:
                self.add(case, "delivery", {"wh_DeliveryNeed": need, "wh_DeliveryDay": {"date": day}, "wh_DeliveryUnit": [unit],
                                            "wh_DeliveryAmount": amount})

    def close(self, case, day):
        record = next(one for one in self.ask("GET", f"/api/v1/cases/{case}")["records"] if one["kind"] == "case")
        self.ask("PUT", f"/api/v1/cases/{case}/records/{record['id']}", {
            "values": record["values"] | {"cas_Status": ["Closed"], "wh_ClosedDate": {"date": day}}},
            **{"If-Match": f'"{record["version"]}"'})


@pytest.fixture(scope="module")
def counted(tmp_path_factory) -> dict:
    """The figures of every report over the sixty, by their id."""
    register = Register.made(tmp_path_factory.mktemp("hand"))
    codes = {name: register.add_user(name, role) for name, role in {"amal": "caseworker", "suda": "supervisor"}.items()}
    with register.serve() as server:
        typist = Typist(signed_in(server, "amal", codes["amal"]))
        for row in table("people.tsv"):
            typist.type_in(row)
        # Closing a case waits for a second person.
        supervisor = signed_in(server, "suda", codes["suda"])
        step_up(supervisor)
        second = Program(supervisor)
        for review in second.ask("GET", "/api/v1/reviews"):
            second.ask("POST", f"/api/v1/reviews/{review['id']}", {"verdict": "accept", "reason": "It is over"})
    figures = {}
    for pack, period in PERIODS.items():
        done = register.run("report", register.folder, "--pack", pack, "--period", period, "--country", "LK", "--population",
                            "500000", "--format", "json", *register.key)
        assert done.code == 0, done
        assert done.json["coverage"]["cases"] == 60
        figures |= {figure["id"]: figure for figure in done.json["figures"] if "cannot" not in figure or figure["parts"]}
    return figures


def lines(figure) -> dict:
    """What a figure says, by the words of the sheet: (part, table, cell) to a number; nothing that is 0 but totals."""
    found = {}
    if figure.get("ratio") is not None:
        found["", "ratio"] = figure["ratio"]
    for change in figure["changes"]:
        found["", change["id"], "this period"] = change["now"]
        found["", change["id"], "the period before"] = change["before"]
    names = [part["name"] for part in figure["parts"]]
    for at, part in enumerate(figure["parts"]):
        # A share has two parts without names of their own.
        name = ["above the line", "below the line"][at] if figure["unit"] == "percent" else names[at]
        if part["totals"]:
            for total in part["totals"]:
                found[name, "people", total["value"]] = total["units"]
                found[name, "times", total["value"]] = total["count"]
                for unit, amount in total["amounts"].items():
                    found[name, unit, total["value"]] = amount
            continue
        found[name, "", "total"], found[name, "", "undated"] = part["total"], part["undated"]
        for counts in part["tables"]:
            sides = counts["sides"]
            for place, count in enumerate(counts["counts"]):
                answers, rest = [], place
                for side in reversed(sides):
                    rest, at_side = divmod(rest, len(side["values"]))
                    answers.insert(0, side["values"][at_side] or "-")
                if count:
                    found[name, " x ".join(side["column"] for side in sides), " | ".join(answers)] = count
    return found


def sheet() -> dict:
    """The sheet by figure, and each line's people counted once more."""
    found = defaultdict(dict)
    for line in table("sheet.tsv"):
        key = (line["part"], line["table"], line["cell"])
        if line["table"] == "ratio":
            key = ("", "ratio")
        elif line["table"] not in ("times", "minutes", "nights", "count"):
            assert len(set(filter(None, line["rows"].split(",")))) == int(line["count"]), line
        assert key not in found[line["figure"]], line
        found[line["figure"]][key] = float(line["count"])
    return found


def differences(counted, expected) -> list:
    return [(figure, key, lines(counted[figure]).get(key), expected[figure].get(key))
            for figure in expected for key in sorted({*lines(counted[figure]), *expected[figure]})
            if lines(counted[figure]).get(key) != expected[figure].get(key)]


def test_every_report_equals_the_sheet_worked_by_hand(counted):
    expected = sheet()
    assert set(counted) == set(expected) and len(expected) == 30
    found = differences(counted, expected)
    assert not found, "\n".join(map(str, found))


def test_a_line_that_is_wrong_by_one_is_found(counted):
    for figure in ("TIP-07", "GL-06", "NRM-04", "USG-02", "TIP-16", "SDG-1"):
        expected = sheet()
        key = next(key for key in expected[figure] if expected[figure][key])
        expected[figure][key] += 1
        assert [one[:2] for one in differences(counted, expected)] == [(figure, key)]
