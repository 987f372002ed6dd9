// SPDX-License-Identifier: Apache-2.0

/// Records that are alike, counted together.
struct RecordGroups {
    private(set) var parts: [[UInt32]] = []
    private(set) var sizes: [Int] = []
    private var places: [[UInt32]: Int] = [:]

    /// Adds records of these attributes (ascending).
    mutating func add(_ count: Int, of part: [UInt32]) {
        if let place = places[part] {
            sizes[place] += count
        } else {
            places[part] = parts.count
            parts.append(part)
            sizes.append(count)
        }
    }

    /// How many records have exactly these attributes.
    func size(of part: [UInt32]) -> Int { places[part].map { sizes[$0] } ?? 0 }

    /// Gives `count` records of one group one attribute more.
    mutating func extend(_ group: Int, by attribute: UInt32, count: Int) {
        sizes[group] -= count
        add(count, of: Self.inserting(attribute, into: parts[group]))
    }

    /// The attributes with one more among them, ascending.
    static func inserting(_ attribute: UInt32, into part: [UInt32]) -> [UInt32] {
        let place = part.firstIndex { $0 > attribute } ?? part.count
        return Array(part[..<place]) + [attribute] + part[place...]
    }
}
