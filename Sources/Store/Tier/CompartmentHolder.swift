// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Somebody whom a compartment's key can be given to: an account with a key pair of its own.
struct CompartmentHolder: Sendable, Hashable {
    let id: EntityID
    let agency: EntityID
    let roles: [Role]
    let publicKey: [UInt8]

    /// Whether the policy would ever show this person a class of one of these cases, on a good day: with a fresh second
    /// factor, from an enrolled device, in any of their roles. Supervisors are given the key beforehand, and the policy
    /// lets them use it only through broken glass.
    func mayOpen(_ fieldClass: FieldClass, of cases: [CaseFacts], now: Int64) -> Bool {
        cases.contains { facts in
            roles.contains { role in
                let actor = Actor(id: id, role: role, agency: agency)
                let asked = facts.facts(for: actor, fieldClass, now: now)
                return role.purposes.contains { purpose in
                    let context = AccessContext(
                        purpose: purpose, isStepUpFresh: true, isBreakGlass: role == .supervisor,
                        isDeviceEnrolled: true)
                    return Policy.decide(role, .read, asked, fieldClass, context).isPermit
                }
            }
        }
    }
}

extension CompartmentHolder {
    /// Nil for an account that cannot open anything: without a key pair yet, waiting or disabled.
    init?(_ account: Account) {
        guard account.state == .active, let key = account.key else { return nil }
        self.init(id: account.id, agency: account.agency, roles: account.roles, publicKey: key.publicKey)
    }
}

/// How a compartment of a case or person stands.
public struct CompartmentStatus: Sendable, Hashable {
    /// F5 or F6.
    public let fieldClass: FieldClass
    /// Accounts that can open what is written now.
    public let holders: Set<EntityID>
    /// Accounts that may, and get the key when a holder next opens the case.
    public let waiting: Set<EntityID>
    /// The agency's custodians can open it together.
    public let hasCustodians: Bool
    /// Somebody who held the key no longer may: the next writing takes a new key.
    public let isRetired: Bool

    /// Fewer than two can open it: a lost passphrase would lose what is in it.
    public var isThin: Bool { holders.count + (hasCustodians ? 1 : 0) < 2 }
}
