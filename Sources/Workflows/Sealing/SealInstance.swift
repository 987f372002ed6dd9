// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

extension Role {
    /// May close the register for everybody: it takes a key to open it again, and nothing is lost.
    public var maySeal: Bool { sealingPower != nil }

    fileprivate var sealingPower: Power? {
        [Power.manageSettings, .approveRequests, .manageAccounts].first { powers.contains($0) }
    }
}

/// Closes the register for everybody: written down first, then nobody gets in, then the program begins anew, sealed.
///
/// - Throws: `Refusal`; `StoreError.unlogged` never keeps it open: a register whose log cannot be written closes too.
public func sealInstance(_ gate: Gate, by access: Access, in store: CaseStore) async throws {
    guard let power = access.actor.role.sealingPower else {
        let refusal = Refusal(.instanceSeal, .role)
        try await store.note(refusal, to: access.actor, for: access.purpose)
        throw refusal
    }
    let permit = try await access.permit(.instanceSeal, by: power, in: store)
    try? await store.note(permit, count: 0)
    gate.beginClosing()
}

/// The same by the machine itself: a signal, a key that was pulled out, an hour.
///
/// - Parameter why: A word for the log, such as `signal`.
public func sealInstance(_ gate: Gate, why: String) async {
    if let store = gate.store {
        var act = Act(
            Actor(id: store.agency, role: .custodian, agency: store.agency), Verb.instanceSeal.rawValue, nil,
            purpose: .system)
        act.mark = why
        try? await store.note(act)
    }
    gate.beginClosing()
}
