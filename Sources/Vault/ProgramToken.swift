// SPDX-License-Identifier: Apache-2.0

/// What a program shows instead of a password: `wh1_<id>_<secret>_<sum>`. The id (12 letters and digits) names the
/// token in lists and logs; the secret is 43 random letters and digits, 256 bits; the sum is the CRC-32 of all before
/// it, so that a scanner for lost secrets is sure of what it found and the server refuses slips without a look-up.
/// Shown once; the server keeps only the digest.
public struct ProgramToken: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// Names the token. Not secret.
    public let id: String
    /// What the program carries. Never store or log it.
    public let text: String

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let lengths = [3, 12, 43, 6]

    /// A new one from the system's cryptographic source.
    public static func random() -> ProgramToken {
        let id = letters(12)
        return ProgramToken(id: id, text: signed("wh1_\(id)_\(letters(43))"))
    }

    private init(id: String, text: String) {
        self.id = id
        self.text = text
    }

    /// What a program sent, if it has the shape of a token and its sum agrees. Nothing is trimmed.
    public init?(_ text: String) {
        guard text.utf8.count == Self.lengths.reduce(3, +) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard
            parts.map(\.count) == Self.lengths, parts[0].elementsEqual("wh1".utf8),
            parts.joined().allSatisfy({ Self.alphabet.contains($0) }),
            Self.signed(String(text.dropLast(7))) == text
        else { return nil }
        self.init(id: String(decoding: parts[1], as: UTF8.self), text: text)
    }

    /// SHA-256 of the text, 32 bytes: what is stored and compared.
    public var digest: [UInt8] { sha256(Array(text.utf8)) }

    /// The id only.
    public var description: String { "program token \(id)" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    private static func signed(_ body: String) -> String {
        var sum = Checksum.crc32(body.utf8)
        var digits: [UInt8] = []
        for _ in 0..<6 {
            digits.append(alphabet[Int(sum % 62)])
            sum /= 62
        }
        return body + "_" + String(decoding: digits.reversed(), as: UTF8.self)
    }

    private static func letters(_ count: Int) -> String {
        var system = SystemRandomNumberGenerator()
        return String(
            decoding: (0..<count).map { _ in alphabet[Int.random(in: 0..<62, using: &system)] }, as: UTF8.self)
    }
}
