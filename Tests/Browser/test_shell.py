# SPDX-License-Identifier: Apache-2.0
"""The outermost layer in a real browser: leaving at once, the page that closes by itself, the policy, the look."""

import json
import re
import statistics
import time

import pytest
from browser import PASSPHRASE, Visitor, chromium
from playwright.sync_api import Error
from register import Register

NAME = "Сніжана-Ẹniọlá"
TEXT = "She said that the door was blue"


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """A served register with one case in it; the address of the case, and of the form about it."""
    register = Register.made(tmp_path_factory.mktemp("shell"))
    with register.serve() as server:
        visitor = Visitor(browser, server.url)
        visitor.first_sign_in(register.owner, register.code)
        page = visitor.go("/cases/new/form")
        page.get_by_label("First or given name", exact=True).fill(NAME)
        visitor.press("Save")
        page.wait_for_url(re.compile("/cases/[0-9a-f]{32}"))
        address = re.sub(r"\?.*", "", page.url)
        page.get_by_text(NAME).first.wait_for()
        visitor.context.close()
        yield server, register, address


@pytest.fixture
def visitor(office, browser):
    """Somebody signed in, under the real policy."""
    server, register, _ = office
    came = Visitor(browser, server.url, bypass_csp=False)
    came.sign_in(register.owner)
    yield came
    came.context.close()


def whole(page) -> str:
    """Everything in the document; asked again when the page is just changing."""
    for _ in range(20):
        try:
            page.wait_for_load_state()
            return page.evaluate("document.documentElement.outerHTML")
        except Error:
            page.wait_for_timeout(100)
    raise AssertionError("the page does not come to rest")


# The policy


