// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Vault

/// What a server stands at: sealed until somebody brings a secret, then the register.
public final class Gate: Sendable {
    public let sealed: SealedStore
    private let open: Mutex<CaseStore?>
    private let mirror: AuditMirror?

    /// - Parameter mirror: A copy of the audit log's hashes outside, kept from unsealing on.
    public init(_ sealed: SealedStore, open store: CaseStore? = nil, mirror: AuditMirror? = nil) {
        self.sealed = sealed
        self.mirror = mirror
        open = Mutex(store)
    }

    /// The register; nil while sealed.
    public var store: CaseStore? { open.withLock { $0 } }

    /// Opens the register with a secret; harmless when it is open already.
    ///
    /// - Throws: `VaultError.wrongKey`, `.noSlot`; `StoreError.damaged`.
    public func unseal(with secret: Secret) async throws -> CaseStore {
        let fresh = try await sealed.unseal(with: secret, mirror: mirror)
        return open.withLock { store in
            if let store { return store }
            store = fresh
            return fresh
        }
    }
}

extension Gate {
    /// Closes the register and lets its folder go.
    public func close() async throws {
        if let store { try await store.close() } else { try await sealed.close() }
    }
}
