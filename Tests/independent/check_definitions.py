#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second opinion on what the definitions' files say: does each rule equal the predicate written here from the sources?

    check_definitions.py [--cases N] [--root FOLDER]      exit 0 all equal, 1 not, 2 usage

Two checks. (1) Each rule against its predicate below in N random worlds (default 20000), in which every fact is yes or no and
the age is known. (2) Each hand-decided case of Tests/definitions against the predicate, over every completion of what the case
leaves open (sampled beyond 4096). Nothing is taken from the program but the data files.
"""
import argparse
import itertools
import json
import random
import sys
from pathlib import Path

PALERMO_ACTS = "recruitment transportation transfer harbouring receipt"
PALERMO_MEANS = ("threat_of_force use_of_force coercion_other abduction fraud deception abuse_of_power abuse_of_vulnerability "
                 "payment_or_benefit_to_controller")
SERVILE = "slavery servitude domestic_servitude debt_bondage"
NAMED = "prostitution_of_others sexual_exploitation_other forced_labour_or_services practices_similar_to_slavery organ_removal"
# Open lists (“at a minimum”) are read to hold these as well; an illegal adoption only where the text names it.
OPEN = ("peonage involuntary_servitude csam_production_or_distribution commercial_sex_act begging criminal_activities "
        "forced_marriage child_soldiering armed_conflict_use other_inhuman_purpose")
FORCE_FRAUD_COERCION = "threat_of_force use_of_force coercion_other fraud deception"
VN_MEANS = "use_of_force threat_of_force deception other_tricks fraud abduction"
VN_AIMS = ("sexual_exploitation_other prostitution_of_others commercial_sex_act forced_labour_or_services organ_removal "
           "other_inhuman_purpose " + SERVILE)


class World:
    """Every question answered: atoms that hold, and an age."""

    def __init__(self, holds, age, unsettled):
        self.holds, self.age, self.unsettled = holds, age, unsettled

    def any(self, group, names):
        return any("%s.%s" % (group, name) in self.holds for name in names.split())

    def acts(self, names):
        return self.any("act", names)

    def means(self, names):
        return self.any("means", names)

    def aims(self, names):
        return self.any("purpose", names)

    def fact(self, name):
        return "fact." + name in self.holds


def open_list(w, more=""):
    return w.aims(" ".join([NAMED, SERVILE, OPEN, "surrogacy_exploitation", more]))


def palermo(w):
    return w.acts(PALERMO_ACTS) and (w.means(PALERMO_MEANS) or w.age < 18) and open_list(w)


EU_ACTS = PALERMO_ACTS + " exchange_or_transfer_of_control buying selling bartering handing_over"


def eu_2011(w):
    return w.acts(EU_ACTS) and (w.means(PALERMO_MEANS) or w.age < 18) and open_list(w)


def eu_2024(w):
    if not w.acts(EU_ACTS):
        return False
    others = w.aims(" ".join([NAMED, SERVILE, OPEN, "illegal_adoption"]))
    surrogacy = w.aims("surrogacy_exploitation")
    if w.means(PALERMO_MEANS):
        return others or surrogacy
    return w.age < 18 and (others or (surrogacy and w.fact("surrogate_is_child")))


def us_sex(w):
    return (w.acts("recruitment harbouring transportation provision obtaining patronizing soliciting")
            and (w.means(FORCE_FRAUD_COERCION) or w.age < 18) and w.aims("commercial_sex_act prostitution_of_others"))


def us_labor(w):
    return (w.acts("recruitment harbouring transportation provision obtaining") and w.means(FORCE_FRAUD_COERCION)
            and w.aims("involuntary_servitude peonage debt_bondage slavery forced_labour_or_services servitude domestic_servitude"))


def lk_360c(w):
    if w.acts("buying selling bartering"):
        return True
    means = w.means("threat_of_force use_of_force fraud deception inducement abuse_of_vulnerability")
    return (w.acts(PALERMO_ACTS + " other_act") and (means or w.age < 18)
            and w.aims("forced_labour_or_services organ_removal prostitution_of_others sexual_exploitation_other "
                       "commercial_sex_act other_offence_under_law " + SERVILE))


VN_ACTS = "handing_over buying selling transfer receipt recruitment transportation harbouring"


def vn_150(w):
    return w.age >= 16 and w.acts(VN_ACTS) and w.means(VN_MEANS) and w.aims(VN_AIMS + " financial_gain")


def vn_151(w):
    gain = w.aims("financial_gain") and not w.fact("humanitarian_transfer")
    return w.age < 16 and w.acts(VN_ACTS) and (w.aims(VN_AIMS) or gain)


def vn_2024(w):
    if not w.acts(VN_ACTS):
        return False
    if w.means(VN_MEANS) and w.aims(VN_AIMS + " financial_gain"):
        return True
    gain = w.aims("financial_gain") and not w.fact("otherwise_provided_by_law")
    return w.age < 18 and (w.aims(VN_AIMS) or gain)


def ph_old(w):
    adult = (w.acts(PALERMO_ACTS + " obtaining hiring provision offering maintaining") and w.means(PALERMO_MEANS))
    child = (w.age < 18 or w.fact("unable_to_protect_self")) and w.acts(PALERMO_ACTS + " adoption")
    return (adult or child) and open_list(w)


def ph_new(w):
    abroad = w.fact("overseas_domestic_work") and w.age < 24 and w.acts(PALERMO_ACTS + " hiring provision offering")
    return ph_old(w) or abroad


def tl_2009(w):
    return (w.acts(PALERMO_ACTS + " selling handing_over buying obtaining")
            and (w.means(PALERMO_MEANS) or w.age < 18 or w.unsettled)
            and w.aims(" ".join([NAMED, SERVILE, "peonage involuntary_servitude"])))


def tl_2017(w):
    return w.acts(PALERMO_ACTS) and (w.means(PALERMO_MEANS) or w.age < 18 or w.unsettled) and open_list(w)


def bf_2003(w):
    aims = " ".join([NAMED, SERVILE, "peonage involuntary_servitude begging illegal_adoption forced_marriage",
                     "criminal_activities child_soldiering csam_production_or_distribution"])
    means = w.means(PALERMO_MEANS + " inducement other_tricks")
    return w.age < 18 and w.acts(PALERMO_ACTS) and (means or w.unsettled) and w.aims(aims)


def prenatal(w):
    sale = w.fact("prenatal_sale_agreement")
    return sale or (w.acts("buying selling") and w.age < 2)


PREDICATES = {
    "palermo-2000-art3": palermo, "coe-cets197-art4": palermo, "eu-2011-36-art2": eu_2011,
    "eu-2011-36-as-amended-2024-1712": eu_2024, "us-tvpa-22usc7102-sex": us_sex, "us-tvpa-22usc7102-labor": us_labor,
    "lk-penalcode-360C": lk_360c, "vn-penalcode-150": vn_150, "vn-penalcode-151": vn_151, "vn-law-53-2024-art2": vn_2024,
    "ph-ra9208@2003-05-26": ph_old, "ph-ra9208-as-amended-ra10364-ra11862": ph_new,
    "tl-penalcode-163@2009-04-08": tl_2009, "tl-penalcode-163@2017-01-25": tl_2017, "bf-law-038-2003": bf_2003,
    "bf-law-029-2008-art3": palermo, "bf-penalcode-2018-511-x": palermo, "org-internal-prenatal-sale": prenatal,
}


def holds(rule, elements, w):
    """The file's rule in one world."""
    if isinstance(rule, str):
        return rule in w.holds
    (kind, value), = rule.items()
    if kind == "any":
        return any(holds(part, elements, w) for part in value)
    if kind == "all":
        return all(holds(part, elements, w) for part in value)
    if kind == "not":
        return not holds(value, elements, w)
    if kind == "use":
        return holds(elements[value], elements, w)
    if kind == "ageBelow":
        return w.age < value
    assert kind == "unsettled", kind
    return w.unsettled


