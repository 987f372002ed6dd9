// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// What a new key slot is to be opened with.
public enum NewSlot: Sendable {
    case secret(Secret)
    /// Any `needed` of `count` custodians; their shares are made now.
    case custodians(count: Int, needed: Int)
}

/// What came of a change of slots.
public struct SlotChange: Sendable {
    /// Nil when none was added.
    public var added: KeySlot?
    /// Of custodians only; kept nowhere else.
    public var shares: [CustodianShare] = []
    public var removed: KeySlot?
}

extension CaseStore {
    /// Adds a slot, removes one, or both, in one transaction with the audit entries. Whatever the removed slot was
    /// opened with opens nothing from then on. Costs one or two key derivations.
    ///
    /// - Parameters:
    ///   - secret: Opens a slot that is there now; the server itself keeps no root key that could make one.
    ///   - removing: The id of a slot.
    /// - Throws: `VaultError.wrongKey`, `.noSlot`, `.weakSecret`; `CustodianFault.badCount`; `StoreError.notFound` when
    ///   there is no such slot, `.lastSlot` when nobody could open the register afterwards, `.notPermitted`.
    public func changeSlots(
        opening secret: Secret, adding new: NewSlot?, label: String = "", removing old: String?,
        cost: KeyCost = .standard, permit: Permit
    ) async throws -> SlotChange {
        try permit.covers(.slotChange)
        let before = try await slots()
        // A slot holds the root key alone; what it keeps of roots before lies beside the slots.
        let root = try RootKey.open(before, with: secret, install: keys.install)
        var change = try made(new, label: label, root, cost)
        if let old {
            guard let removed = before.first(where: { $0.id == old }) else { throw StoreError.notFound }
            change.removed = removed
        }
        let after = before.filter { $0.id != old } + (change.added.map { [$0] } ?? [])
        guard after.contains(where: { $0.kind != .automatic }) else { throw StoreError.lastSlot }
        let (added, removed) = (change.added, change.removed)
        try await database.write { connection in
            // Somebody else may have changed them while the key was derived.
            guard try connection.slots() == before else { throw StoreError.keyReused }
            try connection.set(after)
            var number = try self.trail.begin(connection)
            for (what, slot) in [("added", added), ("removed", removed)] {
                guard let slot else { continue }
                var act = self.entry(permit, act: number, count: 1)
                act.mark = "\(what) \(slot.kind.rawValue)"
                try self.append(act, connection)
                number += 1
            }
        }
        return change
    }

    private func made(_ new: NewSlot?, label: String, _ root: RootKey, _ cost: KeyCost) throws -> SlotChange {
        switch new {
        case nil: return SlotChange()
        case .secret(let secret):
            return SlotChange(added: try root.slot(for: secret, install: keys.install, cost: cost, label: label))
        case .custodians(let count, let needed):
            let (slot, shares) = try root.custodianSlot(
                count: count, needed: needed, install: keys.install, label: label)
            return SlotChange(added: slot, shares: shares)
        }
    }
}
