// SPDX-License-Identifier: Apache-2.0

/// Hashes and proofs of RFC 6962 §2.1 over a list of leaves: that one leaf is in a tree, and that a larger tree begins
/// with all of a smaller one.
public enum MerkleTree {
    static func leaf(_ data: [UInt8]) -> [UInt8] { sha256([0x00] + data) }
    static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { sha256([0x01] + left + right) }

    /// The hash of the tree over the leaves.
    public static func root(of leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard leaves.count > 1 else { return leaves.first.map { leaf($0) } ?? sha256([]) }
        let split = leaves.startIndex + half(leaves.count)
        return node(root(of: leaves[..<split]), root(of: leaves[split...]))
    }

    /// The hashes beside the way from a leaf to the root (§2.1.1), lowest first. Costs the whole tree.
    public static func inclusionProof(of index: Int, in leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        precondition(leaves.indices.contains(leaves.startIndex + index), "a leaf of the tree")
        guard leaves.count > 1 else { return [] }
        let count = half(leaves.count)
        let split = leaves.startIndex + count
        return index < count
            ? inclusionProof(of: index, in: leaves[..<split]) + [root(of: leaves[split...])]
            : inclusionProof(of: index - count, in: leaves[split...]) + [root(of: leaves[..<split])]
    }

    /// Whether the proof shows that the leaf stands at the index of a tree of this size and root.
    public static func isIncluded(
        _ leaf: [UInt8], at index: Int, size: Int, proof: [[UInt8]], root: [UInt8]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (place, last, hash) = (index, size - 1, self.leaf(leaf))
        for beside in proof {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = node(beside, hash)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                hash = node(hash, beside)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && ConstantTime.equal(hash, root)
    }

    /// The hashes that show that the first `size` leaves are the beginning of all (§2.1.2). Costs the whole tree.
    public static func consistencyProof(from size: Int, in leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        precondition(size > 0 && size <= leaves.count, "a beginning of the tree")
        return part(size, leaves, isWhole: true)
    }

    private static func part(_ size: Int, _ leaves: ArraySlice<[UInt8]>, isWhole: Bool) -> [[UInt8]] {
        if size == leaves.count { return isWhole ? [] : [root(of: leaves)] }
        let count = half(leaves.count)
        let split = leaves.startIndex + count
        return size <= count
            ? part(size, leaves[..<split], isWhole: isWhole) + [root(of: leaves[split...])]
            : part(size - count, leaves[split...], isWhole: false) + [root(of: leaves[..<split])]
    }

    /// Whether the proof shows that a tree of `new` leaves begins with that of `old` leaves (RFC 9162 §2.1.4.2).
    public static func isConsistent(
        old: (size: Int, root: [UInt8]), new: (size: Int, root: [UInt8]), proof: [[UInt8]]
    ) -> Bool {
        guard old.size > 0, old.size <= new.size else { return false }
        if old.size == new.size { return proof.isEmpty && ConstantTime.equal(old.root, new.root) }
        var path = proof[...]
        if old.size.nonzeroBitCount == 1 { path = [old.root] + path }
        guard let first = path.popFirst() else { return false }
        var (place, last) = (old.size - 1, new.size - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        var (before, after) = (first, first)
        for beside in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                (before, after) = (node(beside, before), node(beside, after))
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                after = node(after, beside)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && ConstantTime.equal(before, old.root) && ConstantTime.equal(after, new.root)
    }

    /// The largest power of two below the count.
    private static func half(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}
