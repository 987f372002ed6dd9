// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Synchronization
import Vault

/// The audit chain beside the database: what is appended counts only once its transaction has committed.
final class AuditTrail: Sendable {
    /// Where the sealed state of the chain lies.
    static let setting = "trail"

    /// The chain as the database last showed it, and as it will be when the transaction at hand commits.
    private let chains: Mutex<(seen: AuditChain, next: AuditChain)>

    init(_ chain: AuditChain) { chains = Mutex((chain, chain)) }

    /// The number and hash of the last entry in the database; nil when there is none.
    static func head(_ connection: any SQLConnection) throws -> AuditChain.Head? {
        guard let row = try connection.query("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").first,
            let seq = row.int(0), let hash = row.bytes(1)
        else { return nil }
        return AuditChain.Head(count: seq, hash: hash)
    }

    /// Starts a transaction's appending: finds out whether the one before committed. Returns the next entry's number,
    /// from 1.
    ///
    /// - Throws: `StoreError.damaged` when the log in the database is not where this process left it.
    func begin(_ connection: any SQLConnection) throws -> Int {
        let count = try Self.head(connection)?.count ?? 0
        return try chains.withLock { chains in
            if chains.next.head.count == count { chains.seen = chains.next } else { chains.next = chains.seen }
            guard chains.seen.head.count == count else { throw StoreError.damaged("audit log") }
            return count + 1
        }
    }

    /// Appends entries, each numbered one after the other, and the chain's new state.
    func append(_ acts: [Act], _ connection: any SQLConnection) throws {
        var rows: [[SQLValue]] = []
        let state = chains.withLock { chains -> [UInt8] in
            for act in acts {
                let entry = act.canonical
                let link = chains.next.append(canonicalEntry: entry)
                precondition(chains.next.head.count == act.seq, "an act bears the number of its place in the log")
                rows.append([.int(Int64(act.seq)), .blob(entry), .blob(link.hash), .blob(link.mac)])
            }
            return chains.next.sealedState()
        }
        let places = (1...4).map { connection.dialect.placeholder($0) }.joined(separator: ", ")
        try connection.executeMany("INSERT INTO audit (seq, entry, hash, mac) VALUES (\(places))", shared: [], rows)
        try connection.set(Self.setting, state)
    }
}

extension CaseStore {
    /// The entry that a permit makes.
    func entry(_ permit: Permit, act: Int, count: Int, digest: String = "", outcome: String = "done") -> Act {
        Act(
            seq: act, at: clock.now(), actor: permit.actor.id, role: permit.actor.role, action: permit.verb.rawValue,
            subject: permit.subject.id, purpose: permit.purpose, outcome: outcome, count: count, digest: digest)
    }

    func append(_ act: Act, _ connection: any SQLConnection) throws { try trail.append([act], connection) }

    /// Writes an entry for something that changes nothing here: a look, a search, a file let out, a refusal.
    /// On disk when this returns.
    public func note(_ permit: Permit, count: Int, outcome: String = "done", digest: String = "") async throws {
        try await database.write { connection in
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: count, digest: digest, outcome: outcome), connection)
        }
    }

    /// The latest entries of the log, newest first; of one subject when one is given.
    public func acts(latest limit: Int, about subject: EntityID? = nil, permit: Permit) async throws -> [Act] {
        let found = try await database.read { connection in
            let decoder = JSONDecoder()
            var acts: [Act] = []
            let window = subject == nil ? limit : 20_000
            try connection.forEach("SELECT entry FROM audit ORDER BY seq DESC LIMIT \(window)") { row in
                guard acts.count < limit, let entry = row.bytes(0) else { return }
                let act = try decoder.decode(Act.self, from: Data(entry))
                if subject == nil || act.subject == subject { acts.append(act) }
            }
            return acts
        }
        try await note(permit, count: found.count)
        return found
    }
}
