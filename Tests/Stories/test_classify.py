# SPDX-License-Identifier: Apache-2.0
"""What the laws make of a file of facts, at the command line and without a register."""

import json

import pytest
from register import run

MEANS = ["threat_of_force", "use_of_force", "coercion_other", "abduction", "fraud", "deception", "inducement",
         "abuse_of_power", "abuse_of_vulnerability", "payment_or_benefit_to_controller", "other_tricks"]
VIETNAM = {"act": "VN", "exploitation": "CN", "nationality": ["VN"]}


def facts(yes=(), no=(), **more) -> dict:
    return {"atoms": {name: "no" for name in no} | {name: "yes" for name in yes}} | more


def seventeen() -> dict:
    """Seventeen, recruited for prostitution across the border in August 2025, by none of the means."""
    return facts(["act.recruitment", "act.transportation", "purpose.prostitution_of_others", "purpose.sexual_exploitation_other",
                  "purpose.commercial_sex_act", "purpose.financial_gain"], [f"means.{name}" for name in MEANS],
                 ageAtAct=17, dateOfFacts="2025-08-01", countries=VIETNAM, facts={"cross_border": "yes"})


def classify(tmp_path, content, *options):
    file = tmp_path / "facts.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return run("classify", file, *options, scratch=tmp_path)


def entries(done) -> dict:
    assert done.code == 0, done
    return {entry["definition"]: entry for entry in done.json["definitions"]}


def test_seventeen_in_vietnam_is_a_victim_under_the_law_of_2024_and_not_under_article_150(tmp_path):
    found = entries(classify(tmp_path, seventeen(), "--json"))
    assert found["vn-law-53-2024-art2"]["result"] == "met"
    assert found["vn-penalcode-150"]["result"] == "not_met"
    assert found["palermo-2000-art3"]["result"] == "met"
    assert found["us-tvpa-22usc7102-sex"]["result"] == "met"
    assert any("under 18" in reason for reason in found["vn-law-53-2024-art2"]["because"])
    assert any("16 or older" in reason or "not" in reason for reason in found["vn-penalcode-150"]["because"])
    assert found["vn-penalcode-150"]["provenance"] == "verified"
    assert found["lk-penalcode-360C"]["provenance"] == "unverified" and found["lk-penalcode-360C"]["provenanceNote"]
    shown = classify(tmp_path, seventeen())
    assert shown.code == 0 and "met" in shown.out and "because: " in shown.out
    assert "Not compared with the law's own text" in shown.out


def test_one_definition_or_wording_may_be_chosen_and_the_day_of_the_report(tmp_path):
    one = classify(tmp_path, seventeen(), "--definition", "vn-penalcode-150", "--json", "--on", "2026-01-01")
    assert list(entries(one)) == ["vn-penalcode-150"]
    wording = classify(tmp_path, seventeen(), "--definition", "bf-law-029-2008-art3", "--json")
    assert list(entries(wording)) == ["bf-trafficking"]
    assert classify(tmp_path, seventeen(), "--definition", "vn-penalcode-149").code == 2
    assert classify(tmp_path, seventeen(), "--on", "2025-13-01").code == 2


def test_nothing_known_is_undetermined_everywhere_and_says_what_to_ask(tmp_path):
    done = classify(tmp_path, {}, "--json")
    assert {entry["result"] for entry in entries(done).values()} <= {"undetermined", "not_met"}
    assert entries(done)["palermo-2000-art3"]["result"] == "undetermined"
    assert done.json["questions"], "there is something to ask"


def test_an_age_across_18_is_undetermined_and_the_age_would_decide(tmp_path):
    told = seventeen() | {"ageAtAct": {"from": 15, "to": 19}}
    found = entries(classify(tmp_path, told, "--json"))["vn-law-53-2024-art2"]
    assert found["result"] == "undetermined"
    assert "fact.age_at_act" in found["wouldDecide"]


def test_facts_before_a_law_was_in_force_are_not_judged_by_it_and_it_is_said(tmp_path):
    told = seventeen() | {"dateOfFacts": "2025-06-30"}
    found = entries(classify(tmp_path, told, "--json", "--on", "2026-01-01"))["vn-law-53-2024-art2"]
    assert found["result"] == "not_met" and found["force"] == "notInForce"
    assert found["atReporting"]["result"] == "met", "by the wording of the day of the report it would be"
    assert any("in force" in reason for reason in found["because"])


def test_contradicting_answers_are_kept_and_both_sources_named(tmp_path):
    told = seventeen()
    told["atoms"]["means.deception"] = [{"answer": "yes", "source": "person", "by": "the person", "on": "2025-09-01"},
                                        {"answer": "no", "source": "document", "by": "contract", "confidence": "high"}]
    done = classify(tmp_path, told, "--json")
    assert done.json["contradictions"] == [
        {"atom": "means.deception", "yes": ["person: the person"], "no": ["document: contract"]}]
    assert entries(done)["vn-penalcode-150"]["result"] == "undetermined", "it counts as unknown"
    assert "Contradicted" in classify(tmp_path, told).out


