// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

extension CaseStore {
    /// Puts a new root key in the place of the old: the keys of agencies are wrapped anew, what belongs to the instance
    /// is sealed under the new root from then on, and one slot is left, opened by the same secret, or by new shares if
    /// custodians opened it. Whoever holds another key needs a new slot. In one transaction with the audit entry.
    ///
    /// Four things stay as they were, kept under the new root, since they cannot be made anew: what passwords are
    /// checked with, where the audit log began, the key that signs its checkpoints, and what opens what was sealed
    /// before. Close the store after this: its own keys are of the old root.
    ///
    /// - Returns: the slot, and new shares when it is the custodians'.
    /// - Throws: `VaultError.wrongKey`, `.noSlot`; `StoreError.damaged`; `SQLError`.
    public func rotateRoot(
        opening secret: Secret, cost: KeyCost = .standard, permit: Permit
    ) async throws -> SlotChange {
        try permit.covers(.keyRotate)
        let (slots, lasting) = try await database.read { (try $0.slots(), try $0.setting(RootKey.lastingSetting)) }
        let install = keys.install
        let old = try RootKey.open(slots, with: secret, install: install).keeping(lasting)
        let (new, stored) = old.successor(install: install)
        let change = try slot(like: slots, for: secret, new, cost)
        guard let slot = change.added else { throw StoreError.lastSlot }
        try await database.write { connection in
            guard try connection.slots() == slots else { throw StoreError.keyReused }
            for row in try connection.query("SELECT id, wrapped FROM agency") {
                guard let id = row.bytes(0), let wrapped = row.bytes(1),
                    let rewrapped = try? old.rewrap(agency: wrapped, to: new)
                else { throw StoreError.damaged("agency key") }
                try connection.execute("UPDATE agency SET wrapped = \(rewrapped) WHERE id = \(id)")
            }
            try connection.set(RootKey.lastingSetting, stored)
            try connection.set([slot])
            // A server that lost its connection and comes back with the old root finds keys that it cannot open, and
            // writes nothing more.
            try self.tell([.everything], connection)
            let act = try self.trail.begin(connection)
            var entry = self.entry(permit, act: act, count: slots.count - 1)
            entry.mark = "root"
            try self.append(entry, connection)
        }
        return change
    }

    private func slot(like slots: [KeySlot], for secret: Secret, _ root: RootKey, _ cost: KeyCost) throws -> SlotChange
    {
        let before = slots.first { $0.kind == secret.kind }
        guard secret.kind == .custodians, let split = before?.split else {
            return SlotChange(added: try root.slot(for: secret, install: keys.install, cost: cost))
        }
        let made = try root.custodianSlot(count: split.count, needed: split.needed, install: keys.install)
        return SlotChange(added: made.slot, shares: made.shares)
    }
}
