// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// What a person brings to open the vault.
public enum Secret: Sendable, CustomStringConvertible, CustomReflectable {
    /// A text, compared in Unicode form NFKC; nothing is trimmed. The text itself cannot be wiped from memory: Swift
    /// strings are copied freely.
    case passphrase(String)
    /// The content of a key file, at least 32 bytes of randomness.
    case keyFile([UInt8])
    /// The 32 bytes that custodians' shares give together.
    case custodians([UInt8])
    /// The content of a key file that lies beside the register.
    case automatic([UInt8])

    /// What the shares give. Whether it opens a slot is known only when it is tried.
    ///
    /// - Throws: what ``CustodianShares/combine(_:)`` throws.
    public static func shares(_ shares: [CustodianShare]) throws(CustodianFault) -> Secret {
        .custodians(try CustodianShares.combine(shares))
    }

    /// A new key file's content: 32 random bytes.
    public static func newKeyFile() -> [UInt8] { Entropy.bytes(32) }

    /// Which kind of slot it opens.
    public var kind: KeySlot.Kind {
        switch self {
        case .passphrase: .passphrase
        case .keyFile: .keyFile
        case .custodians: .custodians
        case .automatic: .automatic
        }
    }

    /// The kind only.
    public var description: String { kind.rawValue }

    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The key that both the wrapping key and the commitment of a slot come from.
    func stretched(salt: [UInt8], cost: KeyCost) throws(VaultError) -> KeyMaterial {
        switch self {
        case .passphrase(let text):
            guard !text.isEmpty else { throw .weakSecret }
            return try cost.key(from: text, salt: salt)
        case .keyFile(let bytes), .custodians(let bytes), .automatic(let bytes):
            guard bytes.count >= 32 else { throw .weakSecret }
            let extracted = HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: bytes), salt: salt)
            return KeyMaterial(SymmetricKey(data: extracted))
        }
    }
}
