# SPDX-License-Identifier: Apache-2.0
"""What an authenticator program shows (RFC 6238): written from the standard, apart from the program under test."""

import base64
import hashlib
import hmac
import struct
import time


def digits(secret: str, at: float | None = None) -> str:
    """Six digits for a secret in base 32, as the page shows it, at a time in seconds since 1970."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    mark = hmac.new(key, counter, hashlib.sha1).digest()
    start = mark[19] & 15
    return f"{(struct.unpack('>I', mark[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
