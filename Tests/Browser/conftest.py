# SPDX-License-Identifier: Apache-2.0
"""What the browser tests share."""

import pytest
from browser import chromium


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running
