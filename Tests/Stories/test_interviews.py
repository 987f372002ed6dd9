# SPDX-License-Identifier: Apache-2.0
"""An interview through HTTP: begun, broken off by a dead server, gone on with by a colleague, ended, never changed again."""

import html
import re

import pytest
from client import post, signed_in, signed_in_again, step_up
from register import Register


@pytest.fixture
def office(tmp_path):
    register = Register.made(tmp_path)
    register.colleague = register.add_user("oyelaran", "caseworker")
    return register


def case_of(client):
    answer = post(client, "/cases", prs_FirstName="Ọmọ́lará", prs_Gender="Feminine", request="first")
    assert answer.status == 303, answer.content[:2000]
    return answer.headers["Location"].split("?")[0]


def begin(client, case, instrument="qyit", **more):
    answer = post(client, f"{case}/interviews", instrument=instrument, version="1", request=f"{case}-{instrument}-{len(more)}",
                  **({"in": "eng"} | more))
    assert answer.status == 303, answer.content[-3000:]
    return answer.headers["Location"]


def text(client, path, status=200):
    answer = client.ask("GET", path)
    assert answer.status == status, (path, answer.status, answer.content[-1500:])
    return html.unescape(answer.content.decode())


def shown(client, path):
    """A page without what is new at each look."""
    return re.sub(r'nonce="[0-9a-f]+"', "", text(client, path))


def say(client, interview, item, answer, seen=0, **more):
    return post(client, interview, act="answer", item=item, answer=answer, seen=seen, **more)


def give(client, case, name):
    """Gives a case to a colleague, as a supervisor does."""
    assert post(client, "/role", role="supervisor").status == 303
    step_up(client)
    assert post(client, "/account/devices", device="desk").status == 303
    who = re.search(rf'value="([0-9a-f]{{32}})"[^>]*>(?:<[^>]*>)*{name}', text(client, case))
    assert who, text(client, case)[-4000:]
    assert post(client, f"{case}/assign", add=who[1]).status == 303
    assert post(client, "/role", role="caseworker").status == 303


def ended(client, case, answers=("no", "no", "no", "no")):
    interview = begin(client, case)
    for item, answer in zip(("scary", "afraid", "lie"), answers):
        assert say(client, interview, item, answer).status == 303
    assert post(client, interview, act="warn", section="exchange", **{"go-on": "yes"}).status == 303
    assert say(client, interview, "sex", answers[3]).status == 303
    assert post(client, interview, act="end", ending="completed").status == 303
    return interview


