// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Vault

/// Those who are at the door: between passphrase and second factor, or between slip and first look. In memory only,
/// under the SHA-256 of a token that is nobody's session and opens nothing else.
public final class AtTheDoor: Sendable {
    /// How far somebody has come.
    public enum Stage: Sendable {
        case factor(Recognised)
        case enrolling(Enrolment)
    }
    private let waiting = Mutex<[[UInt8]: (stage: Stage, until: Int64)]>([:])

    /// Ten minutes for a code, half an hour for a slip.
    private static func longest(_ stage: Stage) -> Int64 {
        switch stage {
        case .factor: 600_000
        case .enrolling: 1_800_000
        }
    }
    /// People at the door at most.
    private static let max = 10_000

    public init() {}

    /// Lets somebody wait.
    ///
    /// - Returns: a token for the cookie.
    public func admit(_ stage: Stage, now: Int64) -> String {
        let token = Token.random()
        waiting.withLock { waiting in
            waiting = waiting.filter { now < $0.value.until }
            if waiting.count < Self.max { waiting[token.digest] = (stage, now + Self.longest(stage)) }
        }
        return token.text
    }

    /// How far the holder of a token has come; nil when there is none or it took too long.
    public func stage(_ text: String?, now: Int64) -> Stage? {
        guard let key = text.flatMap({ Token($0) })?.digest else { return nil }
        return waiting.withLock { waiting in
            guard let found = waiting[key], now < found.until else { return nil }
            return found.stage
        }
    }

    public func leave(_ text: String?) {
        guard let key = text.flatMap({ Token($0) })?.digest else { return }
        waiting.withLock { $0[key] = nil }
    }
}