def random_world(atoms, dice):
    likely = dice.choice([0.02, 0.05, 0.15, 0.4])
    return World({atom for atom in atoms if dice.random() < likely}, dice.choice([0, 1, 2, 12, 15, 16, 17, 18, 23, 24, 40]),
                 dice.random() < 0.5)


def check_rules(definitions, atoms, count):
    wrong = 0
    for version in itertools.chain.from_iterable(d["versions"] for d in definitions):
        predicate = PREDICATES.get(version["id"])
        if predicate is None:
            print("%s: nobody has written a predicate for it here" % version["id"])
            wrong += 1
            continue
        elements = {element["id"]: element["rule"] for element in version["elements"]}
        dice, met = random.Random(version["id"]), 0
        for _ in range(count):
            world = random_world(atoms, dice)
            expected = predicate(world)
            met += expected
            if holds(version["rule"], elements, world) != expected:
                print("%s: differs at age %d with %s" % (version["id"], world.age, sorted(world.holds)))
                wrong += 1
                break
        if not 0.005 * count < met < 0.995 * count:
            print("%s: %d of %d worlds met it, so that the comparison says little" % (version["id"], met, count))
            wrong += 1
    return wrong


def in_force(versions, date):
    """The version in force on a whole day, or None; "several" when the date is not a whole day."""
    if date is None:
        return versions[-1]
    if len(date) < 10 and any(v.get("from") or v.get("until") for v in versions):
        return "several"
    for version in versions:
        if version.get("from", "") <= date <= version.get("until", "9999"):
            return version
    return None


