// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Pieces that one thread reads and others work on, with a few of them waiting in between: however slow the work is, no
/// more gather in memory.
final class Handover<Piece: Sendable>: Sendable {
    /// What was given, in order; it ends with `end`.
    let pieces: AsyncStream<Piece>
    private let feed: AsyncStream<Piece>.Continuation
    private let room = DispatchSemaphore(value: 0)
    private let isAbandoned = Mutex(false)

    /// - Parameter waiting: How many pieces may wait, at least 1.
    init(waiting: Int) {
        (pieces, feed) = AsyncStream.makeStream()
        for _ in 0..<waiting { room.signal() }
    }

    /// Hands a piece on; holds the thread while as many wait as may. Never called on one of Swift's own threads.
    ///
    /// - Throws: `CancellationError` once nobody takes any more.
    func give(_ piece: Piece) throws {
        room.wait()
        if isAbandoned.withLock(\.self) { throw CancellationError() }
        feed.yield(piece)
    }

    /// A piece was taken: there is room for another.
    func took() { room.signal() }

    /// There are no more pieces.
    func end() { feed.finish() }

    /// Nobody takes any more: whoever gives is told so.
    func abandon() {
        isAbandoned.withLock { $0 = true }
        room.signal()
    }
}