def test_every_answer_is_there_after_the_server_was_killed(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        case = case_of(client)
        interview = begin(client, case)
        assert "unsafe or frightened" in text(client, interview)
        assert say(client, interview, "scary", "no").status == 303
        assert say(client, interview, "afraid", "declined").status == 303
        server.process.kill()
        server.process.wait(20)
    with office.serve() as server:
        client = signed_in_again(office, server.port)
        page = text(client, interview)
        assert "2 of 3 questions" in page or "2 of 4 questions" in page
        assert "told you to lie" in page, "the third question is next"
        answers = text(client, f"{interview}/answers")
        assert "Would rather not say" in answers


def test_a_sensitive_part_is_announced_and_can_be_left_out(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        interview = begin(client, case_of(client))
        for item in ("scary", "afraid", "lie"):
            assert say(client, interview, item, "no").status == 303
        assert "sexual matters" in text(client, interview)
        refused = say(client, interview, "sex", "no")
        assert refused.status == 422, "not before it was announced"
        assert post(client, interview, act="warn", section="exchange", **{"go-on": "no"}).status == 303
        assert "last question" in text(client, interview)
        assert post(client, interview, act="end", ending="completed").status == 303
        result = text(client, interview)
        assert "cannot be said while questions are open" in result
        assert "/add/referral?offer=yes" in result, "an open result ends in an offer"


def test_a_negative_result_ends_in_a_referral_offer(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        case = case_of(client)
        result = text(client, ended(client, case))
        assert "No sign in these questions" in result and "help is offered all the same" in result
        assert f'href="{case}/add/referral?offer=yes"' in result
        form = text(client, f"{case}/add/referral?offer=yes")
        assert re.search(r'value="Outgoing"[^>]*(checked|selected)', form), form[-3000:]
        assert "No signs found" in text(client, case)


def test_what_was_said_never_changes_once_it_is_over(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        case = case_of(client)
        interview = ended(client, case)
        record = interview.rsplit("/", 1)[1]
        before = shown(client, f"{interview}/answers")
        assert say(client, interview, "scary", "yes", seen=1).status == 303, "it leads to the result and changes nothing"
        for answer in (post(client, interview, act="warn", section="exchange", **{"go-on": "no"}),
                       post(client, interview, act="remark", remark="Later words"),
                       post(client, interview, act="pause"), post(client, interview, act="end", ending="refused"),
                       post(client, f"{case}/records/{record}/edit", version="7", wh_AdministrationAnswers="{}"),
                       post(client, f"{case}/records/{record}/remove", version="7")):
            assert answer.status in (303, 400, 404, 409, 422), answer.status
        assert shown(client, f"{interview}/answers") == before
        assert client.ask("GET", f"{case}/records/{record}/edit").headers["Location"] == interview


def test_a_correction_is_another_interview_that_names_the_first(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        case = case_of(client)
        first = ended(client, case)
        old = first.rsplit("/", 1)[1]
        assert "takes the place of an earlier one" in text(client, f"{case}/interviews/new?replaces={old}")
        second = begin(client, case, replaces=old)
        assert "A later interview takes the place of this one" in text(client, first)
        assert "Replaced by a later one" in text(client, case)
        again = post(client, f"{case}/interviews", instrument="qyit", version="1", request="other", replaces=old, **{"in": "eng"})
        assert again.status == 400, "only once"
        running = post(client, f"{case}/interviews", instrument="qyit", version="1", request="third",
                       replaces=second.rsplit("/", 1)[1], **{"in": "eng"})
        assert running.status == 400, "only what is over"


def test_a_colleague_goes_on_and_neither_overwrites_the_other(office):
    with office.serve() as server:
        mine = signed_in(server, office.owner, office.code)
        case = case_of(mine)
        interview = begin(mine, case)
        theirs = signed_in(server, "oyelaran", office.colleague)
        assert theirs.ask("GET", interview).status == 404, "a case that is not theirs"
        give(mine, case, "oyelaran")
        assert say(mine, interview, "scary", "yes").status == 303
        assert post(mine, interview, act="pause").status == 303
        assert "Stopped for today" in text(mine, interview)
        assert post(theirs, interview, act="resume").status == 303
        assert say(theirs, interview, "afraid", "no").status == 303
        met = say(mine, interview, "afraid", "yes", seen=0)
        assert met.status == 409 and b"A colleague answered this question" in met.content
        assert say(mine, interview, "afraid", "yes", seen=1).status == 303
        answers = shown(mine, f"{interview}/answers")
        assert "corrected" in answers and "oyelaran" in answers
        assert say(mine, interview, "afraid", "yes", seen=1).status == 303, "sent twice is written once"
        assert shown(mine, f"{interview}/answers") == answers


def test_what_does_not_fit_comes_back_and_nothing_is_written(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        interview = begin(client, case_of(client))
        for form in ({"answer": "maybe"}, {"answer": "given"}, {}):
            assert post(client, interview, act="answer", item="scary", seen=0, **form).status == 422
        for form in ({"act": "fly"}, {"act": "end", "ending": "never"}, {}):
            assert post(client, interview, **form).status == 400, form
        assert post(client, interview, act="skip", item="none").status == 422
        assert post(client, interview, act="answer", item="none", answer="yes").status == 422
        assert "0 of " in text(client, interview)
        case = interview.split("/interviews")[0]
        for form in ({"instrument": "none", "version": "1"}, {"instrument": "qyit", "version": "99"}, {}):
            assert post(client, f"{case}/interviews", **form).status == 400


def test_instruments_fit_those_they_are_made_for(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        case = case_of(client)
        answer = post(client, f"{case}/interviews/choose", **{"age-from": "40", "age-to": "40", "form": "labour"})
        assert answer.status == 303 and "labour" not in answer.headers["Location"], "the address says nothing of anybody"
        page = text(client, answer.headers["Location"])
        fitting, others = page.split("do not fit" if "do not fit" in page else "does not fit")
        assert "Four questions for young people" not in fitting and "Four questions for young people" in others
        child = text(client, post(client, f"{case}/interviews/choose", **{"age-from": "15", "age-to": "15"}).headers["Location"])
        assert "Four questions for young people" in child.split("not fit")[0]


def test_every_questionnaire_has_its_page_and_its_paper(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        listed = set(re.findall(r'href="/instruments/([a-z0-9-]+)"', text(client, "/instruments")))
        assert len(listed) >= 12
        for instrument in listed:
            page = text(client, f"/instruments/{instrument}")
            assert "Licence" in page and "When it sees none" in page and "Who may use it" in page
            paper = text(client, f"/instruments/{instrument}/paper")
            assert paper.count("☐") >= 12 and "Would rather not say" in paper
        text(client, "/instruments/none", 404)


def test_counts_of_right_and_wrong_follow_what_was_concluded(office):
    with office.serve() as server:
        client = signed_in(server, office.owner, office.code)
        text(client, "/instruments-measured")
        for index, (answers, status) in enumerate([
                (("yes", "no", "no", "no"), "ActualVictimOfTrafficking"), (("no",) * 4, "ActualVictimOfTrafficking"),
                (("no",) * 4, "NotAVictimOfTrafficking")]):
            answer = post(client, "/cases", prs_FirstName=f"Person {index}", vic_TraffickingStatus=status, request=f"r{index}")
            case = answer.headers["Location"].split("?")[0]
            ended(client, case, answers)
        page = text(client, "/instruments-measured")
        assert "Four questions for young people" in page
        assert "3" in page


def test_only_those_who_may_see_counts_see_them(office):
    with office.serve() as server:
        client = signed_in(server, "oyelaran", office.colleague)
        assert client.ask("GET", "/instruments-measured").status in (403, 404)
        assert "/instruments-measured" not in text(client, "/instruments")
