// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation

/// Something that happens only when a second person has agreed. What exactly is asked for lies sealed.
public struct TwoPersonRequest: Sendable, Codable, Hashable, Identifiable {
    public let id: EntityID
    public let kind: Kind
    public let agency: EntityID
    /// The account or case that it is about; nil for the register as a whole.
    public let subject: EntityID?
    public let asker: EntityID
    /// Why, in the asker's words.
    public let reason: String
    /// What exactly, as its kind reads it.
    public private(set) var details: [String: String]
    public private(set) var state: State
    /// Milliseconds since 1970.
    public let asked: Int64
    /// When it, or the leave that it gave, runs out.
    public private(set) var expires: Int64
    public private(set) var decidedBy: EntityID?
    public var version: Int

    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A role with power over others, for a new or an old account.
        case account
        /// A new slip for somebody whose passphrase or telephone is lost.
        case factorReset
        /// A file with names, or of more than fifty cases.
        case export
        case legalHold
        /// A backup in the place of the register.
        case restore
        /// A case is erased for good, seven days later.
        case erasure
        /// A public file, which waits with the request.
        case publication
    }

    public enum State: String, Sendable, Codable, CaseIterable {
        case waiting, approved, refused
        /// What was agreed to has been done.
        case used
    }

    /// 72 hours for an answer.
    static let waitsMilliseconds: Int64 = 72 * 3_600_000
    /// A day to do what was agreed to.
    static let lastsMilliseconds: Int64 = 24 * 3_600_000

    public init(
        _ kind: Kind, subject: EntityID?, by actor: Actor, reason: String, details: [String: String], at now: Int64
    ) {
        id = .random()
        self.kind = kind
        agency = actor.agency
        self.subject = subject
        asker = actor.id
        self.reason = reason
        self.details = details
        state = .waiting
        asked = now
        expires = now + Self.waitsMilliseconds
        version = 0
    }

    /// Whether somebody can still agree, or still do what was agreed to.
    public func isOpen(at now: Int64) -> Bool { (state == .waiting || state == .approved) && now < expires }

    /// - Throws: `StoreError.notFound` when it was decided already or has run out.
    public mutating func decide(_ isApproved: Bool, by actor: EntityID, at now: Int64) throws {
        guard state == .waiting, isOpen(at: now) else { throw StoreError.notFound }
        state = isApproved ? .approved : .refused
        decidedBy = actor
        expires = now + Self.lastsMilliseconds
    }

    /// Spends the leave that it gave, once, by whoever asked for it.
    ///
    /// - Parameter details: What stands in the place of the old ones from now on; nil to leave them.
    /// - Throws: `StoreError.notFound` when it was not agreed to, has run out or was used.
    public mutating func use(by actor: EntityID, at now: Int64, details: [String: String]? = nil) throws {
        guard state == .approved, asker == actor, isOpen(at: now) else { throw StoreError.notFound }
        state = .used
        if let details { self.details = details }
    }

    /// Adds what came of it to what was asked for, once it was done.
    public mutating func note(_ more: [String: String], by actor: EntityID) {
        guard state == .used, asker == actor else { return }
        details.merge(more) { $1 }
    }
}

extension PeopleTransaction {
    /// The request as it stands in this transaction.
    ///
    /// - Throws: `StoreError.notFound`.
    public func request(_ id: EntityID) throws -> TwoPersonRequest {
        let rows = try connection.query("SELECT id, version, sealed FROM request WHERE id = \(id.bytes)")
        guard let row = rows.first else { throw StoreError.notFound }
        return try store.request(in: row)
    }

    /// All requests as they stand in this transaction, in no order that means anything.
    public func requests() throws -> [TwoPersonRequest] {
        try connection.query("SELECT id, version, sealed FROM request").map { try store.request(in: $0) }
    }

    /// Writes a request: a new one (version 0), or the next version of the one that was read.
    @discardableResult
    public func put(_ request: TwoPersonRequest) throws -> TwoPersonRequest {
        var next = request
        next.version += 1
        let sealed = try store.keys.system.seal(
            Array(try JSONEncoder().encode(next)), column: "request", record: next.id.bytes, version: next.version)
        let (kind, state) = (next.kind.rawValue, next.state.rawValue)
        if request.version == 0 {
            try connection.execute(
                """
                INSERT INTO request (id, kind, state, expires, version, sealed)
                VALUES (\(next.id.bytes), \(kind), \(state), \(next.expires), \(next.version), \(sealed))
                """)
            return next
        }
        let count = try connection.execute(
            """
            UPDATE request SET state = \(state), expires = \(next.expires), version = \(next.version), sealed = \(sealed)
            WHERE id = \(next.id.bytes) AND version = \(request.version)
            """)
        guard count == 1 else { throw StoreError.conflict(next.id, current: request.version + 1) }
        return next
    }
}

extension CaseStore {
    /// The requests of an agency, or of all, the newest first.
    public func requests(of agency: EntityID? = nil) async throws -> [TwoPersonRequest] {
        let rows = try await database.read { try $0.query("SELECT id, version, sealed FROM request") }
        return try rows.map { try request(in: $0) }.filter { agency == nil || $0.agency == agency }
            .sorted { ($0.asked, $0.id) > ($1.asked, $1.id) }
    }

    /// Those that wait for an answer, or for what was agreed to; the ones that have run out may be among them.
    public func openRequests(of agency: EntityID) async throws -> [TwoPersonRequest] {
        let now = clock.now()
        let rows = try await database.read {
            try $0.query(
                "SELECT id, version, sealed FROM request WHERE state IN ('waiting', 'approved') AND expires > \(now)")
        }
        return try rows.map { try request(in: $0) }.filter { $0.agency == agency }
    }

    func request(in row: SQLRow) throws -> TwoPersonRequest {
        guard let id = row.bytes(0), let version = row.int(1), let sealed = row.bytes(2) else {
            throw StoreError.damaged("request")
        }
        let open = try keys.system.open(sealed, column: "request", record: id, version: version)
        do { return try JSONDecoder().decode(TwoPersonRequest.self, from: Data(open)) } catch {
            throw StoreError.damaged("request")
        }
    }
}
