// SPDX-License-Identifier: Apache-2.0

/// What is kept of a ticket in place of its number and words: marks that only the register itself can make.
///
/// The number goes through scrypt with a salt that follows from a key of the install, and the result together with that
/// key makes the marks. Who has the database and not the root key can try nothing at all; who has both still pays one
/// scrypt run for each of 9 × 10¹³ numbers, and reads the cases anyway. The key is the one that lasts when the root key
/// changes hands, so that tickets go on.
public struct TicketMarks: Sendable {
    private let key: KeyMaterial

    /// One scrypt run, right or wrong: run it through ``KeyDerivations``. Throws `unsupported(.cost)`, `outOfMemory`.
    public init(_ number: TicketNumber, pepper: Pepper, cost: KeyCost) throws(VaultError) {
        let salt = pepper.key.child(Parts("wayhouse/ticket/salt/1")).authenticate([])
        let stretched = try cost.key(from: number.digits, salt: Array(salt.prefix(16)))
        key = pepper.key.child(Parts("wayhouse/ticket/key/1")).joined(with: stretched, label: "wayhouse/ticket/1")
    }

    /// Under what the number is found: 64 hexadecimal digits.
    public var name: String { Hex.text(key.child(Parts("wayhouse/ticket/name/1")).authenticate([])) }

    /// The mark of number and word, 64 hexadecimal digits; the same for a word that is written otherwise.
    public func word(_ word: String) -> String {
        Hex.text(key.child(Parts("wayhouse/ticket/word/1")).authenticate(Array(TicketWord.fold(word).utf8)))
    }

    /// Whether two marks are the same, in a time that does not tell where they differ.
    public static func isEqual(_ a: String, _ b: String) -> Bool { ConstantTime.equal(Array(a.utf8), Array(b.utf8)) }
}
