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

    /// Which kind of slot it opens.
    public var kind: KeySlot.Kind {
        switch self {
        case .passphrase: .passphrase
        case .keyFile: .keyFile
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
        case .keyFile(let bytes):
            guard bytes.count >= 32 else { throw .weakSecret }
            let extracted = HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: bytes), salt: salt)
            return KeyMaterial(SymmetricKey(data: extracted))
        }
    }
}
