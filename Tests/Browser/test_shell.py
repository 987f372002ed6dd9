# SPDX-License-Identifier: Apache-2.0
"""The outermost layer in a real browser: leaving at once, the page that closes by itself, the policy, the look."""

import http.server
import json
import os
import re
import statistics
import threading

import pytest
from browser import PASSPHRASE, Visitor, launch_options
from playwright.sync_api import Error
from register import Register

NAME = "Сніжана-Ẹniọlá"
TEXT = "She said that the door was blue"


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
        visitor.leave()
        yield server, register, address


@pytest.fixture
def visitor(office, browser):
    """Somebody signed in, under the real policy."""
    server, register, _ = office
    came = Visitor(browser, server.url, bypass_csp=False)
    came.sign_in(register.owner)
    yield came
    came.leave()


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
        assert page.evaluate("document.styleSheets[0].cssRules.length"), path
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


def test_what_the_browser_says_of_a_form_of_ours(office, visitor):
    """Our pages send no referrer, so that Chromium says `Origin: null`, and only Sec-Fetch-Site tells home from abroad."""
    page, said = visitor.page, []
    page.on("request", lambda asked: said.append(asked.all_headers()) if asked.method == "POST" else None)
    visitor.go("/organisations/add")
    page.locator("main input[type=text]").first.fill("Haus Linde")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/organisations*")
    assert said[-1]["sec-fetch-site"] == "same-origin" and said[-1].get("origin") == "null"


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
    visitor.leave()


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
    visitor.leave()


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
    plain.leave()


def test_one_touch_of_the_title_still_leads_to_the_list(office, browser):
    server, register, case = office
    visitor = Visitor(browser, server.url, bypass_csp=False, has_touch=True)
    visitor.sign_in(register.owner)
    page = visitor.go(case[len(server.url):])
    page.locator(".office").tap()
    page.wait_for_url(server.url + "/")
    visitor.leave()


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
        # The window's name is what lives on from one page to the next.
        page.evaluate("addEventListener('keydown', () => { window.name = performance.timeOrigin + performance.now(); }, true)")
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
        taken.append(shown - float(page.evaluate("window.name")))
        if turn % 2:
            visitor.context.set_offline(True)
        try:
            page.go_back(timeout=3000)
        except Error:
            pass
        assert NAME not in whole(page)
        visitor.context.set_offline(False)
        assert dead(browser, server, cookies)
        visitor.leave()
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


# What the device keeps


def found_in(folder, text: str) -> list[str]:
    """Files of a browser's profile that hold the text, however it is written."""
    shapes = [text.encode(code) for code in ("utf-8", "utf-16-le")]
    return [str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()
            and any(shape in file.read_bytes() for shape in shapes)]


def test_the_browser_keeps_nothing_of_a_case_on_the_device(office, browser, tmp_path):
    """A whole visit in a browser with a profile, ended by leaving; then its files are searched. Control: what another
    page lets the browser cache is found there."""
    server, register, case = office

    class Cached(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Cache-Control", "max-age=3600")
            self.end_headers()
            self.wfile.write(f"<title>Planted {NAME}</title><p>Cached-Canary-7781".encode())

        def log_message(self, *_):
            pass

    other = http.server.HTTPServer(("127.0.0.1", 0), Cached)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(profile, **launch_options())
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    sign_in(page, register.owner)
    page.goto(case)
    page.get_by_label("Add a note").fill(TEXT)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Saved.").first.wait_for()
    page.get_by_role("link", name=re.compile("^Change")).first.click()
    page.wait_for_load_state()
    assert found_in(profile, "127.0.0.1"), "control: the profile is written to"
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/quiet")
    page.goto(f"http://127.0.0.1:{other.server_port}/planted")
    page.wait_for_timeout(1500)
    context.close()
    other.shutdown()
    assert found_in(profile, "Cached-Canary-7781"), "control: a page that may be cached is found"
    assert found_in(profile, TEXT) == []
    kept = found_in(profile, NAME)
    assert all("Cache" in file or "History" in file or "Sessions" in file for file in kept) and kept, "the planted title"
    assert not any(b"prs_FirstName" in file.read_bytes() for file in profile.rglob("*") if file.is_file())


def test_a_case_is_one_entry_of_the_history(office, visitor):
    server, _, case = office
    page = visitor.go("/cases")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile("/cases/[0-9a-f]{32}"))
    before = page.evaluate("history.length")
    for turn in range(3):
        page.get_by_role("link", name=re.compile("^Change")).first.click()
        page.wait_for_url("**/edit*")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Saved.").first.wait_for()
        page.get_by_label("Add a note").fill(f"{TEXT}, {turn}")
        page.get_by_role("button", name="Save").first.click()
        page.get_by_text(f"{TEXT}, {turn}").first.wait_for()
    assert page.evaluate("history.length") == before
    entries = page.evaluate("navigation.entries().map(entry => entry.url)")
    assert len([entry for entry in entries if entry and "/cases/" in entry]) == 1
    assert page.title() == "Notes"


def test_a_form_that_has_no_line_keeps_its_text_and_says_so(office, visitor):
    page = visitor.go(office[2][len(office[0].url):])
    page.get_by_label("Add a note").fill(TEXT + " offline")
    visitor.context.set_offline(True)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("No line just now").first.wait_for()
    assert page.get_by_label("Add a note").input_value() == TEXT + " offline"
    visitor.context.set_offline(False)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text(TEXT + " offline").first.wait_for()


# The page that closes by itself


