// SPDX-License-Identifier: Apache-2.0

import Store
import Vault

/// What came of somebody's attempt to open the register.
public enum UnsealResult: Sendable {
    case open
    /// The secret opens no slot.
    case wrong
}

extension Gate {
    /// Opens the register with a key file when one is given, else with a passphrase. Costs one key derivation (0.3 s),
    /// on a thread of its own, and the time to read the index.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    public func unseal(passphrase: String, keyFile: [UInt8]?) async throws -> UnsealResult {
        let secret = keyFile.map { Secret.keyFile($0) } ?? .passphrase(passphrase)
        do {
            _ = try await unseal(with: secret)
            return .open
        } catch is VaultError {
            return .wrong
        }
    }
}
