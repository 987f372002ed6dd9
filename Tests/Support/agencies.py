# SPDX-License-Identifier: Apache-2.0
"""Three agencies on one server: their people, what they agreed on, a case, consents, referrals."""

import json
import os
import re
import sqlite3
import time
import urllib.parse

import totp
from client import PASSPHRASE, Client, post, signed_in

HOME, LEGAL, POLICE = "office", "Clínica São Tomé", "ပြည်သူ့ရဲ"


def main(answer) -> str:
    text = answer.content.decode()
    return re.search("<main.*?</main>", text, re.S)[0] if "<main" in text else text


def entries(register):
    connection = sqlite3.connect(f"file:{register.folder / 'register.sqlite'}?mode=ro", uri=True)
    found = [json.loads(bytes(entry)) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY seq")]
    connection.close()
    return found


def api(client, method, path, body=None, **headers):
    sent = {"Content-Type": "application/json", "Origin": client.url, "X-Form-Token": client.form_token("/account")}
    return client.ask(method, path, None if body is None else json.dumps(body), sent | headers)


def with_factor(server, name, code) -> Client:
    """Somebody of an agency that asks for a second factor, who signs in for the first time."""
    client = Client(server.port)
    answer = client.ask("POST", "/first-sign-in", {"account": name, "code": code, "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.status == 303, answer.content
    page = client.ask("GET", "/first-sign-in/factor").content.decode()
    secret = re.search('class="secret" dir="ltr">([A-Z2-7 ]+)<', page)[1]
    assert client.ask("POST", "/first-sign-in/factor", {"code": totp.digits(secret)}).status == 200
    client.secret = secret
    return client


def again(server, name, was: Client, now: float) -> Client:
    """The same person, who signs in once more at a moment in seconds since 1970."""
    client = Client(server.port)
    client.secret = getattr(was, "secret", None)
    answer = client.ask("POST", "/sign-in", {"account": name, "passphrase": PASSPHRASE})
    if client.secret:
        token = re.search('name="form-token" value="([^"]*)"', answer.content.decode())[1]
        answer = client.ask("POST", "/sign-in/factor", {"code": totp.digits(client.secret, now), "form-token": token})
    assert answer.status in (302, 303), answer.content[:2000]
    return client


def agency_id(client, name) -> str:
    """The id of an agency, as the form of an agreement names it."""
    page = client.ask("GET", "/agreements").content.decode()
    return re.search(f'<option value="([0-9a-f]+)">{re.escape(name)}</option>', page)[1]


def agree(giver, taker, name, *classes, purposes=("care", "legalAid"), days="180"):
    """An agreement that supervision of both sides accepted, charter and all."""
    form = [("with", agency_id(giver, name)), ("way", "give"), ("days", days), ("charter", "yes")]
    form += [("classes", one) for one in classes] + [("purposes", one) for one in purposes]
    token = giver.form_token("/account")
    answer = giver.ask("POST", "/agreements", urllib.parse.urlencode(form + [("form-token", token)]), {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": giver.url})
    assert answer.status == 303, answer.content[:1000]
    page = taker.ask("GET", "/agreements").content.decode()
    agreement = re.search("/agreements/([0-9a-f]+)/accept", page)[1]
    assert post(taker, f"/agreements/{agreement}/accept", charter="yes").status == 303


def prepared(register):
    """Two other agencies, and everybody's slip."""
    for name in (LEGAL, POLICE):
        done = register.run("agencies", "add", register.folder, name, *register.key)
        assert done.code == 0, done
    people = {
        "suda": ("supervisor", None), "amal": ("caseworker", None), "mariam": ("caseworker", None),
        "lucia": ("supervisor", LEGAL), "tomé": ("caseworker", LEGAL), "rosa": ("caseworker", LEGAL),
        "min": ("supervisor", POLICE), "aung": ("investigator", POLICE)}
    return {name: (register.add_user(name, role, *(["--agency", agency] if agency else [])), agency)
            for name, (role, agency) in people.items()}


def entered(server, codes):
    return {name: (with_factor if agency else signed_in)(server, name, code) for name, (code, agency) in codes.items()}


def taken_up(amal) -> str:
    """A signal that became a case, with somebody in it."""
    assert post(amal, "/signals", wh_SignalSaid="A girl is kept behind the tea shop", request=os.urandom(8).hex()).status == 303
    signal = re.search('href="(/signals/[0-9a-f]{30,})"', main(amal.ask("GET", "/signals")))[1]
    answer = post(amal, signal, outcome="BecameCase", wh_SignalReason="We spoke with her", version="1")
    assert answer.status == 303, main(answer)[:2000]
    case = signal.replace("signals", "cases")
    answer = post(amal, f"{case}/add/participation", prs_FirstName="Ifeoma",
                  wh_RoleInCase="Victim", request=os.urandom(8).hex())
    assert answer.status == 303, main(answer)[:2000]
    person, = json.loads(amal.ask("GET", f"/api/v1{case}").content)["people"]
    answer = api(amal, "PUT", f"/api/v1{case}/records/{person['id']}", {
        "values": person["values"] | {"prs_MobilePhone": "+351 900 000 111"}}, **{"If-Match": f'"{person["version"]}"'})
    assert answer.status == 200 and b"+351 900 000 111" in amal.ask("GET", f"/api/v1{case}").content, answer.content
    answer = post(amal, f"{case}/add/comment", cco_CaseComment="Wants a lawyer of her own", request=os.urandom(8).hex())
    assert answer.status == 303, main(answer)[:2000]
    return case


def consent(amal, case, *recipients, classes=("Facts", "Identity", "Services"), **more) -> str:
    values = {
        "wh_ConsentPurpose": ["ReferToServices"], "wh_ConsentClasses": list(classes), "wh_ConsentGiver": ["Adult"],
        "wh_ConsentLanguage": ["por"], "wh_ConsentStatementsShown": ["Purpose", "Uses", "Withdrawal"],
        "wh_ConsentStatement": "Only the lawyer, nobody else"} | more.pop("values", {})
    body = {"recipients": recipients, "values": values} | more
    answer = api(amal, "POST", f"/api/v1{case}/consents", body)
    assert answer.status == 201, answer.content[:2000]
    return json.loads(answer.content)["id"]


def refer(amal, case, to, paper, classes=("F1", "F2", "F4"), **more):
    body = {"to": to, "service": "LEG", "classes": list(classes), "purpose": "legalAid", "consent": paper,
            "until": int(time.time() * 1000) + 30 * 86_400_000} | more
    return api(amal, "POST", f"/api/v1{case}/referrals", body)


def as_if_it_were_not(register, server, readers, case, referral):
    """Each route of the list answers about the case and its referral as about ids that never were."""
    paths = json.loads(readers[0].ask("GET", "/openapi.json").content)["paths"]
    about = [(method.upper(), path) for path, methods in paths.items() for method in methods
             if "{case}" in path or "{referral}" in path]
    assert len(about) > 60
    nobody, checked = os.urandom(16).hex(), 0
    for client in readers:
        token = client.form_token("/account")
        for method, path in about:
            def ask(case_id, referral_id):
                real = path.replace("{case}", case_id).replace("{referral}", referral_id)
                real = re.sub(r"\{kind\}", "comment", real)
                real = re.sub(r"\{[a-z]+\}", "0" * 32, real)
                body = None if method in ("GET", "DELETE") else "{}" if "/api/" in path else f"form-token={token}"
                kind = "application/json" if "/api/" in path else "application/x-www-form-urlencoded"
                return client.ask(method, real, body, {
                    "Content-Type": kind, "Origin": client.url, "X-Form-Token": token})
            real, never = ask(case.split("/")[-1], referral), ask(nobody, nobody)
            assert real.status == never.status, (method, path, real.status, never.status)
            assert b"lawyer" not in real.content and b"Ifeoma" not in real.content, (method, path)
            checked += 1
    assert checked == 2 * len(about)
