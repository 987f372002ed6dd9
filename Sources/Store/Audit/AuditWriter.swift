// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization
import Vault

/// Writes the entries of looks, searches and refusals: those of many requests in one transaction, so that they share
/// one wait for the disk.
///
/// Nobody waits for company: what comes while the disk is busy goes with the next transaction, at most one wait later.
final class AuditWriter: Sendable {
    /// An entry without its number, and the words of a search that go sealed beside it.
    struct Entry: Sendable {
        let act: Act
        let words: String?
    }
    private typealias Waiting = (entry: Entry, done: CheckedContinuation<Void, any Error>)

    private let database: any SQLDatabase
    private let trail: AuditTrail
    private let keys: StoreKeys
    private let state = Mutex<(waiting: [Waiting], inHand: [Waiting], isRunning: Bool)>(([], [], false))
    private let batches = Atomic(0)
    private let isCheckpointAwaited = Atomic(false)

    init(database: any SQLDatabase, trail: AuditTrail, keys: StoreKeys) {
        self.database = database
        self.trail = trail
        self.keys = keys
    }

    /// How many transactions were written so far.
    var batchCount: Int { batches.load(ordering: .relaxed) }

    /// Returns when the entry is on disk.
    ///
    /// - Throws: `StoreError.unlogged` when it cannot be written: then nothing may be shown.
    func write(_ entry: Entry) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            let starts = state.withLock { state in
                state.waiting.append((entry, done))
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if starts { Task { await run() } }
        }
    }

    /// Writes until nothing waits any more.
    private func run() async {
        var isWaiting = true
        while isWaiting {
            do {
                try await database.write { connection in try self.writeWaiting(connection) }
                for waiting in takeInHand() { waiting.done.resume() }
                batches.wrappingAdd(1, ordering: .relaxed)
                awaitCheckpoint()
            } catch {
                // A transaction that could not even begin took nothing in hand.
                let failed = takeInHand()
                for waiting in failed.isEmpty ? takeWaiting() : failed {
                    waiting.done.resume(throwing: StoreError.unlogged)
                }
            }
            isWaiting = state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return state.isRunning
            }
        }
    }

    /// Makes a checkpoint an hour after an entry that none covers, also when nobody does anything meanwhile.
    private func awaitCheckpoint() {
        guard isCheckpointAwaited.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else {
            return
        }
        Task { [weak self] in
            try? await Task.sleep(for: .milliseconds(AuditTrail.State.millisecondsMax))
            guard let self else { return }
            isCheckpointAwaited.store(false, ordering: .relaxed)
            try? await database.write { connection in
                _ = try self.trail.begin(connection)
                _ = try self.trail.checkpoint(connection)
            }
        }
    }

    /// Takes what waits only now that the database is this transaction's, so that as much as possible goes together.
    private func writeWaiting(_ connection: any SQLConnection) throws {
        let batch = state.withLock { state in
            // When a first attempt left nothing, what it had in hand is still there.
            state.inHand += state.waiting
            state.waiting = []
            return state.inHand.map(\.entry)
        }
        let first = try trail.begin(connection)
        var acts: [Act] = []
        var words: [Int: (agency: EntityID, sealed: [UInt8])] = [:]
        for (position, entry) in batch.enumerated() {
            var act = entry.act
            act.seq = first + position
            if let text = entry.words {
                let agency = act.agency.flatMap { keys.knows($0) ? $0 : nil } ?? keys.home
                words[act.seq] = (agency, try keys.sealAuditWords(text, act: act.seq, agency: agency))
            }
            acts.append(act)
        }
        try trail.append(acts, words: words, connection)
    }

    private func takeInHand() -> [Waiting] {
        state.withLock { state in
            defer { state.inHand = [] }
            return state.inHand
        }
    }

    private func takeWaiting() -> [Waiting] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}

extension StoreKeys {
    /// The words of a search, for the data protection officer of the agency alone; bound to the entry's number.
    func sealAuditWords(_ text: String, act: Int, agency: EntityID) throws -> [UInt8] {
        try key(of: agency).auditWordsKey().seal(Array(text.utf8), at: auditWordsPlace(act, agency))
    }

    /// - Throws: `StoreError.damaged`.
    func openAuditWords(_ sealed: [UInt8], act: Int, agency: EntityID) throws -> String {
        for key in try key(of: agency).auditWordsKeys() {
            if let open = try? key.open(sealed, at: auditWordsPlace(act, agency)) {
                return String(decoding: open, as: UTF8.self)
            }
        }
        throw StoreError.damaged("audit words")
    }

    private func auditWordsPlace(_ act: Int, _ agency: EntityID) -> Place {
        Place(
            install: install, agency: agency.bytes, scope: agency.bytes, table: "audit", column: "words", record: [],
            version: act)
    }
}
