// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// What a restore over a live register needs first.
public enum LeaveToRestore: Sendable {
    /// Somebody else agreed: the leave is spent, and this is what had been erased in the live register.
    case given(Restore.Erased)
    /// It was asked for, now or before; somebody else has to agree within 72 hours.
    case asked(EntityID)
}

/// Asks a second person to agree that this backup takes the place of the register, or spends their agreement.
///
/// - Throws: `BackupFault.foreign` when the backup is of another register; `Refusal`; `StoreError`.
public func leaveToRestore(
    _ set: BackupSet, over sealed: SealedStore, by access: Access, in store: CaseStore
) async throws -> LeaveToRestore {
    let erased = try await Restore.erasures(in: sealed, for: set)
    let now = store.clock.now()
    let mine = try await store.requests().filter {
        $0.kind == .restore && $0.details["set"] == set.latest.set && $0.asker == access.actor.id && $0.isOpen(at: now)
    }
    if let agreed = mine.first(where: { $0.state == .approved }) {
        _ = try await useAgreement(agreed.id, .restore, by: access, in: store)
        return .given(erased)
    }
    if let waiting = mine.first { return .asked(waiting.id) }
    let request = try await askSecondPerson(
        .restore, reason: "backup of \(set.latest.audit.words)", details: ["set": set.latest.set],
        power: .manageSettings, by: access, in: store)
    return .asked(request.id)
}
