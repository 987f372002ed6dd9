# SPDX-License-Identifier: Apache-2.0
"""Waiting for what a server does by itself."""

import time


def waited(what, seconds=200):
    """Whether something came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.5)
    return False
