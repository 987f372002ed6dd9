// SPDX-License-Identifier: Apache-2.0

/// A Merkle tree (RFC 6962 §2.1) that only grows, kept as the roots of its whole parts: at most one for each power of
/// two, so that a tree of a million leaves is 20 hashes.
public struct MerkleFrontier: Sendable, Hashable {
    /// How many leaves there are.
    public private(set) var size = 0
    /// Roots of whole subtrees, the largest first.
    private var peaks: [[UInt8]] = []

    public init() {}

    /// Adds a leaf. About 2 hashes.
    public mutating func append(_ leaf: [UInt8]) {
        var node = MerkleTree.leaf(leaf)
        var count = size
        while count & 1 == 1 {
            node = MerkleTree.node(peaks.removeLast(), node)
            count >>= 1
        }
        peaks.append(node)
        size += 1
    }

    /// The tree's hash, 32 bytes; of no leaves SHA-256 of nothing.
    public var root: [UInt8] {
        guard var root = peaks.last else { return sha256([]) }
        for peak in peaks.dropLast().reversed() { root = MerkleTree.node(peak, root) }
        return root
    }

    /// Eight bytes of size, then the hashes: to go on from later.
    public var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: UInt64(size) >> (56 - 8 * UInt64($0))) } + peaks.flatMap { $0 }
    }

    /// The tree that gave these bytes; nil when none can have. Compare its root with one that is signed.
    public init?(bytes: [UInt8]) {
        guard bytes.count >= 8, bytes[0] < 0x80 else { return nil }
        let size = Int(bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) })
        guard bytes.count == 8 + 32 * size.nonzeroBitCount else { return nil }
        self.size = size
        peaks = stride(from: 8, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
    }
}
