// SPDX-License-Identifier: Apache-2.0

/// Compares two rows of a table in every field. One for each thread.
final class PairComparer {
    /// The levels of one pair, four bits a comparison, the first in the lowest.
    typealias Pattern = UInt64

    private let table: PersonTable
    private let strips: RowStrips
    private let base: UnsafeMutablePointer<UInt32>
    private let width: Int
    private let fields: UnsafeMutablePointer<Reader>
    private let namesCompared: NameComparer
    private let texts: TextComparer
    let count: Int

    /// One comparison with the columns it looks at.
    enum Field {
        case name(Column<UInt32>, other: Column<UInt32>?)
        case date(Column<UInt32>)
        case code(Column<UInt32>)
        case text(CodedColumn)
        case phone(Column<UInt32>)
        case document(CodedColumn)
    }

    /// How one slot of a strip is compared, as bare addresses: inner loops count no references.
    private struct Reader {
        let kind: ComparisonKind
        /// The slot of the other name column; −1 where there is none.
        let other: Int
        var view: PoolView?
    }

    private let comparisons: [FieldComparison]

    init(_ table: PersonTable, _ comparisons: [FieldComparison], _ strips: RowStrips) {
        self.table = table
        self.strips = strips
        (base, width) = (strips.base, strips.width)
        self.comparisons = comparisons
        count = comparisons.count
        fields = .allocate(capacity: max(1, count))
        for (place, comparison) in comparisons.enumerated() {
            (fields + place).initialize(
                to: Reader(
                    kind: comparison.kind, other: strips.others[place] ?? -1, view: Self.view(comparison, table)))
        }
        namesCompared = NameComparer(table.names)
        texts = TextComparer()
    }

    deinit { fields.deallocate() }

    /// Looks anew where the table's texts lie, after some were added.
    func refresh() {
        for (place, comparison) in comparisons.enumerated() { fields[place].view = Self.view(comparison, table) }
        namesCompared.refresh()
    }

    private static func view(_ comparison: FieldComparison, _ table: PersonTable) -> PoolView? {
        switch comparison.columns(of: table) {
        case .text(let column), .document(let column): column.pool.view
        default: nil
        }
    }

    @inline(__always)
    func pattern(_ i: Int, _ j: Int) -> Pattern { pattern(base + i * width, base + j * width) }

    /// The same of two strips.
    @inline(__always)
    func pattern(_ one: UnsafePointer<UInt32>, _ two: UnsafePointer<UInt32>) -> Pattern {
        var pattern: Pattern = 0
        for place in 0..<count {
            pattern |= UInt64(truncatingIfNeeded: level(place, one, two)) << UInt64(truncatingIfNeeded: place * 4)
        }
        return pattern
    }

    @inline(__always)
    private func level(_ place: Int, _ one: UnsafePointer<UInt32>, _ two: UnsafePointer<UInt32>) -> Int {
        let (a, b) = (one[place], two[place])
        if a == 0 || b == 0 { return 0 }
        let field = fields + place
        switch field.pointee.kind {
        case .name:
            let other = field.pointee.other
            return namesCompared.level(a, b, other < 0 ? (0, 0) : (one[other], two[other]))
        case .date: return DateLevels.level(a, b)
        case .code: return a == b ? 2 : 1
        case .phone: return TextComparer.phone(a, b)
        case .text:
            if a == b { return 4 }
            guard let view = field.pointee.view else { return 1 }
            return texts.text(a, b, view)
        case .document:
            if a == b { return 4 }
            guard let view = field.pointee.view else { return 1 }
            return texts.document(a, b, view)
        }
    }
}
