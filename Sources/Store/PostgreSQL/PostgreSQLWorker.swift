// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// A connection with a thread of its own: what waits for the server holds up nothing else of this process.
final class PostgreSQLWorker: Sendable {
    private let queue: DispatchQueue
    private let session: PostgreSQLSession

    init(_ name: String, _ session: PostgreSQLSession) {
        queue = DispatchQueue(label: "wayhouse.postgresql.\(name)")
        self.session = session
    }

    /// Runs on the connection's thread; one after the other, in the order they came.
    func run<T: Sendable>(_ body: @escaping @Sendable (PostgreSQLSession) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { done in
            queue.async { [session] in done.resume(with: Result { try body(session) }) }
        }
    }

    func close() async {
        try? await run { $0.close() }
    }
}

/// Workers for reading: each is lent to one reader at a time, to those who waited longest first.
final class PostgreSQLReaders: Sendable {
    private let all: [PostgreSQLWorker]
    private let state: Mutex<(free: [PostgreSQLWorker], waiting: [CheckedContinuation<PostgreSQLWorker, Never>])>

    init(_ workers: [PostgreSQLWorker]) {
        all = workers
        state = Mutex((workers, []))
    }

    func run<T: Sendable>(_ body: @escaping @Sendable (PostgreSQLSession) throws -> T) async throws -> T {
        let worker = await borrow()
        defer { giveBack(worker) }
        return try await worker.run(body)
    }

    private func borrow() async -> PostgreSQLWorker {
        await withCheckedContinuation { waiting in
            let free = state.withLock { state -> PostgreSQLWorker? in
                if let free = state.free.popLast() { return free }
                state.waiting.append(waiting)
                return nil
            }
            if let free { waiting.resume(returning: free) }
        }
    }

    private func giveBack(_ worker: PostgreSQLWorker) {
        let next = state.withLock { state -> CheckedContinuation<PostgreSQLWorker, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free.append(worker)
            return nil
        }
        next?.resume(returning: worker)
    }

    func close() async { for worker in all { await worker.close() } }
}
