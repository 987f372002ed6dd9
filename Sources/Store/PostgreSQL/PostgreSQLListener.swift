// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Hears from the server that something was changed, on a thread and a connection of its own.
final class PostgreSQLListener: Sendable {
    private let url: String
    private let isStopped = Mutex(false)

    init(url: String) { self.url = url }

    /// - Parameter body: Called after each notice, after each time that the connection was made anew, and every quarter
    ///   of a second at least; on the listener's thread, so it must not wait.
    func start(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in run(body) }
    }

    func stop() { isStopped.withLock { $0 = true } }

    private func run(_ body: () -> Void) {
        let session = PostgreSQLSession(url: url) { session in
            let channel = try session.query("SELECT 'wayhouse_' || md5(current_schema())", []).first?.text(0)
            try session.run("LISTEN \(channel ?? "wayhouse")")
        }
        while !isStopped.withLock({ $0 }) {
            do {
                try session.connect()
                while !isStopped.withLock({ $0 }), wait(session) { body() }
            } catch { Thread.sleep(forTimeInterval: 0.1) }
            session.close()
        }
    }

    /// Waits for a notice, at most a quarter of a second. False when the connection is gone.
    private func wait(_ session: PostgreSQLSession) -> Bool {
        guard let socket = session.socket else { return false }
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, 250)
        return session.hears().isAlive
    }
}
