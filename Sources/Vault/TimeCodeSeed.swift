// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The 160-bit secret that a person's authenticator program shares with the server: gives a code of six digits for
/// each 30 seconds (TOTP, RFC 6238 with HMAC-SHA-1, as every authenticator program speaks it). Store it sealed.
///
/// SHA-1's collisions do not touch HMAC; six digits are few, so the caller must slow down whoever guesses: two codes
/// are right at a time, one try in 500,000.
public struct TimeCodeSeed: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private static let stepMilliseconds: Int64 = 30_000
    private static let digits = 6

    private let bytes: [UInt8]

    /// A new one from the system's cryptographic source.
    public static func random() -> TimeCodeSeed {
        TimeCodeSeed(bytes: Entropy.bytes(20))
    }

    init(bytes: [UInt8]) {
        precondition(bytes.count == 20, "a seed has 160 bits")
        self.bytes = bytes
    }

    /// Nothing of the secret.
    public var description: String { "time code seed" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    public static func == (left: TimeCodeSeed, right: TimeCodeSeed) -> Bool {
        ConstantTime.equal(left.bytes, right.bytes)
    }

    /// For typing into an authenticator program where no camera reads the picture: 32 symbols of RFC 4648 base 32 in
    /// eight groups of four.
    public var base32: String {
        let letters = Array(secret)
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: " ")
    }

    /// What the picture for the camera says: `otpauth://totp/issuer:account?secret=…&issuer=…`. Both names show in the
    /// program on the person's telephone: give the neutral name of the install, never what the office does. The
    /// algorithm, digits and period are the ones every program takes when none are said, which keeps the picture small.
    public func uri(issuer: String, account: String) -> String {
        let (issuer, account) = (Self.escaped(issuer), Self.escaped(account))
        return "otpauth://totp/\(issuer):\(account)?secret=\(secret)&issuer=\(issuer)"
    }

    /// The step (number of 30-second spans since 1970) whose code was typed, or nil when it is wrong. Right are the
    /// codes of this step and of the one before, and of the next only when the person's clock is known to be ahead.
    /// Nothing at or before step `last`, the last one accepted, is right again: store the answer before letting the
    /// person in. Digits of any script are read; spaces, dots and dashes are passed over.
    ///
    /// Every candidate is compared in constant time. Under 25 µs.
    public func check(
        _ typed: String, at milliseconds: Int64, after last: Int64?, isAhead: Bool = false
    ) -> Int64? {
        guard let typed = Self.digits(typed), milliseconds >= 0 else { return nil }
        let now = milliseconds / Self.stepMilliseconds
        var matched: Int64?
        for step in max(0, now - 1)...(isAhead ? now + 1 : now) {
            let isRight = ConstantTime.equal(code(step), typed)
            if isRight, step > last ?? -1 { matched = step }
        }
        return matched
    }

    /// What an authenticator program shows at this time: for the tests of sign-in.
    package func code(at milliseconds: Int64) -> String {
        precondition(milliseconds >= 0, "a time after 1970")
        return String(decoding: code(milliseconds / Self.stepMilliseconds).map { $0 + 48 }, as: UTF8.self)
    }

    /// RFC 4226 §5.3: six digits, each 0…9.
    private func code(_ step: Int64) -> [UInt8] {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let mark = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        let offset = Int(mark[19] & 15)
        var number = mark[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var code = [UInt8](repeating: 0, count: Self.digits)
        for place in code.indices.reversed() {
            code[place] = UInt8(number % 10)
            number /= 10
        }
        return code
    }

    private static func digits(_ typed: String) -> [UInt8]? {
        guard typed.utf8.count <= 128 else { return nil }
        var found: [UInt8] = []
        for character in typed.precomposedStringWithCompatibilityMapping where !Base32.isIgnored(character) {
            guard let digit = Base32.digit(character), found.count < digits else { return nil }
            found.append(digit)
        }
        return found.count == digits ? found : nil
    }

    private var secret: String { String(Base32.symbols(of: bytes).map { Base32.standard[Int($0)] }) }

    /// RFC 3986: all but the unreserved characters as %XX of their UTF-8.
    private static func escaped(_ text: String) -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.reduce(into: "") { escaped, byte in
            escaped += unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + Hex.text([byte]).uppercased()
        }
    }
}

extension TimeCodeSeed: Codable {
    /// Reads what `encode(to:)` wrote.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let symbols = text.compactMap { letter in Base32.standard.firstIndex(of: letter).map { UInt8($0) } }
        guard text.count == 32, symbols.count == 32, let bytes = Base32.bytes(of: symbols) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not 32 symbols of base 32"))
        }
        self.init(bytes: bytes)
    }

    /// One text of 32 symbols. It is the secret itself: seal what comes of it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(secret)
    }
}
