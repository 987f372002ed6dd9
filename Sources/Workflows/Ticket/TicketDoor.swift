// SPDX-License-Identifier: Apache-2.0

import Store
import Vault

/// Where tickets are shown and made: the slow hash, the work that is asked for, who looks in.
public final class TicketDoor: Sendable {
    public let desk = WorkDesk()
    public let visits = TicketVisits()
    private let cost: KeyCost
    /// One at a time, apart from the passphrases of staff: whoever storms this door shuts out nobody at the other.
    private let derivations = KeyDerivations(limit: 1, waiting: 12)

    /// Tries of one number with a wrong word, after which it opens nothing until it is given anew.
    public static let triesMost: Int64 = 10

    /// - Parameter cost: What a number costs to hash. It is part of what is kept: tickets made at one cost are not
    ///   found at another, so that only tests take less than the standard.
    public init(cost: KeyCost = .standard) { self.cost = cost }

    /// What is kept of a number. One scrypt run.
    ///
    /// - Throws: `VaultError.busy` when too many wait.
    func marks(_ number: TicketNumber, in store: CaseStore) async throws(VaultError) -> TicketMarks {
        let (pepper, cost) = (store.passwordPepper, cost)
        return try await derivations.run { () throws(VaultError) in
            try TicketMarks(number, pepper: pepper, cost: cost)
        }
    }

    /// Under what name the tries of a number are counted.
    static func lockName(_ name: String, in store: CaseStore) -> [UInt8] { store.throttleName("ticket", name) }

    /// How often the ticket of a case was tried with a wrong word since it was last opened.
    public static func wrongTries(_ ticket: TicketEntry, in store: CaseStore) -> Int {
        Int(store.withMark(lockName(ticket.name, in: store)) { $0?.amount ?? 0 })
    }
}