def decided(predicate, case, atoms, dice):
    """met, not_met or undetermined, by completing what is open."""
    def spread(names):
        return {a for n in names for a in (atoms if n.endswith(".*") else [n])
                if a == n or (n.endswith(".*") and a.startswith(n[:-1]))}
    yes, no = spread(case.get("yes", [])), spread(case.get("no", []))
    age = case.get("age", [0, 150])
    least, most = (age, age) if isinstance(age, int) else age
    if "fact.minor_presumed" in yes and least < 18 <= most:
        most = 17
    open_atoms = [atom for atom in atoms if atom not in yes and atom not in no]
    # The corners decide for these rules, the random ones guard against that being wrong.
    picks = [set(), set(open_atoms)] + [{atom} for atom in open_atoms] + [set(open_atoms) - {atom} for atom in open_atoms]
    picks += [{atom for atom in open_atoms if dice.random() < 0.3} for _ in range(300)]
    seen = {predicate(World(yes | pick, a, u)) for pick in picks for u in (False, True)
            for a in {least, most, *(x for x in (1, 2, 15, 16, 17, 18, 23, 24) if least <= x <= most)}}
    return "undetermined" if len(seen) > 1 else "met" if seen.pop() else "not_met"


def check_cases(definitions, atoms, folder):
    wrong, checked, dice = 0, 0, random.Random(1)
    by_id = {definition["id"]: definition for definition in definitions}
    for path in sorted(folder.glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            version = in_force(by_id[file["definition"]]["versions"], case.get("date"))
            if version == "several":
                continue
            verdict = "not_met" if version is None else decided(PREDICATES[version["id"]], case, atoms, dice)
            checked += 1
            if verdict != case["verdict"]:
                print("%s: %s: the file says %s, this check %s" % (path.name, case["name"], case["verdict"], verdict))
                wrong += 1
    print("%d cases decided a second time" % checked)
    return wrong + (checked < 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    resources = options.root / "Sources" / "Identification" / "Resources"
    atoms = [atom["id"] for atom in json.loads((resources / "atoms.json").read_text(encoding="utf-8"))["atoms"]]
    definitions = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((resources / "definitions").glob("*.json"))]
    wrong = check_rules(definitions, atoms, options.cases) + check_cases(definitions, atoms, options.root / "Tests" / "definitions")
    print("%d definitions, %d predicates: %s" % (len(definitions), len(PREDICATES), "all equal" if not wrong else "%d faults" % wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
