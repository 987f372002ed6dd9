// SPDX-License-Identifier: Apache-2.0
import Foundation

/// 256 random bits that a browser or program carries: 43 characters of base64url. The server keeps only the digest.
public struct Token: Sendable, Hashable {
    /// What the holder carries. Never store or log it.
    public let text: String

    /// A new one from the system's cryptographic source.
    public static func random() -> Token {
        let base64 = Data([UInt8].random(32)).base64EncodedString()
        let text = base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Token(unchecked: text)
    }

    /// What somebody sent, if it has the shape of a token: 43 letters, digits, `-`, `_`.
    public init?(_ text: String) {
        let isToken = text.utf8.count == 43 && text.utf8.allSatisfy { Self.alphabet.contains($0) }
        guard isToken else { return nil }
        self.text = text
    }

    /// SHA-256 of the text, 32 bytes: what is stored and looked up.
    public var digest: [UInt8] { sha256(Array(text.utf8)) }

    private init(unchecked text: String) {
        self.text = text
    }

    private static let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
