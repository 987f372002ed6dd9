# SPDX-License-Identifier: Apache-2.0
"""Counts every figure of every report over Tests/reports/register.csv, by other means than the program: row by row, in
dates and sets. Knows the rules from docs/reports.md, and what to count from no file of the program.

    python3 recount_reports.py [--root DIR] [--write]     prints what differs from Tests/reports/sheet.json; exit 1 if any
"""
import argparse
import csv
import json
import statistics
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

OWN = "BF"
POPULATION = 1_000_000
PERIODS = {
    "tip": ("2024-04-01", "2025-03-31"), "glotip": ("2025-01-01", "2025-12-31"), "sdg": ("2025-01-01", "2025-12-31"),
    "eu": ("2025-01-01", "2025-12-31"), "sadc": ("2025-01-01", "2025-12-31"), "iccs": ("2025-01-01", "2025-12-31"),
    "nrm": ("2025-01-01", "2025-03-31"), "donor": ("2025-04-01", "2025-06-30"), "ctdc": ("2024-01-01", "2024-12-31"),
}
EU = set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
LABOUR = {"ForcedLabour", "ChildLabour", "Servitude"}
NATIONAL = {"national": {OWN}}


def span(text):
    """The first and the last day that a date can mean."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return date(parts[0], parts[1], 1), after - timedelta(days=1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def years(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Person:
    """One row: somebody in one case."""

    def __init__(self, row):
        self.row, self.person, self.case = row, row["person"], row["case"]
        self.registered = span(row["registered"]) or (date.min, date.max)
        decided = [entry.split(":") for entry in row["decisions"].split("|") if entry]
        self.decided = [(status, body, date.fromisoformat(day)) for status, body, day in decided]
        self.days = {"registered": self.registered, "referred": span(row["referred"]), "closed": span(row["closed"])}
        for name, status in [("formallyReferred", "FormallyReferred"), ("reasonableGrounds", "ReasonableGrounds"),
                             ("noReasonableGrounds", "NoReasonableGrounds"), ("confirmed", "Confirmed"),
                             ("notConfirmed", "NotConfirmed")]:
            found = [day for said, _, day in self.decided if said == status]
            self.days[name] = (min(found), min(found)) if found else None
        held = [day for said, _, day in self.decided
                if said in ("Presumed", "FormallyReferred", "ReasonableGrounds", "Confirmed")]
        if held:
            self.days["identified"] = (min(held), min(held))
        elif not self.decided and row["status"] in ("PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"):
            self.days["identified"] = self.registered
        else:
            self.days["identified"] = None
        self.given, self.barriers = [], []
        for entry in filter(None, row["needs"].split("|")):
            code, needed, _, stood, gave = entry.split(":")
            self.barriers += [(kind, date.fromisoformat(needed)) for kind in filter(None, stood.split("+"))]
            for gift in filter(None, gave.split("+")):
                day, unit, amount = gift.split("/")
                self.given.append((code, date.fromisoformat(day), unit, int(amount)))

    def verdict(self):
        """Status and body: a confirmation before a refusal, a refusal before what is open; the last of its kind."""
        # The last word of each authority counts; each kind of body is one authority here.
        last = {}
        for status, body, day in sorted(self.decided, key=lambda one: one[2]):
            last.pop(body, None)
            last[body] = status
        for wanted, name in [({"Confirmed"}, "ActualVictimOfTrafficking"),
                             ({"NotConfirmed", "NoReasonableGrounds"}, "NotAVictimOfTrafficking"),
                             ({"Presumed", "FormallyReferred", "ReasonableGrounds"}, "PossibleVictimOfTrafficking")]:
            found = [body for body, status in last.items() if status in wanted]
            if found:
                return name, found[-1]
        return self.row["status"], self.row["body"]

    def ages(self, day):
        """The least and the most years on a day that may itself be known in part."""
        born = span(self.row["born"])
        if not born or not day:
            return None
        return max(0, years(born[1], day[0])), years(born[0], day[1])

    def side(self, name, period):
        """The answers on one side of a table; none for not known."""
        row = self.row
        if name == "sex":
            return {"Feminine": ["Female"], "Masculine": ["Male"], "": [], "NonSpecifiedUnknown": []}.get(row["sex"], ["Other"])
        if name == "gender":
            return [row["sex"]] if row["sex"] not in ("", "NonSpecifiedUnknown") else []
        if name in ("age", "ageAtAct"):
            ages = self.ages(self.registered if name == "age" else span(row["begun"]))
            if not ages:
                return []
            return ["Child"] if ages[1] < 18 else ["Adult"] if ages[0] >= 18 else []
        if name == "ageBand":
            ages = self.ages(self.registered)
            if not ages:
                return []
            starts = [0, 9, 18, 21, 24, 27, 30, 39, 48, 999]
            for low, high in zip(starts, starts[1:]):
                if low <= ages[0] and ages[1] < high:
                    return [f"{low}-{high - 1}" if high < 999 else "48+"]
            return []
        if name == "citizenship":
            return [row["citizenship"]] if row["citizenship"] else []
        if name == "nationality":
            return [] if not row["citizenship"] else ["national" if row["citizenship"] == OWN else "foreign"]
        if name == "euCitizenship":
            home = row["citizenship"]
            return [] if not home else ["reporting country" if home == OWN else "other EU" if home in EU else "not EU"]
        if name == "disability":
            weak = [one for one in row["weak"].split("|") if one]
            return [] if not weak else ["Yes" if "DisabilityAndPhysicalHealth" in weak else "No"]
        if name in ("recruitedIn", "exploitedIn"):
            place = row["recruited" if name == "recruitedIn" else "exploited"]
            return [place] if place else []
        status, body = self.verdict()
        if name == "body":
            return [body] if body else []
        if name == "bodyKind":
            return [] if not body else ["NGO" if body == "NGO" else "government"]
        if name == "certainty":
            return {"PossibleVictimOfTrafficking": ["presumed"], "ActualVictimOfTrafficking": ["identified"]}.get(status, [])
        if name == "help":
            return sorted({code for code, day, *_ in self.given if period[0] <= day <= period[1]})
        forms = {form for form in row["forms"].split("|") if form}
        if name == "forms":
            return sorted(forms)
        if name == "iccs":
            return sorted({code(form) for form in forms})
        if name == "euForm":
            names = {"SexualExploitation": "sexual exploitation", "ForcedBegging": "forced begging",
                     "ForcedCriminality": "criminal activities", "OrganRemoval": "removal of organs"}
            return sorted({names.get(form, "forced labour or services" if form in LABOUR else "other") for form in forms})
        groups = {"tipForm": ("sex trafficking", "labour trafficking", LABOUR | {"ForcedBegging", "ForcedCriminality"}, "other form", "several"),
                  "glForm": ("sexual exploitation", "forced labour, slavery and similar", LABOUR, "other forms", "several"),
                  "clientForm": ("sex", "labour", LABOUR | {"ForcedBegging", "ForcedCriminality"}, "other", "both or several")}
        sexual, labour, which, other, several = groups[name]
        found = {sexual if form == "SexualExploitation" else labour if form in which else other for form in forms}
        return [] if not found else [several] if len(found) > 1 else sorted(found)


def code(form):
    return {"SexualExploitation": "02041", "OrganRemoval": "02043"}.get(
        form, "02042" if form in LABOUR | {"ForcedBegging"} else "02044")


def chosen(people, period, day=None, kind=None, also=(), keep=lambda one: True, unit="person"):
    """One row for each person, or case, and how many nobody can tell of."""
    inside = lambda when: when is not None and period[0] <= when[0] and when[1] <= period[1]
    best, unsure = {}, set()
    for one in people:
        if not all(inside(one.days[name]) for name in also):
            continue
        key = getattr(one, unit)
        if kind:
            happened = one.given if kind == "help" else one.barriers
            if not any(period[0] <= entry[1] <= period[1] for entry in happened):
                continue
            when = one.registered
        else:
            when = one.days[day]
            outside = when is None or when[1] < period[0] or when[0] > period[1]
            if not inside(when):
                if not outside and keep(one):
                    unsure.add(key)
                continue
        rank = (when[0] if when else date.max, one.case)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, one)
    # Who counts by another case counts as that one is.
    return [one for _, one in best.values() if keep(one)], len(unsure - set(best))


def part(people, period, tables=(), **how):
    rows, undated = chosen(people, period, **how)
    made = {}
    for sides in tables:
        counts = Counter()
        for one in rows:
            cells = [()]
            for name in sides:
                cells = [cell + (answer,) for cell in cells for answer in one.side(name, period) or [""]]
            counts.update(cells)
        made[" x ".join(sides)] = {"|".join(cell): count for cell, count in sorted(counts.items())}
    return {"total": len(rows), "undated": undated, "tables": made}


def totals(people, period, kind):
    found = defaultdict(lambda: [0, set(), Counter()])
    for one in people:
        for entry in one.given if kind == "help" else one.barriers:
            if period[0] <= entry[1] <= period[1]:
                found[entry[0]][0] += 1
                found[entry[0]][1].add(one.person)
                if kind == "help":
                    found[entry[0]][2][entry[2]] += entry[3]
    return {name: {"count": count, "units": len(who), "amounts": dict(amounts)}
            for name, (count, who, amounts) in sorted(found.items())}


def earlier(period):
    if (period[1] - period[0]).days > 100:
        back = lambda day: day.replace(year=day.year - 1)
        return back(period[0]), period[0] - timedelta(days=1)
    month = period[0].month - 3
    start = date(period[0].year - (month < 1), month + (12 if month < 1 else 0), 1)
    return start, period[0] - timedelta(days=1)


FULL = [("sex", "age"), ("tipForm",), ("nationality",), ("citizenship",), ("disability",)]


def sheet(people):
    P = {name: tuple(date.fromisoformat(day) for day in days) for name, days in PERIODS.items()}
    ident = lambda pack, *tables, **how: [part(people, P[pack], tables, day="identified", **how)]
    helped = lambda pack, *tables, **how: [part(people, P[pack], tables, kind="help", **how)]
    tip = P["tip"]
    out = {
        "TIP-07": ident("tip", *FULL, ("bodyKind",), ("certainty",)),
        "TIP-08": [part(people, tip, FULL, day="referred")],
        "TIP-09": helped("tip", *FULL, ("help",)),
        "TIP-15": ident("tip", keep=lambda one: one.row["citizenship"] not in ("", OWN))
        + ident("tip", keep=lambda one: one.row["citizenship"] != ""),
        "GL-05": ident("glotip", ("sex", "age"), ("disability",)),
        "GL-06": ident("glotip", ("glForm", "sex", "age")),
        "GL-07": ident("glotip", ("citizenship",), ("nationality",)),
        "SDG-1": ident("sdg", ("sex", "age"), ("glForm",), ("disability",)),
        "EU-01": ident("eu", ("body", "certainty")), "EU-02": ident("eu", ("sex", "age"), ("disability",)),
        "EU-03": ident("eu", ("euCitizenship",), ("citizenship",)), "EU-04": ident("eu", ("euForm", "sex")),
        "EU-11": helped("eu", ("sex", "age"), ("help",)), "EU-12": ident("eu", ("recruitedIn",)),
        "SADC-01": [part(people, P["sadc"], day="registered", unit="case")],
        "SADC-04": ident("sadc", ("sex", "age"), ("citizenship",), ("forms",), ("disability",))
        + helped("sadc", ("sex", "age"), ("help",)),
        "0204": ident("iccs", ("sex", "age"), ("citizenship",), ("iccs",)),
        "CTDC-01": [part(people, P["ctdc"], [("sex", "ageBand"), ("age",), ("citizenship",), ("exploitedIn",), ("forms",)],
                         day="registered")],
        "NRM-01": [part(people, P["nrm"], [("ageAtAct", "sex"), ("citizenship",), ("forms",)], day="formallyReferred")],
    }
    for number in ("02041", "02042", "02043", "02044"):
        out[number] = ident("iccs", ("sex", "age"), ("citizenship",),
                            keep=lambda one: number in one.side("iccs", P["iccs"]))
    for name, days in [("NRM-03", ("reasonableGrounds", "noReasonableGrounds")), ("NRM-04", ("confirmed", "notConfirmed"))]:
        out[name] = [part(people, P["nrm"], [("ageAtAct", "sex")], day=day) for day in days]
    client = [("sex", "age"), ("gender",), ("clientForm",), ("nationality",), ("disability",)]
    out["USG-01"] = helped("donor", *client) + helped("donor", *client, also=("registered",))
    out["USG-03"] = [part(people, P["donor"], [("sex", "age"), ("clientForm",)], day="closed")]
    figures = {name: {"parts": parts} for name, parts in out.items()}
    figures["USG-02"] = {"totals": totals(people, P["donor"], "help")}
    figures["USG-04"] = {"totals": totals(people, P["donor"], "barrier")}
    above, below = (one["total"] for one in out["TIP-15"])
    figures["TIP-15"]["ratio"] = round(100 * above / below, 2)
    figures["SDG-1"]["ratio"] = round(100_000 * out["SDG-1"][0]["total"] / POPULATION, 2)
    before = earlier(tip)
    figures["TIP-16"] = {"changes": {
        "TIP-07": [out["TIP-07"][0]["total"], part(people, before, day="identified")["total"]],
        "TIP-08": [out["TIP-08"][0]["total"], part(people, before, day="referred")["total"]],
        "TIP-09": [out["TIP-09"][0]["total"], part(people, before, kind="help")["total"]]}}
    waits = sorted((given - one.registered[0]).days for one in people if one.registered and one.registered[0] == one.registered[1]
                   for given in [min((day for _, day, *_ in one.given), default=None)] if given and given >= one.registered[0])
    figures["waits"] = {"count": len(waits), "quartiles": statistics.quantiles(waits, n=4, method="inclusive")}
    return figures


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--root", default=str(Path(__file__).resolve().parents[2]))
    arguments.add_argument("--write", action="store_true")
    chosen_ = arguments.parse_args()
    folder = Path(chosen_.root) / "Tests/reports"
    with open(folder / "register.csv", encoding="utf-8", newline="") as file:
        people = [Person(row) for row in csv.DictReader(file)]
    figures = sheet(people)
    if chosen_.write:
        (folder / "sheet.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return
    known = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
    wrong = [name for name in sorted(set(known) | set(figures)) if known.get(name) != json.loads(json.dumps(figures.get(name)))]
    print("\n".join(wrong) or f"{len(figures)} figures as on the sheet")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
