// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// Makes the key of an agency's custodians, in place of one that there was. Its private half exists only in the
    /// shares that this returns: print them and give each to somebody else.
    ///
    /// What was sealed for custodians before is theirs again once a holder opens the case.
    ///
    /// - Parameter permit: For `agencyManage`.
    /// - Throws: `CustodianFault.badCount`.
    public func makeRecoveryKey(
        of agency: EntityID, shares count: Int = 3, threshold: Int = 2, permit: Permit
    ) async throws -> [CustodianShare] {
        try permit.covers(.agencyManage)
        let key = UserKey.random()
        let shares = try key.shares(count: count, threshold: threshold)
        let kept = RecoveryKey(agency: agency, publicKey: key.publicKey, shares: count, threshold: threshold)
        try await changing { connection in
            let before = try connection.query("SELECT revision FROM recovery WHERE agency = \(agency.bytes)").first
            let revision = (before?.int(0) ?? 0) + 1
            let sealed = try self.keys.system.seal(
                Array(try JSONEncoder().encode(kept)), column: "recovery", record: agency.bytes, version: revision)
            try connection.execute(
                """
                INSERT INTO recovery (agency, revision, sealed) VALUES (\(agency.bytes), \(revision), \(sealed))
                ON CONFLICT (agency) DO UPDATE SET revision = excluded.revision, sealed = excluded.sealed
                """)
            try connection.execute("DELETE FROM compartmentKey WHERE holder = \(agency.bytes)")
            let act = try self.trail.begin(connection)
            try self.append(
                self.entry(permit, about: agency, act: act, count: count, outcome: "done:custodians"), connection)
            return ((), [.tier(.custodians(agency, publicKey: kept.publicKey))])
        }
        return shares
    }

    /// Whether an agency's custodians hold a key.
    public func hasRecoveryKey(_ agency: EntityID) -> Bool { index.withLock { $0.tier.custodians[agency] != nil } }

    /// The account of this name, letter case aside; nil when there is none.
    public func accountID(named name: String) async throws -> EntityID? {
        let wanted = name.lowercased()
        return try await database.read { try $0.query("SELECT id FROM account WHERE name = \(wanted)") }
            .first?.bytes(0).flatMap { EntityID(bytes: $0) }
    }

    /// Opens with the custodians' shares every compartment of their agency that an account may open, and gives the
    /// account its keys anew: after a lost passphrase, once the person has signed in again.
    ///
    /// - Parameter permit: For `accountManage` of the account.
    /// - Returns: how many keys the account was given.
    /// - Throws: `CustodianFault`; `StoreError.notFound` for an account without a key pair, or an agency without
    ///   custodians.
    public func recoverCompartments(
        for account: EntityID, with shares: [CustodianShare], permit: Permit
    ) async throws -> Int {
        try permit.covers(.accountManage, subject: .account(account))
        let compartments = compartments()
        guard
            let holder = compartments.people.first(where: { $0.id == account && $0.agency == permit.actor.agency }),
            let publicKey = compartments.custodians[holder.agency]
        else { throw StoreError.notFound }
        let key = try UserKey.combined(from: shares, for: publicKey)
        return try await changing { connection in
            let scopes = try connection.query(
                "SELECT DISTINCT scope FROM compartmentKey WHERE holder = \(holder.agency.bytes)")
            var given = 0
            for row in scopes {
                guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }) else { throw StoreError.damaged("scope") }
                given += try self.recover(id, for: holder, with: key, compartments, connection)
            }
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: given, outcome: "done:recovered"), connection)
            return (given, [])
        }
    }

    private func recover(
        _ id: EntityID, for holder: CompartmentHolder, with key: UserKey, _ compartments: Compartments,
        _ connection: any SQLConnection
    ) throws -> Int {
        let (scope, facts) = (try openScope(id, connection), facts(ofScope: id))
        try compartments.unlock(scope, agency: scope.agency, with: key, of: holder.agency, connection)
        let epochs = try connection.query("SELECT part, epoch FROM compartment WHERE scope = \(id.bytes)")
        var given = 0
        for place in try epochs.map({ try CompartmentEpoch($0) }) {
            guard let fieldClass = place.part.compartmentClass, let opened = scope.compartmentKey(place),
                holder.mayOpen(fieldClass, of: facts, now: compartments.now)
            else { continue }
            // What was there was made for the key that was lost.
            try connection.execute(
                """
                DELETE FROM compartmentKey WHERE scope = \(id.bytes) AND part = \(Int(place.part.rawValue))
                AND epoch = \(place.epoch) AND holder = \(holder.id.bytes)
                """)
            let context = compartments.context(place, scope: id, agency: scope.agency)
            let envelope = try opened.shared(with: holder.publicKey, context: context)
            try connection.give(envelope, of: place, scope: id, to: holder.id)
            given += 1
        }
        return given
    }
}
