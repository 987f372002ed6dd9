// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

extension CaseStore {
    /// Everything of reviews, agreements, shares and broken glass as it lies in the database; at unseal. Decided
    /// reviews stay on disk.
    func loadTier(_ connection: any SQLConnection) throws -> TierIndex {
        var tier = TierIndex()
        for row in try connection.query("SELECT scope, id, revision, sealed FROM review WHERE state < 2") {
            tier.take(.review(try opened(row, table: "review", connection)))
        }
        for row in try connection.query("SELECT scope, id, revision, sealed FROM glass") {
            tier.take(.grant(try opened(row, table: "glass", connection)))
        }
        for row in try connection.query("SELECT id, revision, sealed FROM agreement") {
            tier.take(.agreement(try openedBySystem(row, column: "agreement")))
        }
        for row in try connection.query("SELECT agency, revision, sealed FROM recovery") {
            let kept: RecoveryKey = try openedBySystem(row, column: "recovery")
            tier.take(.custodians(kept.agency, publicKey: kept.publicKey))
        }
        for agency in try agencies(connection) {
            tier.take(.agency(agency.id, name: agency.name, isSuspended: agency.settings.isSuspended))
        }
        for row in try connection.query("SELECT scope, id, revision, sealed FROM share") {
            let share: ShareGrant = try opened(row, table: "share", connection)
            tier.take(.share(share))
            let base = tier.effectiveVersions(in: share.caseID)[share.consent]
            tier.take(
                .papers(share.consent, try papers(share.consent, in: share.caseID, base: base, connection)))
        }
        return tier
    }

    /// Everything of reviews, shares and broken glass of one scope, as it lies in the database.
    func tier(ofScope id: EntityID, _ connection: any SQLConnection) throws -> [TierUpdate] {
        let reviews: [Review] = try connection.query(
            "SELECT scope, id, revision, sealed FROM review WHERE scope = \(id.bytes) AND state < 2"
        ).map { try opened($0, table: "review", connection) }
        var updates: [TierUpdate] = [.reviews(id, reviews)]
        for row in try connection.query("SELECT scope, id, revision, sealed FROM glass WHERE scope = \(id.bytes)") {
            updates.append(.grant(try opened(row, table: "glass", connection)))
        }
        for row in try connection.query("SELECT scope, id, revision, sealed FROM share WHERE scope = \(id.bytes)") {
            let share: ShareGrant = try opened(row, table: "share", connection)
            let base = reviews.last { $0.record == share.consent }?.pending.base
            updates.append(.share(share))
            updates.append(.papers(share.consent, try papers(share.consent, in: id, base: base, connection)))
        }
        return updates
    }

    /// An agreement as it lies in the database; nothing when there is none.
    func tier(ofAgreement id: EntityID, _ connection: any SQLConnection) throws -> [TierUpdate] {
        try connection.query("SELECT id, revision, sealed FROM agreement WHERE id = \(id.bytes)")
            .map { .agreement(try openedBySystem($0, column: "agreement")) }
    }

    /// The public key of an agency's custodians as it lies in the database.
    func tier(ofCustodians agency: EntityID, _ connection: any SQLConnection) throws -> [TierUpdate] {
        try connection.query("SELECT agency, revision, sealed FROM recovery WHERE agency = \(agency.bytes)").map {
            let kept: RecoveryKey = try openedBySystem($0, column: "recovery")
            return .custodians(kept.agency, publicKey: kept.publicKey)
        }
    }

    /// What a consent says: the version that stands, and the newest. Nothing when it was taken out.
    func papers(_ consent: EntityID, in scope: EntityID, base: Int?, _ connection: any SQLConnection) throws
        -> [ConsentPaper]
    {
        let rows = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.id = \(consent.bytes) AND (r.live = 1 OR r.version = \(base ?? 0))
            """
        ).map(Self.sealedRow)
        // Taken out, though it waits for review: taken back at once.
        if rows.isEmpty || rows.contains(where: \.removed) { return [] }
        return try rows.compactMap { row in
            let filter = RecordFilter(classes: [.f0, .f1, .f4])
            return ConsentPaper(
                try sealer.open(row.sealed, id: row.id, version: row.version, in: try sealer.scope(of: row), filter))
        }
    }

    /// The key of a scope that is there.
    ///
    /// - Throws: `StoreError.notFound`, `.damaged`.
    func openScope(_ id: EntityID, _ connection: any SQLConnection) throws -> OpenScope {
        let row = try connection.query("SELECT epoch, wrapped, agency FROM scope WHERE id = \(id.bytes)").first
        guard let row, let epoch = row.int(0), let wrapped = row.bytes(1),
            let agency = row.bytes(2).flatMap({ EntityID(bytes: $0) })
        else { throw StoreError.notFound }
        return try sealer.scope(id, agency: agency, epoch: epoch, wrapped: wrapped)
    }

    /// - Parameter row: Scope, id, revision and sealed content.
    func opened<Content: Decodable>(_ row: SQLRow, table: String, _ connection: any SQLConnection) throws
        -> Content
    {
        guard let scope = row.bytes(0).flatMap({ EntityID(bytes: $0) }),
            let id = row.bytes(1).flatMap({ EntityID(bytes: $0) }), let revision = row.int(2),
            let sealed = row.bytes(3)
        else { throw StoreError.damaged(table) }
        return try openScope(scope, connection).open(
            sealed, as: Content.self, table: table, id: id, revision: revision)
    }

    /// - Parameter row: Id, revision and sealed content.
    func openedBySystem<Content: Decodable>(_ row: SQLRow, column: String) throws -> Content {
        guard let id = row.bytes(0), let revision = row.int(1), let sealed = row.bytes(2) else {
            throw StoreError.damaged(column)
        }
        let open = try keys.system.open(sealed, column: column, record: id, version: revision)
        do { return try JSONDecoder().decode(Content.self, from: Data(open)) } catch {
            throw StoreError.damaged(column)
        }
    }
}

/// The public half of the key that an agency's custodians hold in shares.
struct RecoveryKey: Codable {
    let agency: EntityID
    let publicKey: [UInt8]
    let shares: Int
    let threshold: Int
}
