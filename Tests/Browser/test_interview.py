# SPDX-License-Identifier: Apache-2.0
"""An interview in a real browser: a small phone and one thumb, a keyboard alone, a line that breaks, a server that dies."""

import re

import pytest
from browser import Visitor
from register import Register

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("interview")
    register = Register.made(scratch)
    with register.serve() as server:
        visitor = Visitor(browser, server.url, scratch)
        visitor.first_sign_in(register.owner, register.code)
        visitor.leave()
    return register, scratch


def phone(browser, server, scratch, user="dilani", **options) -> Visitor:
    visitor = Visitor(browser, server.url, scratch, **options)
    visitor.sign_in(user)
    visitor.page.get_by_role("heading", level=1, name="Cases").wait_for()
    return visitor


def new_case(visitor) -> str:
    page = visitor.go("/cases/new?new=yes")
    token = page.locator("input[name=form-token]").first.input_value()
    answer = visitor.context.request.post(visitor.url + "/cases", max_redirects=0, headers={"Origin": visitor.url}, form={
        "form-token": token, "prs_FirstName": "Ọmọ́lará", "prs_Gender": "Feminine", "request": re.sub(r"\W", "", token)[:8] + str(len(visitor.asked))})
    assert answer.status == 303, answer.text()[:2000]
    return answer.headers["location"].split("?")[0]


def begin(visitor, case, title="Four questions for young people"):
    visitor.go(f"{case}/interviews/new")
    visitor.page.get_by_role("button", name=re.compile(f"Begin.*{title}")).click()
    visitor.page.locator("h2#question").wait_for()


def tap(visitor, name, *, then=None):
    before = visitor.page.locator("h2#question").inner_text()
    visitor.page.get_by_role("button", name=name, exact=True).tap()
    visitor.page.wait_for_function(
        "was => document.querySelector('h2#question')?.innerText !== was || document.querySelector('#offer')", arg=before)


def fits(visitor, where):
    """Nothing is wider than the screen, and what is pressed is as large as a thumb."""
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} is {wide} pixels too wide"
    small = visitor.page.evaluate(
        "[...document.querySelectorAll('.thumbs button')].map(b => b.getBoundingClientRect()).filter(r => r.height < 48 || r.width < 200).length")
    assert small == 0, where


def test_with_one_thumb_broken_off_by_a_dead_server_and_gone_on_with(office, browser):
    register, scratch = office
    with register.serve() as server:
        visitor = phone(browser, server, scratch, **PHONE)
        case = new_case(visitor)
        visitor.go(f"{case}/interviews/new")
        visitor.accessible("the choice of a questionnaire")
        visitor.picture("choose-360")
        begin(visitor, case)
        visitor.accessible("a question")
        fits(visitor, "a question")
        visitor.picture("question-360")
        for choice in ("Yes", "No", "Does not know", "Would rather not say", "Not asked", "Stop for today"):
            assert visitor.page.get_by_role("button", name=choice, exact=True).is_visible(), choice
        tap(visitor, "No")
        tap(visitor, "Would rather not say")
        where = visitor.page.url.removeprefix(server.url)
        server.process.kill()
        server.process.wait(20)
        visitor.page.get_by_role("button", name="No", exact=True).tap()
        visitor.page.wait_for_function("document.querySelector('[data-said]')?.textContent")
        visitor.picture("line-broken-360")
        visitor.context.close()
    with register.serve() as server:
        visitor = phone(browser, server, scratch, **PHONE)
        visitor.go(where)
        assert "told you to lie" in visitor.page.locator("h2#question").inner_text()
        assert "2 of" in visitor.page.locator("#progress").inner_text()
        visitor.page.get_by_role("link", name="Back").tap()
        visitor.page.locator("h2#question").get_by_text("afraid to leave").wait_for()
        assert visitor.page.locator("button[aria-pressed=true]").inner_text().endswith("Would rather not say")
        visitor.picture("back-360")
        tap(visitor, "No")
        tap(visitor, "Stop for today")
        visitor.accessible("an interview that waits")
        visitor.picture("paused-360")
        visitor.page.get_by_role("link", name="To the case").tap()
        visitor.page.get_by_role("heading", name="Interviews").wait_for()
        visitor.page.locator("#interviews").get_by_role("link", name=re.compile("Go on")).tap()
        tap(visitor, "Go on")
        tap(visitor, "No")
        assert "Before the next part" in visitor.page.locator("h2#question").inner_text()
        visitor.accessible("the warning")
        fits(visitor, "the warning")
        visitor.picture("warning-360")
        tap(visitor, "The person wants to go on")
        tap(visitor, "No")
        visitor.accessible("the end")
        visitor.picture("last-360")
        tap(visitor, "Finish")
        visitor.page.get_by_role("heading", name="Offer help now").wait_for()
        visitor.accessible("the result")
        fits(visitor, "the result")
        visitor.picture("result-360")
        assert "No sign in these questions" in visitor.page.locator("main").inner_text()
        visitor.page.get_by_role("link", name="Record a referral").tap()
        visitor.page.get_by_role("heading", level=1).wait_for()
        assert "/add/referral" in visitor.page.url
        assert visitor.page.locator("[value=Outgoing]:checked, option[value=Outgoing]:checked").count() == 1
        assert not visitor.problems and not visitor.outside()
        visitor.leave()


