# SPDX-License-Identifier: Apache-2.0
"""What the stories and the browser tests share."""

import pytest

import fill_templates
import htcds
from database import Database, programs
from register import Register


@pytest.fixture
def register(tmp_path) -> Register:
    """An empty register of its own for one test."""
    return Register.made(tmp_path)


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory):
    """Every published artefact filled with the same 50 people: (folder, file name → the rows it holds)."""
    if htcds.shared() is None:
        pytest.skip("the published HTCDS artefacts are not beside the repository")
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
