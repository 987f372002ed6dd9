// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension EverythingIntake {
    /// What stands around records: agreements, changes that still wait for a second person (without them such a change
    /// would hold as if somebody had agreed to it), and every time that glass was broken.
    ///
    /// Not taken: shares, which are a copy of a moment of a log that begins anew here, so that the other agency would
    /// see what was written since: they are made anew. Nor reviews that were decided, requests and erasures: the
    /// versions that stand follow from them, and what was said stays in the folder.
    func takeAround() throws {
        try each("agreements.jsonl", Agreement.self, take)
        try each("reviews.jsonl", Review.self) { review in if review.isOpen { try take(review) } }
        try each("glass.jsonl", GlassGrant.self, take)
    }

    /// Exports of earlier versions do not have every file.
    private func each<Line: Decodable>(_ name: String, _ type: Line.Type, _ body: (Line) throws -> Void) throws {
        guard reader.has(name) else { return }
        do { try reader.lines(of: name, type, body) } catch StoreError.notFound { throw BackupFault.damaged(name) }
    }

    private func take(_ line: Agreement) throws {
        var agreement = Agreement(
            id: line.id, giver: here(line.giver), taker: here(line.taker), classes: line.classes,
            purposes: line.purposes, until: line.until, proposer: here(line.proposer),
            proposerAgency: here(line.proposerAgency))
        (agreement.accepter, agreement.isEnded) = (line.accepter.map(here), line.isEnded)
        let state = agreement.isEnded ? 2 : agreement.accepter == nil ? 0 : 1
        let sealed = try store.seal(agreement, column: "agreement", agreement.id)
        try connection.execute(
            """
            INSERT INTO agreement (id, giver, taker, state, revision, sealed) VALUES
            (\(agreement.id.bytes), \(agreement.giver.bytes), \(agreement.taker.bytes), \(state), 1, \(sealed))
            """)
    }

    private func take(_ line: Review) throws {
        let pending = PendingChange(
            base: line.pending.base, version: line.pending.version, editor: here(line.pending.editor),
            opened: line.pending.opened, isAsked: line.pending.isAsked)
        try store.insert(
            Review(
                id: line.id, scope: line.scope, agency: here(line.agency), record: line.record, kind: line.kind,
                pending: pending, isRemoval: line.isRemoval, classes: line.classes, state: line.state,
                reviewer: line.reviewer.map(here), reason: line.reason, decided: line.decided), connection)
    }

    private func take(_ line: GlassGrant) throws {
        var grant = GlassGrant(
            id: line.id, caseID: line.caseID, account: here(line.account), began: line.began, category: line.category,
            reason: line.reason)
        (grant.reviewer, grant.reviewed, grant.finding) = (line.reviewer.map(here), line.reviewed, line.finding)
        let sealed = try store.openScope(grant.caseID, connection).seal(
            grant, table: "glass", id: grant.id, revision: 1)
        try connection.execute(
            """
            INSERT INTO glass (id, scope, account, reviewed, revision, sealed) VALUES
            (\(grant.id.bytes), \(grant.caseID.bytes), \(grant.account.bytes), \(grant.isReviewed), 1, \(sealed))
            """)
    }
}

extension CaseStore {
    /// A value of the office as it lies in the database.
    fileprivate func seal(_ value: some Encodable, column: String, _ id: EntityID) throws -> [UInt8] {
        try keys.system.seal(Array(try JSONEncoder().encode(value)), column: column, record: id.bytes, version: 1)
    }
}
