# SPDX-License-Identifier: Apache-2.0
"""REL-5: whatever the computer's clock says, nothing that has ended comes back, nothing is lost, and it is said.

The clock of the server alone is set (`clock.py`); time that only passes is left as it is.
"""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from clock import Clock, library
from office import PASSPHRASE, SWITCHES, Office, Running, Visit
from register import binary, environment

DAYS = 86_400


@pytest.fixture(scope="module")
def other_time(tmp_path_factory) -> Path:
    return library(tmp_path_factory.mktemp("clock"))


@pytest.fixture
def office(opened, tmp_path) -> Office:
    return opened.copy(tmp_path / "office")


@pytest.fixture
def clock(office, other_time) -> Clock:
    return Clock(office.scratch, other_time)


def served(office: Office, clock: Clock, **extra: str) -> Running:
    running = office.start(**clock.environment, **extra)
    running.wait()
    return running


def works(running: Running, key: str) -> int:
    """The answer to a program that wants to write."""
    return running.client().register(f"At {key}", key=key)[0]


def whole(office: Office) -> None:
    done = office.run("verify", office.folder, "--deep", *office.key)
    assert done.code == 0, done


def signed_in(running: Running, office: Office) -> Visit:
    visit = Visit(running.port)
    visit.form("/sign-in", account=office.owner, passphrase=PASSPHRASE)
    assert visit.ask("GET", "/cases")[0] == 200
    return visit


@pytest.mark.parametrize("moment, status", [
    (-3650 * DAYS, 201), (datetime(1970, 1, 1, 0, 0, 10, tzinfo=UTC), 201), (3650 * DAYS, 401), (datetime(2038, 1, 19, 3, 14, 4, tzinfo=UTC), 401),
    (datetime(2100, 2, 28, 23, 59, 58, tzinfo=UTC), 401), (-2, 201),
])
def test_any_start_time_harms_nothing(office, clock, moment, status):
    """A token of 90 days works before its end by the log, whatever the clock says, and not after it."""
    clock.set(moment)
    with served(office, clock) as running:
        assert works(running, "wrong") == status
        signed_in(running, office)
        running.stop()
    whole(office)
    clock.set(0)
    with served(office, clock) as running:
        assert works(running, "right again") == status, "what had ended by the log does not come back"
        running.stop()
    whole(office)


def test_what_expired_does_not_come_back_with_the_clock(office, clock):
    with served(office, clock) as running:
        assert works(running, "first") == 201
        clock.set(100 * DAYS)
        assert works(running, "expired") == 401
        signed_in(running, office)
        running.stop()
    clock.set(0)
    with served(office, clock) as running:
        assert works(running, "revived?") == 401
        running.stop()
    whole(office)


@pytest.mark.debug_only
def test_a_server_that_goes_by_the_clock_alone_is_found_out(office, clock):
    """Control: without looking at the log, the token above comes back to life."""
    clock.set(100 * DAYS)
    switched = {SWITCHES: "wall-clock"}
    with served(office, clock, **switched) as running:
        assert works(running, "expired") == 401
        signed_in(running, office)
        running.stop()
    clock.set(0)
    with served(office, clock, **switched) as running:
        assert works(running, "revived") == 201
        running.stop()


def test_a_session_that_ended_does_not_come_back_with_the_clock(office, clock):
    with served(office, clock) as running:
        visit = signed_in(running, office)
        clock.set(11 * 60)
        assert visit.ask("GET", "/cases")[0] == 303, "ten minutes without a request end it"
        clock.set(0)
        assert visit.ask("GET", "/cases")[0] == 303
        clock.set(-3650 * DAYS)
        assert visit.ask("GET", "/cases")[0] == 303


def test_a_session_does_not_live_longer_when_the_clock_is_set_back(office, clock):
    """Ten years back, and eleven minutes on: eleven minutes have passed."""
    with served(office, clock) as running:
        visit = signed_in(running, office)
        clock.set(-3650 * DAYS)
        assert visit.ask("GET", "/cases")[0] == 200
        clock.set(12 * 60)
        assert visit.ask("GET", "/cases")[0] == 303


def test_a_clock_that_was_set_is_in_the_log_and_an_alert(office, clock):
    with served(office, clock) as running:
        assert works(running, "before") == 201
        clock.set(-2 * 3600)
        assert works(running, "after") == 201
        clock.set(0)
        assert works(running, "and again") == 201
        visit = signed_in(running, office)
        assert "clock was set" in visit.ask("GET", "/acts")[1] + visit.ask("GET", "/alerts")[1]
        running.stop()
    whole(office)


def test_a_code_that_expired_does_not_come_back_with_the_clock(office, clock):
    code = office.add_user("amina", "caseworker")

    def first_sign_in(running: Running) -> bool:
        visit = Visit(running.port)
        try:
            visit.form("/first-sign-in", account="amina", code=code, passphrase=PASSPHRASE + "!", again=PASSPHRASE + "!")
        except AssertionError:
            return False
        return visit.ask("GET", "/first-sign-in/factor")[0] == 200

    with office.copy(office.scratch / "in time").start() as running:
        assert first_sign_in(running), "in time it opens"
    clock.set(4 * DAYS)
    with served(office, clock) as running:
        assert works(running, "something in the log of that day") == 201
        running.stop()
    clock.set(0)
    with served(office, clock) as running:
        assert not first_sign_in(running)
        running.stop()


def test_doctor_says_that_the_clock_is_wrong(office, clock):
    for moment, code in ((-5 * DAYS, "clock-behind"), (datetime(1970, 1, 2, tzinfo=UTC), '"clock"'), (5 * 365 * DAYS, "clock-ahead")):
        clock.set(moment)
        done = subprocess.run([str(binary()), "doctor", str(office.folder), "--json"], capture_output=True, text=True,
                              env=environment(office.scratch) | clock.environment, timeout=60)
        assert code in done.stdout, (moment, done)
