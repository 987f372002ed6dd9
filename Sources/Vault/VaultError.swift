// SPDX-License-Identifier: Apache-2.0

/// Why the vault refuses. No case carries a value, a key or a place: an error can be logged as it is.
public enum VaultError: Error, Sendable, Equatable {
    /// The passphrase or key file opens no slot. A slot altered on disk looks the same: the two cannot be told apart.
    case wrongKey
    /// There is no slot of the kind of secret that was offered.
    case noSlot
    /// The bytes were altered, cut short, or belong to another place, version or key.
    case damaged
    /// The bytes say they were made in a way that this version does not know.
    case unsupported(Unsupported)
    /// A key file under 32 bytes, or an empty passphrase.
    case weakSecret
    /// The machine could not give the memory that the key derivation needs.
    case outOfMemory
    /// Too many key derivations are waiting already; try again in a few seconds.
    case busy

    /// What exactly is not known.
    public enum Unsupported: Sendable, Equatable {
        /// The first byte of an envelope or of a stored state.
        case version
        /// The algorithm of an envelope, slot or password hash.
        case algorithm
        /// scrypt parameters outside the range this version works with (see ``KeyCost``).
        case cost
    }
}
