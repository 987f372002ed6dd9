// SPDX-License-Identifier: Apache-2.0

import Cases

/// The cases of a register in the order of their latest change.
///
/// Kept from change to change: a move costs a search and a shift, some 50 µs among 50,000. While much is taken in no
/// order is kept, and the next that asks sorts once.
struct CaseOrder: Sendable {
    /// By `CaseSummary.order`, the smallest first.
    private var keys: [(order: Int, id: EntityID)]?

    /// The ids, latest change first; sorts what is given when no order was kept.
    mutating func ids(of cases: [EntityID: CaseSummary]) -> some RandomAccessCollection<EntityID> {
        let sorted = keys ?? cases.values.map { ($0.order, $0.id) }.sorted { $0.0 < $1.0 }
        keys = sorted
        return sorted.lazy.map(\.id).reversed()
    }

    /// Lets the order go until it is asked for.
    mutating func forget() { keys = nil }

    /// A case whose number changed; nil for a case that is new, or gone. New numbers are larger than all before.
    mutating func move(_ id: EntityID, from old: Int?, to new: Int?) {
        guard keys != nil else { return }
        if let old, let place = position(of: old) { keys!.remove(at: place) }
        if let new { keys!.append((new, id)) }
    }

    private func position(of order: Int) -> Int? {
        guard let keys else { return nil }
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle].order < order { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low].order == order ? low : nil
    }
}