def test_it_closes_after_ten_minutes_and_says_so_a_minute_before(office, visitor):
    """UI-2, with the page's own clock moved: nothing is shortened."""
    page = visitor.page
    page.clock.install()
    visitor.go(office[2][len(office[0].url):])
    page.keyboard.press("Shift")
    soon = page.locator("div[data-soon]")
    page.clock.run_for(538_000)
    assert soon.inner_text() == "" and page.locator("main.rest").count() == 0
    page.clock.run_for(4_000)
    assert "In a minute" in soon.inner_text()
    page.keyboard.press("Shift")
    assert soon.inner_text() == "", "any key stays"
    page.clock.run_for(598_000)
    assert NAME in whole(page)
    page.clock.run_for(4_000)
    page.locator("main.rest").wait_for()
    assert NAME not in whole(page) and office[2].rsplit("/", 1)[1] not in whole(page)


def test_a_window_where_somebody_is_keeps_the_others_open(office, visitor):
    page, other = visitor.page, visitor.context.new_page()
    for each in (page, other):
        each.clock.install()
        each.goto(office[2])
        each.keyboard.press("Shift")
    page.clock.run_for(500_000)  # the clock of all windows
    other.keyboard.press("Shift")
    page.wait_for_timeout(200)
    page.clock.run_for(200_000)
    assert NAME in whole(page)


def close_now(page) -> None:
    """As if nobody had been here for long."""
    page.evaluate("document.documentElement.dataset.idle = 0.2")
    page.keyboard.press("Shift")
    page.locator("main.rest").wait_for()


def come_back(page, register) -> None:
    page.get_by_role("button", name="Sign in to go on").click()
    page.get_by_label("Passphrase", exact=True).wait_for()
    assert TEXT not in whole(page), "nobody is signed in: nothing is shown"
    sign_in(page, register.owner)


def sign_in(page, owner) -> None:
    page.get_by_label("Name", exact=True).fill(owner)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(re.compile("/cases"))


def test_no_draft_is_lost_when_it_closes(office, browser, visitor):
    """UI-2: the line is there, is away, or the session is over already; what was typed comes back each time."""
    server, register, case = office
    page, lost = visitor.page, []
    rounds = int(os.environ.get("WAYHOUSE_DRAFTS", "24"))
    visitor.go(case[len(server.url):])
    for turn in range(rounds):
        text = f"{TEXT}\n{turn} “é” & <b> ශ්‍රී"
        note = page.get_by_label("Add a note")
        note.fill(text)
        how = ("line", "no line", "session over")[turn % 3]
        if how == "no line":
            visitor.context.set_offline(True)
        if how == "session over":
            end_session(browser, server, visitor)
        close_now(page)
        shown = whole(page)
        assert TEXT not in shown and NAME not in shown and "<bdi>" not in shown, how
        if how == "no line":
            page.get_by_text("There is no line just now").wait_for()
            visitor.context.set_offline(False)
        come_back(page, register)
        page.wait_for_url(re.compile(case.rsplit("/", 1)[1]))
        back = page.get_by_label("Add a note").input_value()
        if back != text:
            lost.append((turn, how, back))
    print(json.dumps({"drafts": rounds, "lost": len(lost)}))
    assert lost == []


def end_session(browser, server, visitor) -> None:
    """From elsewhere, as a colleague or the clock would."""
    context = browser.new_context()
    context.add_cookies([cookie for cookie in visitor.context.cookies() if cookie["name"] == "s"])
    page = context.new_page()
    page.goto(server.url + "/codebook")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    context.close()


def test_a_form_that_closed_opens_with_its_text(office, visitor):
    """Not only notes: a form of many fields, with its version."""
    server, register, case = office
    page = visitor.go(case[len(server.url):])
    page.get_by_role("link", name=re.compile("^Change")).first.click()
    page.wait_for_url("**/edit*")
    box = page.locator("main input[type=text]").first
    name = box.get_attribute("name")
    box.fill("Written before the rest")
    close_now(page)
    come_back(page, register)
    page.wait_for_url("**/edit?unsaved=yes")
    assert page.locator(f"main input[name='{name}']").input_value() == "Written before the rest"


def test_closing_ends_the_session(office, browser, visitor):
    server, _, case = office
    page = visitor.go(case[len(server.url):])
    cookies = visitor.context.cookies()
    assert not dead(browser, server, cookies), "control: it lives before"
    close_now(page)
    page.wait_for_timeout(500)
    assert dead(browser, server, cookies)


@pytest.mark.parametrize("broken", ["covers only", "keeps nothing"])
def test_the_checks_see_a_page_that_only_covers_or_loses_text(office, visitor, broken):
    """Controls: with a script that covers instead of emptying, or keeps no text, the checks above would fail."""
    server, register, case = office

    def doctor(route):
        script = route.fetch().text()
        old, new = {"covers only": ("document.body.replaceChildren(cover)", "document.body.append(cover)"),
                    "keeps nothing": ("drafts.map(draft => draft.take()).filter(text => text)", "[]")}[broken]
        assert old in script
        route.fulfill(body=script.replace(old, new), content_type="text/javascript; charset=utf-8",
                      headers={"Cross-Origin-Resource-Policy": "same-origin"})

    page = visitor.page
    page.route("**/assets/app.js*", doctor)
    visitor.go(case[len(server.url):])
    page.get_by_label("Add a note").fill(f"Text of a page that {broken}")
    close_now(page)
    if broken == "covers only":
        assert NAME in whole(page)
        return
    assert NAME not in whole(page)
    come_back(page, register)
    page.wait_for_url(re.compile(case.rsplit("/", 1)[1]))
    assert page.get_by_label("Add a note").input_value() != f"Text of a page that {broken}"
