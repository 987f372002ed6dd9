// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The connections that are open. When there are too many, those that have been still for longest go, so that nobody
/// shuts others out by opening thousands and saying nothing.
final class Guests: Sendable {
    /// More than any office has browsers, and few enough to be held in a few megabytes.
    static let most = 2000
    /// How many are let go at once when there are too many.
    private static let batch = 200

    private struct Guest {
        let close: @Sendable () -> Void
        /// Counts on with everything that any guest does; the lowest has been still for longest.
        var lastSeen: Int
        var isAsking = false
    }

    private let state = Mutex<(all: [Int: Guest], next: Int, tick: Int)>(([:], 0, 0))
    private let most: Int

    init(most: Int = Guests.most) { self.most = most }

    /// How many connections are open.
    var count: Int { state.withLock { $0.all.count } }

    /// Somebody has connected. What they are called from now on.
    ///
    /// - Parameter close: Ends the connection; called at most once, on the thread of whoever comes one too many.
    func welcome(close: @escaping @Sendable () -> Void) -> Int {
        let (number, gone) = state.withLock { state -> (Int, [Guest]) in
            var gone: [Guest] = []
            if state.all.count >= most {
                let idle = state.all.filter { !$0.value.isAsking }.sorted { $0.value.lastSeen < $1.value.lastSeen }
                for (number, guest) in idle.prefix(min(Self.batch, max(1, most / 10))) {
                    gone.append(guest)
                    state.all[number] = nil
                }
            }
            state.next += 1
            state.tick += 1
            state.all[state.next] = Guest(close: close, lastSeen: state.tick)
            return (state.next, gone)
        }
        for guest in gone { guest.close() }
        return number
    }

    /// A request has come, or has been answered.
    func note(_ number: Int, isAsking: Bool) {
        state.withLock { state in
            state.tick += 1
            state.all[number]?.lastSeen = state.tick
            state.all[number]?.isAsking = isAsking
        }
    }

    func goodbye(_ number: Int) { state.withLock { $0.all[number] = nil } }
}
