// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Hands batches from the thread that reads one database to the thread that writes another, a few at a time: the
/// reader waits while the writer is behind.
///
/// Its state is only touched while the condition is held.
final class BatchPipe: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [DumpBatch] = []
    private var isFinished = false
    private var failure: (any Error)?
    private let capacity: Int

    init(capacity: Int = 4) { self.capacity = capacity }

    /// Blocks while the pipe is full.
    ///
    /// - Throws: What the writer failed with.
    func put(_ batch: DumpBatch) throws {
        try condition.withLock {
            while waiting.count >= capacity, failure == nil { condition.wait() }
            if let failure { throw failure }
            waiting.append(batch)
            condition.broadcast()
        }
    }

    /// The next batch, nil after the last. Blocks until there is one.
    ///
    /// - Throws: What the reader failed with.
    func take() throws -> DumpBatch? {
        try condition.withLock {
            while waiting.isEmpty, !isFinished, failure == nil { condition.wait() }
            if let failure { throw failure }
            guard !waiting.isEmpty else { return nil }
            defer { condition.broadcast() }
            return waiting.removeFirst()
        }
    }

    /// There are no more batches.
    func finish() {
        condition.withLock {
            isFinished = true
            condition.broadcast()
        }
    }

    /// One side cannot go on; the other is told at its next step.
    func fail(_ error: any Error) {
        condition.withLock {
            if failure == nil { failure = error }
            condition.broadcast()
        }
    }
}