def test_no_page_of_ours_breaks_its_own_policy_and_a_break_is_reported(office, visitor):
    server, _, case = office
    page, stopped, reports = visitor.page, [], []
    page.on("console", lambda said: stopped.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("response", lambda answer: reports.append(answer.status) if answer.url.endswith("/csp") else None)
    for path in ("/cases", "/cases/new", "/cases/new/form", case[len(server.url):], "/import", "/export", "/codebook", "/acts",
                 "/organisations", "/nowhere", "/quiet"):
        visitor.go(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.styleSheets.length") == 1, path
    assert stopped == [] and reports == []
    visitor.go("/cases")
    page.evaluate("""() => {
        const made = document.createElement('style');
        made.textContent = 'p { color: red }';
        document.body.append(made);
    }""")
    page.wait_for_timeout(1000)
    assert stopped, "control: an inline style is stopped"
    assert reports == [204], "and the server counts the report"


def test_text_cannot_become_html(visitor):
    page = visitor.go("/cases")
    with pytest.raises(Exception, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<p>x'")


def test_a_page_has_no_power_but_keys_that_sign_in(visitor):
    page = visitor.go("/cases")
    powers = [name for name in page.evaluate("document.featurePolicy.allowedFeatures()") if not name.startswith("ch-")]
    assert sorted(powers) == ["publickey-credentials-create", "publickey-credentials-get"]
    known = page.evaluate("document.featurePolicy.features().length")
    assert known > 30, "control: the browser knows many"


@pytest.mark.parametrize("home", [False, True])
def test_a_form_from_another_site_changes_nothing(office, browser, home):
    """The same server under another name is another site. Control: the same form from home is taken."""
    server, register, _ = office
    visitor = Visitor(browser, server.url)
    visitor.sign_in(register.owner)
    token = visitor.go("/organisations/add").locator("input[name=form-token]").first.input_value()
    page = visitor.page
    page.goto((server.url if home else server.url.replace("127.0.0.1", "localhost")) + "/quiet")
    with page.expect_navigation() as answer:
        page.evaluate("""([address, token]) => {
            const form = Object.assign(document.createElement('form'), { method: 'post', action: address });
            for (const [name, value] of [['form-token', token], ['org_Name', 'Planted'], ['request', 'z']]) {
                form.append(Object.assign(document.createElement('input'), { name, value }));
            }
            document.body.append(form);
            form.submit();
        }""", [server.url + "/organisations/add", token])
    assert answer.value.status == (200 if home else 403)
    assert ("Planted" in visitor.go("/organisations").content()) == home
    visitor.context.close()


# Leaving at once


def leave_by(way, page):
    if way == "button":
        page.get_by_role("button", name="Leave now").click()
    elif way == "keys":
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        box = page.locator("h1").bounding_box()
        for _ in range(3):
            page.touchscreen.tap(box["x"] + 20, box["y"] + box["height"] / 2)


@pytest.mark.parametrize("way", ["button", "keys", "touch"])
def test_each_way_of_leaving_ends_everything(office, browser, way):
    server, register, case = office
    visitor = Visitor(browser, server.url, bypass_csp=False, has_touch=True, viewport={"width": 360, "height": 640})
    visitor.sign_in(register.owner)
    other = visitor.context.new_page()
    other.goto(case)
    page = visitor.go(case[len(server.url):])
    cookies = visitor.context.cookies()
    assert any(cookie["name"] == "s" for cookie in cookies)
    leave_by(way, page)
    page.wait_for_url("**/quiet")
    assert page.get_by_text("Onions").is_visible()
    other.wait_for_url("**/quiet")
    assert NAME not in whole(other), "other windows leave, too"
    page.wait_for_timeout(300)
    assert dead(browser, server, cookies), "the session is over on the server"
    assert not any(cookie["name"] == "s" for cookie in visitor.context.cookies()), "and the browser forgot it"
    visitor.context.close()


def dead(browser, server, cookies) -> bool:
    """Whether the server lets nobody in with these cookies any more."""
    context = browser.new_context()
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(server.url + "/cases")
    is_dead = "/sign-in" in page.url
    context.close()
    return is_dead


def test_without_scripts_leaving_is_a_form(office, browser):
    server, register, case = office
    plain = Visitor(browser, server.url, bypass_csp=False, java_script_enabled=False)
    plain.sign_in(register.owner)
    page = plain.go(case[len(server.url):])
    assert page.get_by_text(NAME).count()
    cookies = plain.context.cookies()
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("**/quiet")
    assert dead(browser, server, cookies)
    page.go_back()
    assert NAME not in page.content()
    plain.context.close()


def test_one_touch_of_the_title_still_leads_to_the_list(office, browser):
    server, register, case = office
    visitor = Visitor(browser, server.url, bypass_csp=False, has_touch=True)
    visitor.sign_in(register.owner)
    page = visitor.go(case[len(server.url):])
    page.locator(".office").tap()
    page.wait_for_url(server.url + "/")
    visitor.context.close()


def test_thirty_exits_are_fast_and_leave_nothing(office, browser):
    """UI-1: from the third key to the ordinary page, and Back after it, with the line and without."""
    server, register, case = office
    taken = []
    for turn in range(30):
        visitor = Visitor(browser, server.url, bypass_csp=False)
        visitor.sign_in(register.owner)
        page = visitor.go(case[len(server.url):])
        assert page.get_by_text(NAME).count()
        cookies = visitor.context.cookies()
        times = []
        page.on("console", lambda said: times.append(float(said.text[2:])) if said.text.startswith("t:") else None)
        page.evaluate("addEventListener('keydown', () => console.debug('t:' + (performance.timeOrigin + performance.now())), true)")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url("**/quiet", wait_until="load")
        shown = page.evaluate("""() => new Promise(done => {
            const paint = performance.getEntriesByName('first-paint')[0];
            if (paint) return done(performance.timeOrigin + paint.startTime);
            new PerformanceObserver(list => done(performance.timeOrigin + list.getEntries()[0].startTime))
                .observe({ type: 'paint', buffered: true });
        })""")
        assert len(times) == 3
        taken.append(shown - times[-1])
        if turn % 2:
            visitor.context.set_offline(True)
        try:
            page.go_back(timeout=3000)
        except Error:
            pass
        assert NAME not in whole(page)
        visitor.context.set_offline(False)
        assert dead(browser, server, cookies)
        visitor.context.close()
    taken.sort()
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(json.dumps({"exits": len(taken), "median ms": round(statistics.median(taken)), "p95 ms": round(p95), "max ms": round(taken[-1])}))
    assert p95 <= 300


def test_back_does_show_a_page_that_was_not_left_this_way(office, visitor):
    """Control: going back shows a case while somebody is signed in, so that Back is able to show one."""
    server, _, case = office
    visitor.go(case[len(server.url):])
    visitor.go("/quiet")
    visitor.page.go_back()
    assert NAME in whole(visitor.page)
