// SPDX-License-Identifier: Apache-2.0

/// Suggests passphrases that people can remember and type.
public enum Passphrase {
    /// Six words out of 1,024, chosen by the system's cryptographic source and joined by hyphens, such as
    /// `lantern-olive-…`: exactly 60 bits. With scrypt at the standard cost, trying half of them all takes one core
    /// about 7 × 10⁹ years; an attacker with 100,000 such cores still some 70,000.
    public static func suggestion() -> String {
        var system = SystemRandomNumberGenerator()
        return suggestion(using: &system)
    }

    static func suggestion(using source: inout some RandomNumberGenerator) -> String {
        let words = PassphraseWords.all
        return (0..<6).map { _ in words[Int.random(in: words.indices, using: &source)] }.joined(separator: "-")
    }
}
