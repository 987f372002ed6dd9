# SPDX-License-Identifier: Apache-2.0
"""A register on PostgreSQL: the same as in a folder, with several servers, and with a replica that takes over."""

import threading
import time

import fill_templates
import htcds
import pytest
from database import Database, programs
from office import Lost, Office, office_at
from people import people
from readers import read_csv
from register import Register
from storm import Ledger, compare, finish, write

pytestmark = pytest.mark.skipif(programs() is None, reason="NOT TESTED: PostgreSQL is not installed")


@pytest.fixture(autouse=True)
def nothing_left_running(database):
    yield
    for other in [one for one in Database.started if one is not database]:
        other.stop(9)
        Database.started.remove(other)


def test_a_register_in_a_database_does_what_one_in_a_folder_does(database, tmp_path, register):
    htcds.needed()
    file = tmp_path / "people.csv"
    file.write_bytes(fill_templates.canonical_csv(people(60, seed=4)))
    office = office_at(database.address("same"), tmp_path / "office")
    for place in (office, register):
        assert place.import_file(file).json["imported"] == 60
    again = office.import_file(file, expecting=None)
    assert again.code == 1 and "taken in before" in again.out + again.err
    with office.start() as running:
        status, value, _ = running.client().register("Oyelaran", key="one")
        assert status == 201, value
        same, second, _ = running.client().register("Oyelaran", key="one")
        assert second["id"] == value["id"], "the same key is the same case"
        assert running.stop() == 0
    rows = [row for row in read_csv(office.export("htcds-csv")) if "Oyelaran" not in str(row)]
    assert sorted(map(str, rows)) == sorted(map(str, read_csv(register.export("htcds-csv"))))
    assert office.verify("--deep").json["whole"]
    twice = office.run("init", office.folder, "--organisation", "x", "--owner", "y", *office.key)
    assert twice.code == 1 and "already" in twice.err


def test_a_register_moves_to_a_database_and_back(database, tmp_path, register):
    htcds.needed()
    file = tmp_path / "people.csv"
    file.write_bytes(fill_templates.canonical_csv(people(200, seed=9)))
    assert register.import_file(file).code == 0
    rows = read_csv(register.export("htcds-csv"))
    address, home = database.address("moved"), tmp_path / "home"
    done = register.run("migrate", register.folder, address, *register.key)
    assert done.code == 0 and "marks were checked" in done.err, done
    there = register.run("verify", address, "--deep", *register.key)
    assert there.code == 0, there
    full = register.run("migrate", register.folder, address, *register.key)
    assert full.code == 1 and "already" in full.err, full
    assert register.run("migrate", address, home).code == 0
    register.folder = home
    assert sorted(map(str, read_csv(register.export("htcds-csv")))) == sorted(map(str, rows))
    nothing = register.run("migrate", tmp_path / "none", tmp_path / "other", *register.key)
    assert nothing.code == 3 and not (tmp_path / "other" / "register.sqlite").exists(), nothing


def test_two_servers_show_each_others_changes_within_a_second(database, tmp_path):
    office = office_at(database.address("two"), tmp_path)
    slowest = 0.0
    with office.start() as one, office.start() as other:
        clients = [one.client(), other.client()]
        for number in range(20):
            writer, reader = clients[number % 2], clients[1 - number % 2]
            status, value, _ = writer.register(f"Name-{number}-Ọlá", key=f"k{number}")
            assert status == 201, value
            start = time.monotonic()
            while reader.case(value["id"])[0] != 200:
                assert time.monotonic() - start < 1, f"case {number} is not seen"
            slowest = max(slowest, time.monotonic() - start)
        # The same key at both is one case.
        first, second = (client.register("Twice", key="same") for client in clients)
        assert first[1]["id"] == second[1]["id"]
        # Somebody who may no longer be here is not, at either.
        done = office.run("users", "disable", office.folder, office.owner, *office.key)
        assert done.code == 0, done
        time.sleep(1)
        assert [client.ask("GET", "/api/v1/cases")[0] for client in clients] == [401, 401]
    assert office.verify("--deep").json["whole"]
    print(f"slowest: {slowest * 1000:.0f} ms")


