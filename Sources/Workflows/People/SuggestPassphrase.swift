// SPDX-License-Identifier: Apache-2.0

import Vault

/// Six random words: some 77 bits, which also protect the person's private key on a stolen disk.
public func suggestPassphrase() -> String { Passphrase.suggestion() }
