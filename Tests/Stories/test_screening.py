# SPDX-License-Identifier: Apache-2.0
"""`wayhouse screen` and `wayhouse instruments`: no register, no server, one answer and its reasons."""

import json
import re
from pathlib import Path

import pytest
from register import run

OWN = {
    "id": "two-questions", "version": "1", "language": "eng", "title": "Two questions", "publisher": "Us", "status": "own",
    "provenance": "verified", "sources": [{"title": "Our own"}], "licence": "Apache-2.0", "user": "Anybody who was shown how.",
    "decisionRule": "Both yes.", "ifPositive": "Talk further.", "ifNegative": "Offer what is needed.",
    "ifInconclusive": "Ask somebody trained.", "population": {"words": "Adults.", "ages": [18, 120]},
    "sections": [{"id": "work", "title": "Work", "items": [
        {"id": "job", "text": "Do you have work?"},
        {"id": "lied", "text": "Is it other than you were told?", "relevant": "job", "says": ["means.deception"]}]}],
    "scores": [{"id": "yes", "words": "yes answers", "value": {"count": ["job", "lied"]}}],
    "outcomes": [{"id": "positive", "sign": "positive", "words": "Look further."},
                 {"id": "negative", "sign": "negative", "words": "No sign here."}],
    "ruleSets": [{"id": "both", "words": "Both.", "rules": [
        {"id": "both", "words": "Both answers are yes.", "outcome": "positive", "when": {"atLeast": [2, {"score": "yes"}]}},
        {"id": "rest", "words": "Fewer than two.", "outcome": "negative"}]}],
}


@pytest.fixture
def screen(tmp_path):
    def screened(instrument, answers, *options):
        file = tmp_path / "answers.json"
        file.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
        return run("screen", instrument, file, *options, scratch=tmp_path)
    return screened


def own(tmp_path, change=lambda instrument: None) -> Path:
    instrument = json.loads(json.dumps(OWN))
    change(instrument)
    file = tmp_path / "own.json"
    file.write_text(json.dumps(instrument), encoding="utf-8")
    return file


def qyit(**answers):
    return {"answers": {"scary": "no", "afraid": "no", "lie": "no", "sex": "no"} | answers}


def test_one_yes_is_positive_and_no_yes_is_negative(screen):
    assert screen("qyit", qyit(lie="yes"), "--json").json["outcome"] == "positive"
    assert screen("qyit", qyit(), "--json").json["outcome"] == "negative"


def test_a_negative_screen_says_what_to_offer(screen):
    done = screen("qyit", qyit())
    assert done.code == 0, done
    assert "offer" in done.out and "closes no door" in done.out
    assert "no finding" in done.out


def test_what_was_declined_leaves_the_result_open(screen):
    said = screen("qyit", qyit(sex="declined"), "--json").json
    assert said.get("outcome") is None
    assert set(said["possible"]) == {"positive", "negative"}
    assert said["open"] == ["sex"]
    assert said["scores"][0]["least"] == 0 and said["scores"][0]["most"] == 1


def test_another_set_of_rules_can_be_asked_for(screen, tmp_path):
    shown = run("instruments", "--json", scratch=tmp_path).json["instruments"]
    delphi = next(one for one in shown if one["id"] == "ilo-delphi-adult-labour")
    assert len(delphi["rules"]) == 2
    for rules in delphi["rules"]:
        assert screen("ilo-delphi-adult-labour", {"answers": {}}, "--rules", rules, "--json").json["rules"] == rules
    assert screen("ilo-delphi-adult-labour", {"answers": {}}, "--rules", "none-such").code == 2


def test_an_instrument_that_is_not_there_is_named(screen):
    done = screen("no-such-thing", {"answers": {}})
    assert done.code == 2 and "no-such-thing" in done.err and "wayhouse instruments" in done.err
    assert not done.out.strip()


def test_an_answer_to_a_question_that_was_never_shown_is_refused_with_its_place(screen, tmp_path):
    done = screen(own(tmp_path), {"answers": {"job": "no", "lied": "yes"}})
    assert done.code == 1, done
    assert "answers.lied" in done.err and "not asked" in done.err
    assert screen(own(tmp_path), {"answers": {"job": "yes", "lied": "yes"}}).code == 0, "control: shown, it is taken"


@pytest.mark.parametrize("answers, place", [
    ({"answers": {"scary": 12}}, "answers.scary"),
    ({"answers": {"scary": ["a"]}}, "answers.scary"),
    ({"answers": {"scary": {"a": 1}}}, "answers.scary"),
    ({"answers": {"nobody-asked": "yes"}}, "nobody-asked"),
    ({"observations": {"scary": "yes"}}, "observations.scary"),
    ({"answers": {}, "respondent": {"age": "old"}}, "respondent.age"),
    ({"answers": {}, "ended": "because"}, "ended"),
    ([], ""), ("{\"answers\": ", ""), ("", ""), ("\ufeff\x00", ""),
])
def test_what_does_not_fit_is_refused_with_its_place(screen, answers, place):
    done = screen("qyit", answers)
    assert done.code == 1, done
    assert place in done.err
    assert "Fatal" not in done.err and not done.out.strip()


def test_a_file_that_is_not_there_cannot_be_opened(tmp_path):
    assert run("screen", "qyit", tmp_path / "none.json", scratch=tmp_path).code == 3


def test_a_circle_in_the_skip_logic_is_refused_with_its_place(screen, tmp_path):
    def circle(instrument):
        instrument["sections"][0]["items"][0]["relevant"] = "lied"
    done = screen(own(tmp_path, circle), {"answers": {}})
    assert done.code == 1, done
    assert "circle" in done.err and "job → lied → job" in done.err and "own.json" in done.err


def test_every_instrument_says_what_must_be_known_of_it(tmp_path):
    shown = run("instruments", "--json", scratch=tmp_path).json["instruments"]
    assert len(shown) >= 12
    for one in shown:
        for name in ("title", "publisher", "licence", "population", "user", "decisionRule", "ifPositive", "ifNegative",
                     "ifInconclusive", "provenance", "status"):
            assert one[name], f"{one['id']}: {name}"
        assert re.search(r"offer|help|service|refer", one["ifNegative"].lower()), one["id"]
        if one["provenance"] == "unverified":
            assert one["provenanceNote"], one["id"]
    words = run("instruments", scratch=tmp_path)
    assert words.code == 0 and all(one["id"] in words.out for one in shown)
