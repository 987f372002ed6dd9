// SPDX-License-Identifier: Apache-2.0

/// One way into the vault: the root key wrapped under a secret. Any one slot opens it; slots come and go without
/// touching data. Safe to keep in clear: without the secret it opens nothing.
///
/// AES key wrap alone lets a forged slot open under two secrets; the commitment (HMAC over every field of the slot
/// under a key that only the secret gives) ties it to one.
public struct KeySlot: Sendable, Equatable {
    /// What kind of secret opens it.
    public enum Kind: String, Sendable, Codable {
        case passphrase
        case keyFile
        /// So many shares of so many, put together.
        case custodians
        /// A key file that lies beside the register: the server opens by itself. Protects against nobody who has the
        /// computer.
        case automatic
    }

    /// How the secret of custodians was split.
    public struct Split: Sendable, Hashable, Codable {
        public let needed: Int
        public let count: Int
        /// What stands in the heading of each share's paper (``CustodianShare/mark``).
        public let mark: String
    }

    /// 16 random hexadecimal digits: names the slot when it is to be removed.
    public let id: String
    public let kind: Kind
    /// 16 random bytes.
    public let salt: [UInt8]
    /// What one try costs. Unused for a key file, whose randomness needs no stretching.
    public let cost: KeyCost
    /// The root key, AES key wrap (RFC 3394), 40 bytes.
    public let wrapped: [UInt8]
    /// 32 bytes.
    public let commitment: [UInt8]
    /// What its holder calls it, up to 60 characters; empty for none. Readable on disk.
    public let label: String
    /// Of custodians only.
    public let split: Split?

    init(
        sealing root: KeyMaterial, for secret: Secret, install: [UInt8], cost: KeyCost, label: String = "",
        split: Split? = nil
    ) throws(VaultError) {
        id = Hex.text(.random(8))
        kind = secret.kind
        self.label = String(label.filter { !$0.isNewline }.prefix(60))
        self.split = split
        salt = .random(16)
        self.cost = cost
        let stretched = try secret.stretched(salt: salt, cost: cost)
        wrapped = Self.wrapping(stretched, install).wrap(root)
        commitment = Self.committing(stretched, install).authenticate(
            Self.parts(id: id, kind: kind, salt: salt, cost: cost, wrapped: wrapped) + Self.more(self.label, split))
    }

    /// The root key, or nil when the secret is not the one this slot was made with (or the slot was altered).
    func open(with secret: Secret, install: [UInt8]) throws(VaultError) -> KeyMaterial? {
        let stretched = try secret.stretched(salt: salt, cost: cost)
        let parts =
            Self.parts(id: id, kind: kind, salt: salt, cost: cost, wrapped: wrapped) + Self.more(label, split)
        let expected = Self.committing(stretched, install).authenticate(parts)
        guard ConstantTime.equal(expected, commitment) else { return nil }
        return try Self.wrapping(stretched, install).unwrap(wrapped)
    }

    private static func wrapping(_ stretched: KeyMaterial, _ install: [UInt8]) -> KeyMaterial {
        var purpose = Parts("wayhouse/slot/wrap/1")
        purpose.append(install)
        return stretched.child(purpose)
    }

    private static func committing(_ stretched: KeyMaterial, _ install: [UInt8]) -> KeyMaterial {
        var purpose = Parts("wayhouse/slot/commit/1")
        purpose.append(install)
        return stretched.child(purpose)
    }

    private static func parts(id: String, kind: Kind, salt: [UInt8], cost: KeyCost, wrapped: [UInt8]) -> [UInt8] {
        var parts = Parts("wayhouse/slot/1", reserving: 192)
        parts.append(id)
        parts.append(kind.rawValue)
        parts.append(salt)
        parts.append(cost.rounds)
        parts.append(cost.blockSize)
        parts.append(cost.parallelism)
        parts.append(wrapped)
        return parts.bytes
    }

    /// Nothing for a slot without either, as slots of earlier versions are.
    private static func more(_ label: String, _ split: Split?) -> [UInt8] {
        if label.isEmpty, split == nil { return [] }
        var parts = Parts(reserving: 96)
        parts.append(label)
        if let split {
            parts.append(split.needed)
            parts.append(split.count)
            parts.append(split.mark)
        }
        return parts.bytes
    }
}

extension KeySlot: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, kind, salt, rounds, blockSize, parallelism, wrapped, commitment, label, split
    }

    /// Reads what `encode(to:)` wrote; bytes are hexadecimal.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func bytes(_ key: CodingKeys) throws -> [UInt8] {
            guard let bytes = Hex.bytes(try fields.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "not hexadecimal")
            }
            return bytes
        }
        id = try fields.decode(String.self, forKey: .id)
        kind = try fields.decode(Kind.self, forKey: .kind)
        cost = KeyCost(
            rounds: try fields.decode(Int.self, forKey: .rounds),
            blockSize: try fields.decode(Int.self, forKey: .blockSize),
            parallelism: try fields.decode(Int.self, forKey: .parallelism))
        salt = try bytes(.salt)
        wrapped = try bytes(.wrapped)
        commitment = try bytes(.commitment)
        label = try fields.decodeIfPresent(String.self, forKey: .label) ?? ""
        split = try fields.decodeIfPresent(Split.self, forKey: .split)
    }

    /// Flat keys; bytes as lower-case hexadecimal.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(Hex.text(salt), forKey: .salt)
        try fields.encode(cost.rounds, forKey: .rounds)
        try fields.encode(cost.blockSize, forKey: .blockSize)
        try fields.encode(cost.parallelism, forKey: .parallelism)
        try fields.encode(Hex.text(wrapped), forKey: .wrapped)
        try fields.encode(Hex.text(commitment), forKey: .commitment)
        if !label.isEmpty { try fields.encode(label, forKey: .label) }
        try fields.encodeIfPresent(split, forKey: .split)
    }
}
