# SPDX-License-Identifier: Apache-2.0
"""Where a register is when it is in no folder."""

import pytest


class Address(str):
    """The address of a database. A story that looks into the folder of a register is about folders: it says loudly that
    it was not tested here."""

    def of_folders(self, *_):
        pytest.skip("NOT TESTED on PostgreSQL: looks into the folder of a register")

    __truediv__ = __fspath__ = iterdir = rglob = glob = stat = exists = of_folders
