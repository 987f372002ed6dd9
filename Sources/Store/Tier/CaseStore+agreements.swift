// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// The agreements that an agency is a side of, newest end first.
    public func agreements(of agency: EntityID) -> [Agreement] {
        index.withLock { $0.tier.agreements.values.filter { $0.giver == agency || $0.taker == agency } }
            .sorted { ($0.until, $0.id) > ($1.until, $1.id) }
    }

    /// Writes a proposal; it holds once the other side accepts.
    ///
    /// - Parameter permit: For `agreementManage`.
    /// - Throws: `StoreError.notFound` for an agency that is not here, or when the actor's is neither side.
    public func propose(_ agreement: Agreement, permit: Permit) async throws {
        try permit.covers(.agreementManage)
        try await changing { connection in
            let known = Set(try self.agencies(connection).map(\.id))
            guard known.contains(agreement.giver), known.contains(agreement.taker),
                agreement.giver != agreement.taker, agreement.proposerAgency == permit.actor.agency,
                [agreement.giver, agreement.taker].contains(permit.actor.agency), agreement.accepter == nil
            else { throw StoreError.notFound }
            let sealed = try self.keys.system.seal(
                Array(try JSONEncoder().encode(agreement)), column: "agreement", record: agreement.id.bytes, version: 1)
            try connection.execute(
                """
                INSERT INTO agreement (id, giver, taker, state, revision, sealed) VALUES
                (\(agreement.id.bytes), \(agreement.giver.bytes), \(agreement.taker.bytes), 0, 1, \(sealed))
                """)
            return ((), try self.noted(agreement, permit, outcome: "proposed", connection))
        }
    }

    /// Accepts a proposal of the other side.
    ///
    /// - Parameter charter: The version of the charter of sharing that the accepter binds their side to, if any.
    /// - Throws: `Refusal` (own request) for the side that proposed; `StoreError.notFound`.
    public func accept(agreement id: EntityID, charter: Int? = nil, permit: Permit) async throws {
        try await change(agreement: id, permit, outcome: "accepted") { agreement in
            guard agreement.proposerAgency != permit.actor.agency else {
                throw Refusal(.agreementManage, .ownRequest)
            }
            guard agreement.accepter == nil, !agreement.isEnded else { throw StoreError.notFound }
            agreement.accepter = permit.actor.id
            agreement.accepterCharter = charter
        }
    }

    /// Ends an agreement, and with it at once every share made under it. Either side may.
    public func end(agreement id: EntityID, permit: Permit) async throws {
        try await change(agreement: id, permit, outcome: "ended") { $0.isEnded = true }
    }

    private func change(
        agreement id: EntityID, _ permit: Permit, outcome: String,
        _ body: @escaping @Sendable (inout Agreement) throws -> Void
    ) async throws {
        try permit.covers(.agreementManage)
        try await changing { connection in
            guard var agreement = self.index.withLock({ $0.tier.agreements[id] }),
                [agreement.giver, agreement.taker].contains(permit.actor.agency)
            else { throw StoreError.notFound }
            try body(&agreement)
            let revision =
                (try connection.query("SELECT revision FROM agreement WHERE id = \(id.bytes)").first?.int(0) ?? 0) + 1
            let sealed = try self.keys.system.seal(
                Array(try JSONEncoder().encode(agreement)), column: "agreement", record: id.bytes, version: revision)
            let state = agreement.isEnded ? 2 : 1
            try connection.execute(
                """
                UPDATE agreement SET state = \(state), revision = \(revision), sealed = \(sealed)
                WHERE id = \(id.bytes)
                """)
            return ((), try self.noted(agreement, permit, outcome: outcome, connection))
        }
    }

    private func noted(
        _ agreement: Agreement, _ permit: Permit, outcome: String, _ connection: any SQLConnection
    ) throws -> [IndexUpdate] {
        let act = try trail.begin(connection)
        try append(entry(permit, about: agreement.id, act: act, count: 1, outcome: outcome), connection)
        return [.tier(.agreement(agreement))]
    }
}