@pytest.mark.parametrize("content, says", [
    ('{"atoms": {"means.decepton": "yes"}}', "means.deception"),
    ('{"atoms": {"act.recruitment": "perhaps"}}', "yes, no, unknown"),
    ('{"atoms": {"act.recruitment": "yes", "act.recruitment": "no"}}', "twice"),
    ('{"atoms": {"act.recruitment": "yes"', "not JSON"),
    ("", "not JSON"),
    ('{"ageAtAct": {"from": 19, "to": 15}}', "ends before it begins"),
    ('{"ageAtAct": 200}', "0 to 150"),
    ('{"dateOfFacts": "last summer"}', "date such as"),
    ('{"countries": {"act": "Vietnam"}}', "ISO 3166"),
    ('{"agesAtAct": 17}', "nothing of this name"),
    ("[" * 5000, "nested"),
])
def test_a_file_at_fault_is_refused_and_says_where(tmp_path, content, says):
    done = classify(tmp_path, content)
    assert done.code == 1 and says in done.err and not done.out.strip(), done
    told = classify(tmp_path, content, "--json")
    assert told.code == 1 and says in told.json["problems"][0]["message"]


def test_a_file_that_is_not_there_is_a_wrong_use(tmp_path):
    done = run("classify", tmp_path / "nowhere.json", scratch=tmp_path)
    assert done.code == 2 and "cannot be read" in done.err


OWN = {
    "id": "org-xanadu-begging", "title": "Our house: begging under a boss", "kind": "internal",
    "versions": [{
        "id": "org-xanadu-begging@2024-01-01", "from": "2024-01-01",
        "sources": [{"title": "Minutes of the board", "place": "2024-01"}],
        "provenance": "verified",
        "elements": [{"id": "boss", "words": "somebody sent the person to beg", "rule": "purpose.begging"}],
        "rule": {"use": "boss"}, "consent": {"words": "It does not matter whether the person agreed."}}],
}
CASES = {"definition": "org-xanadu-begging", "cases": [
    {"name": "sent to beg", "yes": ["purpose.begging"], "date": "2025-01-01", "verdict": "met"},
    {"name": "nothing known", "date": "2025-01-01", "verdict": "undetermined", "asks": ["purpose.begging"]}]}


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "begging.json").write_text(json.dumps(OWN))
    (tmp_path / "cases.json").write_text(json.dumps(CASES))
    return folder


def test_an_organisation_adds_a_definition_of_its_own_without_a_line_of_code(tmp_path, own):
    checked = run("definitions", "check", own / "begging.json", "--cases", tmp_path / "cases.json", scratch=tmp_path)
    assert checked.code == 0 and "2 cases" in checked.out, checked
    told = facts(["purpose.begging"], dateOfFacts="2025-01-01")
    found = entries(classify(tmp_path, told, "--json", "--own-definitions", own))
    assert found["org-xanadu-begging"]["result"] == "met"
    listed = run("definitions", "list", "--json", "--own-definitions", own, scratch=tmp_path).json["definitions"]
    assert listed[-1]["id"] == "org-xanadu-begging" and len(listed) == len(found)
    assert "palermo-2000-art3" in run("definitions", "list", scratch=tmp_path).out


def test_a_definition_at_fault_is_refused_with_its_place(tmp_path, own):
    def check(change):
        broken = json.loads(json.dumps(OWN))
        change(broken)
        (own / "broken.json").write_text(json.dumps(broken))
        return run("definitions", "check", own / "broken.json", scratch=tmp_path)

    def unknown(definition):
        definition["versions"][0]["elements"][0]["rule"] = "purpose.beging"

    def impossible(definition):
        definition["versions"][0]["rule"] = {"all": ["purpose.begging", {"not": "purpose.begging"}]}

    def taken(definition):
        definition["id"] = "palermo-2000-art3"

    for change, says in [(unknown, "purpose.begging"), (impossible, "versions[0]"), (taken, "already")]:
        done = check(change)
        assert done.code == 1 and says in done.err, done
    cases = json.loads(json.dumps(CASES))
    cases["cases"][0]["verdict"] = "not_met"
    (tmp_path / "wrong.json").write_text(json.dumps(cases))
    done = run("definitions", "check", own / "begging.json", "--cases", tmp_path / "wrong.json", scratch=tmp_path)
    assert done.code == 1 and "sent to beg" in done.err
    assert run("definitions", "check", own / "none.json", scratch=tmp_path).code == 2
    assert classify(tmp_path, {}, "--own-definitions", tmp_path / "nowhere").code == 2
