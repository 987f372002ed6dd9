# SPDX-License-Identifier: Apache-2.0
"""Noisy counts from the running register: the way of four steps to a file, its budget, and the attacks with their control."""

import csv
import html
import io
import random
import re
from collections import Counter

import bad_files
import pytest
from client import post, signed_in, step_up
from publishing import HEADER
from register import Register

SEXES, HOMES = ["Feminine", "Feminine", "Masculine"], ["LK", "LK", "LK", "NP", "NP", "BD"]
FORMS = ["ForcedLabour", "ForcedLabour", "SexualExploitation", "Servitude"]
CHOSEN = "topics=chosen&topic=gender&topic=citizenship&topic=types"


def people(count=1500) -> list[list[str]]:
    chance = random.Random(5)
    return [[f"Invented {n}", chance.choice(SEXES), f"{chance.randint(1960, 2010)}", chance.choice(HOMES), chance.choice(FORMS), "TRUE",
             f"{chance.randint(2018, 2024)}-03-01"] for n in range(count)]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two supervisors of an office that knows fifteen hundred people."""
    register = Register.made(tmp_path_factory.mktemp("noisy") / "office")
    codes = {name: register.add_user(name, "supervisor") for name in ("suda", "tesfaye")}
    file = register.scratch / "people.csv"
    file.write_bytes(bad_files.table(people(), header=HEADER))
    register.import_file(file)
    with register.serve() as server:
        members = {name: signed_in(server, name, code) for name, code in codes.items()}
        for member in members.values():
            step_up(member)
        yield members


def text(client, path) -> str:
    answer = client.ask("GET", path, timeout=300)
    assert answer.status == 200, (path, answer.status, answer.content[-1500:])
    return html.unescape(answer.content.decode())


NOISY = f"method=noisy&epsilon=4&{CHOSEN}"


def noisy_file(suda, tesfaye) -> bytes:
    """Asks, has it agreed to, and takes the file."""
    form = "&".join([NOISY, "reason=For+students", f"form-token={suda.form_token('/account')}"])
    asked = suda.ask("POST", "/publish/ask", form, {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": suda.url}, timeout=300)
    assert asked.status == 303, asked.content[-1500:]
    address = asked.headers["Location"]
    assert post(tesfaye, address.replace("/publish/", "/approvals/") + "/answer", answer="yes").status == 303
    file = suda.ask("POST", f"{address}/file", {"form-token": suda.form_token("/account")}, timeout=300)
    assert file.status == 200, file.content[-1500:]
    return file.content


def test_a_noisy_file_of_a_register_leaves_and_its_budget_is_spent(office):
    suda, tesfaye = office["suda"], office["tesfaye"]
    assert "0 of 12 was spent before" in text(suda, f"/publish/look?{NOISY}")
    content = noisy_file(suda, tesfaye)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert abs(len(rows) - 1500) < 60 and b"Invented" not in content
    home = next(name for name in rows[0] if "itizenship" in name)
    noisy = Counter(row[home] for row in rows)
    for code, count in Counter(row[3] for row in people()).items():
        assert 0.7 * count < noisy[code] < 1.3 * count, (code, count, noisy)
    # What is spent never comes back: three times 4 are all there is, and nothing is drawn after them.
    assert "4 of 12 was spent before" in text(suda, f"/publish/look?{NOISY}")
    assert noisy_file(suda, tesfaye) != noisy_file(suda, tesfaye), "the noise is drawn anew each time"
    refused = text(suda, f"/publish/look?method=noisy&epsilon=0.5&{CHOSEN}")
    assert "The budget does not reach" in refused and "12 of 12" in refused


def test_the_attacks_fail_on_the_file_and_succeed_on_the_real_rows(office):
    page = text(office["suda"], "/publish/look?method=synthetic&k=10")
    table = page[page.index("Giomi"):].split("</table>")[0]
    rows = [re.findall(r'<td class="num">([^<]*)</td>', row) for row in table.split("<tr>")]
    risks = [[float(re.sub(r"[^0-9.]", "", cell) or 0) for cell in row[-2:]] for row in rows if len(row) >= 4]
    assert len(risks) == 3, table
    assert max(file for file, _ in risks) <= 10, risks
    assert max(own for _, own in risks) > 10, f"control: publishing the real rows fails here: {risks}"