def press(page, name):
    """Reaches what has this name by the Tab key alone, and presses Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate("document.activeElement.innerText?.trim()")
        if said == name or (said or "").split("\n")[0] == name:
            break
    else:
        raise AssertionError(f"Tab never comes to {name}")
    page.keyboard.press("Enter")


def test_with_the_keyboard_alone(office, browser):
    register, scratch = office
    with register.serve() as server:
        visitor = phone(browser, server, scratch, viewport={"width": 1280, "height": 800})
        page = visitor.page
        begin(visitor, new_case(visitor))
        visitor.picture("question-1280")
        page.wait_for_function("document.activeElement.id === 'question'")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.value") == "yes", "one Tab from the question to its first answer"
        for name, next_words in (("No", "afraid to leave"), ("Yes", "told you to lie"), ("Does not know", "Before the next part")):
            press(page, name)
            page.locator("h2#question").get_by_text(next_words).wait_for()
        press(page, "Leave this part out")
        page.locator("h2#question").get_by_text("last question").wait_for()
        visitor.picture("last-1280")
        press(page, "All answers")
        page.get_by_role("heading", level=1, name="All answers").wait_for()
        visitor.accessible("all answers")
        visitor.picture("answers-1280")
        press(page, "Go on with the interview")
        page.locator("h2#question").wait_for()
        press(page, "Finish")
        page.get_by_role("heading", name="Offer help now").wait_for()
        visitor.picture("result-1280")
        visitor.accessible("a positive result")
        assert "Signs of trafficking" in page.locator("main").inner_text()
        visitor.leave()


def test_a_broken_line_loses_no_answer_and_the_page_says_so(office, browser):
    register, scratch = office
    with register.serve() as server:
        visitor = phone(browser, server, scratch, **PHONE)
        begin(visitor, new_case(visitor))
        page = visitor.page
        page.route("**/interviews/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.get_by_role("button", name="Yes", exact=True).tap()
        page.wait_for_function("document.querySelector('[data-said]')?.textContent")
        assert "unsafe" in page.locator("h2#question").inner_text(), "the question is still there"
        assert "sent again by itself" in page.locator("[data-said]").inner_text()
        visitor.accessible("a question without a line")
        page.unroute("**/interviews/**")
        page.locator("h2#question").get_by_text("afraid to leave").wait_for()
        assert "1 of" in page.locator("#progress").inner_text(), "nobody pressed again"
        visitor.leave()


def test_leaving_at_once_works_from_a_question(office, browser):
    register, scratch = office
    with register.serve() as server:
        visitor = phone(browser, server, scratch, **PHONE)
        begin(visitor, new_case(visitor))
        for _ in range(3):
            visitor.page.keyboard.press("Escape")
        visitor.page.wait_for_url(lambda url: "/cases" not in url)
        visitor.context.close()


def test_every_kind_of_question_and_every_page_of_a_questionnaire_is_accessible(office, browser):
    register, scratch = office
    with register.serve() as server:
        visitor = phone(browser, server, scratch, **PHONE)
        case = new_case(visitor)
        begin(visitor, case, "TVIT|Short interview|short")
        for _ in range(40):
            if visitor.page.locator("h2#question").get_by_text("last question").count():
                break
            visitor.accessible("a question of another kind")
            fits(visitor, "a question of another kind")
            names = visitor.page.locator(".thumbs button").all_inner_texts()
            tap(visitor, "The person wants to go on" if "The person wants to go on" in names else "Does not know")
        for address, name in (("/instruments", "instruments"), ("/instruments/tvit-short", "instrument"),
                              ("/instruments/full-interview/paper", "paper"), ("/instruments-measured", "measured")):
            visitor.go(address)
            visitor.accessible(address)
            visitor.picture(f"{name}-360")
            wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, address
        visitor.leave()
