// SPDX-License-Identifier: Apache-2.0

/// 256 random bits that a passkey is asked to sign, good for two minutes. Whoever keeps it gives it out once and
/// forgets it with the first answer, right or wrong: that it is used once only is the keeper's doing.
public struct PasskeyChallenge: Sendable, Hashable, Codable {
    /// How long it is good, in milliseconds.
    public static let lifetime: Int64 = 120_000

    /// 43 characters of base64url for the page's script, and what the browser sends back in the client data.
    public let text: String
    /// When it was made, in milliseconds since 1970.
    public let issued: Int64

    /// A new one from the system's cryptographic source.
    public static func random(at milliseconds: Int64) -> PasskeyChallenge {
        PasskeyChallenge(text: Base64URL.text(Entropy.bytes(32)), issued: milliseconds)
    }

    /// Whether it may still be answered. False also for a time before it was made: the clock was set back.
    public func isFresh(at milliseconds: Int64) -> Bool {
        milliseconds >= issued && milliseconds - issued < Self.lifetime
    }
}