def storm(office: Office, harm) -> tuple[list, list, int, float]:
    """Eight writers at two servers while the database is harmed. (lost, doubled, acknowledged, seconds without writes)."""
    ledgers, ends, gap = [Ledger(4), Ledger(4)], threading.Event(), 0.0
    ledgers[1].next = [100_000] * 4
    with office.start() as one, office.start() as other:
        threads = write(one, ledgers[0], ends) + write(other, ledgers[1], ends)
        time.sleep(2)
        harm()
        before, since = sum(len(ledger.acknowledged) for ledger in ledgers), time.monotonic()
        while sum(len(ledger.acknowledged) for ledger in ledgers) < before + 40:
            gap = time.monotonic() - since
            assert gap < 60, "nothing is written any more: " + one.said() + str(ledgers[0].strange)
            time.sleep(0.05)
        ends.set()
        finish(threads)
        assert one.client().ask("GET", "/api/v1/cases")[0] == 200
    strange = ledgers[0].strange + ledgers[1].strange
    lost, doubled = [], []
    for ledger in ledgers:
        found = compare(office, ledger)
        lost, doubled = lost + found[0], found[1]
    return lost + strange, doubled, sum(len(ledger.acknowledged) for ledger in ledgers), gap


def test_a_database_that_is_restarted_under_load_loses_nothing(database, tmp_path):
    own = Database.made(tmp_path / "pg")
    office = office_at(own.address("restarted"), tmp_path / "office")

    def restart():
        for end in (own.kill, own.stop, own.kill):
            end()
            own.start()
            time.sleep(0.7)
    lost, doubled, count, _ = storm(office, restart)
    assert not lost and not doubled and count > 50, (lost, doubled, count)
    assert office.verify("--deep").json["whole"]


def test_a_replica_takes_over_and_no_confirmed_write_is_lost_or_doubled(database, tmp_path):
    primary = Database.made(tmp_path / "primary")
    address = primary.address("whole")
    replica = primary.replica(tmp_path / "replica")
    office = office_at(primary.address("whole", replica), tmp_path / "office")
    refused = office.run("verify", replica.address("whole"), *office.key)
    assert refused.code == 1 and "replica" in refused.err, refused
    assert office.run("serve", replica.address("whole"), *office.key).code == 3
    assert address in office.folder

    def fail():
        primary.kill()
        time.sleep(1)
        replica.promote()
    lost, doubled, count, gap = storm(office, fail)
    assert not lost and not doubled and count > 50, (lost, doubled, count)
    assert office.verify("--deep").json["whole"]
    print(f"{count} confirmed, {gap:.1f} s after the promotion until 40 more were")


def test_a_replica_that_lacks_what_was_confirmed_is_noticed(database, tmp_path):
    """Control of the one before: without a synchronous replica confirmed writes are lost, and nothing is written over it."""
    primary = Database.made(tmp_path / "primary")
    primary.address("lame")
    replica = primary.replica(tmp_path / "replica", is_synchronous=False)
    office = office_at(primary.address("lame", replica), tmp_path / "office")
    with office.start() as running:
        client = running.client(60)
        assert client.register("Kept", key="a")[0] == 201
        while primary.sql("SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()") != "1":
            time.sleep(0.05)
        replica.kill()
        assert client.register("Gone", key="b")[0] == 201
        primary.kill()
        replica.start()
        replica.promote()
        status, problem, _ = client.register("Never", key="c")
        assert status >= 500, problem
    names = [row["prs_FirstName"] for row in read_csv(office.export("htcds-csv"))]
    assert names == ["Kept"]
    assert office.verify("--deep").json["whole"], "what is there is whole; the mirror or an anchor would tell of the rest"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_would_forget_is_refused(database, tmp_path, setting):
    own = Database.made(tmp_path / "pg", **{setting: "off"})
    register = Register(tmp_path)
    register.key_file.write_bytes(bytes(range(64)))
    done = register.run("init", own.address("weak"), "--organisation", "x", "--owner", "y", *register.key)
    assert done.code == 3 and setting in done.err, done


def test_a_server_that_is_not_there_is_said_so(tmp_path):
    register = Register(tmp_path)
    register.key_file.write_bytes(bytes(range(64)))
    done = register.run("serve", f"postgresql:///x?host={tmp_path}", *register.key, timeout=60)
    assert done.code == 3 and "cannot be reached" in done.err, done


def test_when_the_database_is_away_nothing_is_shown_and_all_is_well_after(database, tmp_path):
    own = Database.made(tmp_path / "pg")
    office = office_at(own.address("away"), tmp_path / "office")
    with office.start() as running:
        client = running.client(60)
        status, value, _ = client.register("Here", key="a")
        assert status == 201
        own.stop()
        time.sleep(1)
        for ask in (lambda: client.case(value["id"]), lambda: client.register("Away", key="b")):
            status, problem, _ = ask()
            assert status == 503, problem
        own.start()
        deadline = time.monotonic() + 20
        while client.case(value["id"])[0] != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert client.register("Away", key="b")[0] == 201
    rows = read_csv(office.export("htcds-csv"))
    assert sorted(row["prs_FirstName"] for row in rows) == ["Away", "Here"]
    with pytest.raises(Lost):
        client.case(value["id"])
