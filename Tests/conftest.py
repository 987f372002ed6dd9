# SPDX-License-Identifier: Apache-2.0
"""What the stories and the browser tests share."""

import itertools
import os

import pytest

import fill_templates
import htcds
from address import Address
from database import Database, programs
from register import Register


@pytest.fixture
def register(tmp_path) -> Register:
    """An empty register of its own for one test."""
    return Register.made(tmp_path)


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory):
    """Every published artefact filled with the same 50 people: (folder, file name → the rows it holds)."""
    htcds.needed()
    folder = tmp_path_factory.mktemp("artefacts")
    return folder, fill_templates.write_all(folder)


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """A PostgreSQL server of our own."""
    if programs() is None:
        pytest.skip("NOT TESTED: PostgreSQL is not installed")
    database = Database.made(tmp_path_factory.mktemp("pg") / "one")
    yield database
    database.stop()


def pytest_collection_modifyitems(config, items):
    """What knows no register is the same wherever registers are."""
    if os.environ.get("WAYHOUSE_STORIES_ON") == "postgresql":
        made = {path: "Register.made" in path.read_text(encoding="utf-8") for path in {item.path for item in items}}
        apart = [item for item in items if not made[item.path] and "register" not in item.fixturenames]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]


def pytest_runtest_setup(item):
    if Register.place and item.get_closest_marker("folder"):
        pytest.skip("NOT TESTED on PostgreSQL: about a register in a folder")


@pytest.fixture(scope="session", autouse=True)
def registers_in_a_database(request):
    """With WAYHOUSE_STORIES_ON=postgresql every register that a story makes is in a database of its own."""
    engine = os.environ.get("WAYHOUSE_STORIES_ON", "")
    assert engine in ("", "sqlite", "postgresql"), "WAYHOUSE_STORIES_ON is sqlite or postgresql"
    if engine == "postgresql":
        assert programs() is not None, "PostgreSQL is not installed: Scripts/prepare test"
        server, numbers = request.getfixturevalue("database"), itertools.count(1)
        Register.place = lambda: Address(server.address(f"story_{next(numbers)}"))
    yield
    Register.place = None
