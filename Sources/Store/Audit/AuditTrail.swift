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
        var tree = MerkleFrontier()
        /// Of the last checkpoint: how many entries it covers and when it was made.
        var checkpoint: (size: Int, at: Int64) = (0, 0)
    }

    /// The log as the database last showed it, and as it will be when the transaction at hand commits.
    private let states: Mutex<(seen: State, next: State)>
    /// Time by the wall and by the machine at the latest entry of this unsealing, to see a clock that was set.
    private let times: Mutex<ClockWatch>
    let clock: Clock
    let signer: CheckpointSigner
    /// The copy outside the machine; nil when there is none.
    let mirror: AuditMirror?
    /// Looks at every entry for what somebody should know of.
    let watch: AlertWatch?
    /// Whether other servers add to the log, too.
    private let isShared: Bool
    /// Names this unsealing in every entry.
    let boot = String(EntityID.random().description.prefix(16))

    init(
        _ state: State, clock: Clock, signer: CheckpointSigner, mirror: AuditMirror? = nil,
        watch: AlertWatch? = nil, isShared: Bool = false
    ) {
        self.isShared = isShared
        states = Mutex((state, state))
        times = Mutex(ClockWatch(latest: state.chain.latest))
        self.clock = clock
        self.signer = signer
        self.mirror = mirror
        self.watch = watch
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

    /// Starts a transaction's appending: finds out whether the one before committed, and takes in what other servers
    /// added since. Returns the next entry's number, from 1.
    ///
    /// - Throws: `StoreError.damaged` when the log in the database is not where this process left it; `.unlogged` when
    ///   a copy outside is asked for and cannot be written.
    func begin(_ connection: any SQLConnection) throws -> Int {
        try mirror?.insist()
        let head = try Self.head(connection)
        return try states.withLock { states in
            if isAt(head, states.next) { states.seen = states.next } else { states.next = states.seen }
            if !isAt(head, states.seen) {
                guard isShared, let head else { throw StoreError.damaged("audit log") }
                // What this server wrote last may be under what the others wrote, or may have come to nothing.
                let last = try isKept(states.next, connection) ? states.next : states.seen
                states.seen = try followed(last, to: head, connection)
                states.next = states.seen
            }
            return (head?.count ?? 0) + 1
        }
    }

    private func isAt(_ head: AuditChain.Head?, _ state: State) -> Bool {
        guard let head else { return state.chain.head.count == 0 }
        return isShared ? state.chain.head == head : state.chain.head.count == head.count
    }

    /// Whether the last entry of a state stands in the log.
    private func isKept(_ state: State, _ connection: any SQLConnection) throws -> Bool {
        let head = state.chain.head
        if head.count == 0 { return true }
        return try connection.query("SELECT hash FROM audit WHERE seq = \(head.count)").first?.bytes(0) == head.hash
    }

    /// The state after what other servers added. Nothing that this one saw may have gone meanwhile.
    ///
    /// - Throws: `StoreError.damaged` when the log is shorter than it was, or went another way: a replica took
    ///   over that did not have everything.
    private func followed(_ state: State, to head: AuditChain.Head, _ connection: any SQLConnection) throws -> State {
        var state = state
        let before = state.chain.head
        guard head.count > before.count, try isKept(state, connection),
            let sealed = try connection.setting(Self.setting)
        else { throw StoreError.damaged("audit log") }
        do { try state.chain.follow(sealed) } catch { throw StoreError.damaged("audit state") }
        guard state.chain.head == head else { throw StoreError.damaged("audit log") }
        var (lines, acts): ([AuditMirror.Line], [Act]) = ([], [])
        try connection.forEach(
            "SELECT seq, hash, entry FROM audit WHERE seq > \(before.count) ORDER BY seq"
        ) { row in
            guard let seq = row.int(0), let hash = row.bytes(1) else { throw StoreError.damaged("audit log") }
            state.tree.append(hash)
            lines.append((seq, hash))
            if let act = row.bytes(2).flatMap({ Act(canonical: $0) }) { acts.append(act) }
        }
        if let last = try Checkpoint.last(connection) { state.checkpoint = (last.content.size, last.content.at) }
        mirror?.append(lines)
        watch?.overhear(acts)
        return state
    }

    /// Appends entries, each numbered one after the other, with the sealed words of searches by the entry's number,
    /// and the chain's new state. Their boot and tick are set here.
    func append(
        _ acts: [Act], words: [Int: (agency: EntityID, sealed: [UInt8])] = [:], _ connection: any SQLConnection
    ) throws {
        var (rows, index): ([[SQLValue]], [[SQLValue]]) = ([], [])
        let tick = clock.tick()
        let (state, checkpoint) = states.withLock { states -> ([UInt8], Checkpoint?) in
            for var act in acts {
                (act.boot, act.tick) = (boot, tick)
                if let sealed = words[act.seq]?.sealed { act.words = digest(of: sealed) }
                let entry = act.canonical
                let link = states.next.chain.append(canonicalEntry: entry, at: act.at)
                states.next.tree.append(link.hash)
                precondition(states.next.chain.head.count == act.seq, "an act bears the number of its place")
                rows.append([.int(Int64(act.seq)), .blob(entry), .blob(link.hash), .blob(link.mac)])
                index += AuditIndex.rows(of: act)
            }
            let state = states.next.chain.sealedState()
            guard let last = acts.last, states.next.isCheckpointDue(at: last.at) else { return (state, nil) }
            return (state, signer.checkpoint(&states.next, at: last.at))
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
        try checkpoint?.write(connection)
        let lines = rows.compactMap { row -> AuditMirror.Line? in
            if case .int(let seq) = row[0], case .blob(let hash) = row[2] { (Int(seq), hash) } else { nil }
        }
        connection.afterCommit { [self] in
            // From now on a log without these entries is one that lost them.
            if isShared { states.withLock { $0.seen = $0.next } }
            mirror?.append(lines)
            watch?.take(acts)
        }
    }

    /// Writes a checkpoint of all there is, unless the last one covers it. Inside a transaction that began here.
    func checkpoint(_ connection: any SQLConnection) throws -> Checkpoint? {
        let last = isShared ? try Checkpoint.last(connection) : nil
        let made = states.withLock { states -> Checkpoint? in
            if let last { states.next.checkpoint = (last.content.size, last.content.at) }
            guard states.next.chain.head.count > states.next.checkpoint.size else { return nil }
            return signer.checkpoint(&states.next, at: clock.now())
        }
        try made?.write(connection)
        return made
    }

    private func digest(of bytes: [UInt8]) -> String {
        var hash = RunningHash()
        hash.update(bytes)
        return hash.hex
    }
}
