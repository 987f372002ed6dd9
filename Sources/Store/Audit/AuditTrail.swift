// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Synchronization
import Vault

/// The audit chain beside the database: what is appended counts only once its transaction has committed.
final class AuditTrail: Sendable {
    /// Where the sealed state of the chain lies.
    static let setting = "trail"

    /// What follows from the log so far.
    struct State: Sendable {
        var chain: AuditChain
    }

    /// The log as the database last showed it, and as it will be when the transaction at hand commits.
    private let states: Mutex<(seen: State, next: State)>
    /// Time by the wall and by the machine at the latest entry of this unsealing, to see a clock that was set.
    private let times: Mutex<ClockWatch>
    let clock: Clock
    /// Names this unsealing in every entry.
    let boot = String(EntityID.random().description.prefix(16))

    init(_ state: State, clock: Clock) {
        states = Mutex((state, state))
        times = Mutex(ClockWatch(latest: state.chain.latest))
        self.clock = clock
    }

    /// The latest moment that stands in the log, in milliseconds since 1970.
    var latest: Int64 { states.withLock { $0.next.chain.latest } }

    /// How far the clock was set since this was last asked, in milliseconds: negative for back. Empty when it was not.
    func takeJumps() -> [Int64] { times.withLock { $0.take() } }

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
        return try states.withLock { states in
            if states.next.chain.head.count == count { states.seen = states.next } else { states.next = states.seen }
            guard states.seen.chain.head.count == count else { throw StoreError.damaged("audit log") }
            return count + 1
        }
    }

    /// Appends entries, each numbered one after the other, with the sealed words of searches by the entry's number,
    /// and the chain's new state. Their boot and tick are set here.
    func append(
        _ acts: [Act], words: [Int: (agency: EntityID, sealed: [UInt8])] = [:], _ connection: any SQLConnection
    ) throws {
        var (rows, index): ([[SQLValue]], [[SQLValue]]) = ([], [])
        let tick = clock.tick()
        let state = states.withLock { states -> [UInt8] in
            for var act in acts {
                (act.boot, act.tick) = (boot, tick)
                if let sealed = words[act.seq]?.sealed { act.words = digest(of: sealed) }
                let entry = act.canonical
                let link = states.next.chain.append(canonicalEntry: entry, at: act.at)
                precondition(states.next.chain.head.count == act.seq, "an act bears the number of its place")
                rows.append([.int(Int64(act.seq)), .blob(entry), .blob(link.hash), .blob(link.mac)])
                index += AuditIndex.rows(of: act)
            }
            return states.next.chain.sealedState()
        }
        if let last = acts.last { times.withLock { $0.see(wall: last.at, tick: tick) } }
        let places = (1...4).map { connection.dialect.placeholder($0) }.joined(separator: ", ")
        try connection.executeMany("INSERT INTO audit (seq, entry, hash, mac) VALUES (\(places))", shared: [], rows)
        try connection.executeMany(
            "INSERT INTO auditIndex (id, seq, side, at) VALUES (\(places))", shared: [], index)
        for (seq, words) in words {
            try connection.execute(
                "INSERT INTO auditWords (seq, agency, sealed) VALUES (\(seq), \(words.agency.bytes), \(words.sealed))")
        }
        try connection.set(Self.setting, state)
    }

    private func digest(of bytes: [UInt8]) -> String {
        var hash = RunningHash()
        hash.update(bytes)
        return hash.hex
    }
}
