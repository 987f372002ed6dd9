// SPDX-License-Identifier: Apache-2.0

import Cases

extension CaseStore {
    /// Asked again on the way through whatever takes long: somebody whose account was closed, or whose role was taken,
    /// since the permit was given gets no further. Costs a look into memory.
    ///
    /// The console's custodian has no account and always passes.
    ///
    /// - Throws: `Refusal` (role).
    func insistOnStanding(_ permit: Permit) throws(Refusal) {
        guard let account = people.account(permit.actor.id) else { return }
        guard account.state == .active, account.agency == permit.actor.agency,
            account.roles.contains(permit.actor.role)
        else { throw Refusal(permit.verb, .role) }
    }
}
