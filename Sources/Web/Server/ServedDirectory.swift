// SPDX-License-Identifier: Apache-2.0

import Directory
import Synchronization

/// The directory of services that the server answers from: read when it starts, and again when its file has changed.
/// While a new one is read, and when it cannot be, the one before answers.
public final class ServedDirectory: Sendable {
    /// What a file looked like from outside. Two that look the same are not read twice.
    public typealias Look = [String]

    /// What came of a look at the file.
    public enum News: Sendable, Hashable {
        /// A changed file is served from now on, with so many public services.
        case renewed(Int)
        /// A changed file cannot be read, or has a fault: the directory before it is still served.
        case refused
    }

    private struct State {
        var directory: PublicDirectory
        /// The file as it was read or refused last, and as it was seen last.
        var known: Look
        var seen: Look
    }

    private let state: Mutex<State>
    private let look: @Sendable () -> Look
    private let read: @Sendable () throws -> PublicDirectory

    /// - Parameters:
    ///   - look: Such as names, sizes and times of the files; cheap, and called again and again.
    ///   - read: The directory whole.
    /// - Throws: What `read` throws.
    public init(look: @escaping @Sendable () -> Look, read: @escaping @Sendable () throws -> PublicDirectory) throws {
        (self.look, self.read) = (look, read)
        let first = look()
        state = Mutex(State(directory: try read(), known: first, seen: first))
    }

    public var current: PublicDirectory { state.withLock { $0.directory } }

    /// Looks once whether the file has changed, and reads it when it has and has stopped changing: a file that is still
    /// being written looks different at the next look.
    ///
    /// - Returns: nil as long as there is nothing new; each change is told once.
    public func renew() -> News? {
        let now = look()
        let isDue = state.withLock { state in
            defer { state.seen = now }
            return now != state.known && now == state.seen
        }
        guard isDue else { return nil }
        let fresh = try? read()
        return state.withLock { state in
            state.known = now
            guard let fresh else { return .refused }
            state.directory = fresh
            return .renewed(fresh.listings.count)
        }
    }

    /// Looks every two seconds, until the task is cancelled.
    public func watch(_ tell: @Sendable (News) -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(2))
            if !Task.isCancelled, let news = renew() { tell(news) }
        }
    }
}
