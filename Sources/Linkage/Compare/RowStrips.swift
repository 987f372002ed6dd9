// SPDX-License-Identifier: Apache-2.0

/// What a row's comparisons look at, side by side in memory: comparing two rows of a million waits for two places in
/// memory, not for twenty.
final class RowStrips: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt32>
    /// Numbers of one row, with noughts behind up to a multiple of eight: two rows of a million then lie in one line of
    /// the machine's cache each, and are copied by a few moves.
    let width: Int
    /// By comparison: the slot of the other name column; nil where there is none.
    let others: [Int?]
    /// By comparison: the slot of the row's cell of frequencies; nil where frequency does not count.
    let cells: [Int?]

    let comparisons: [FieldComparison]
    /// By comparison; nil for kinds whose weight is the same for all values.
    let frequencies: [Frequencies?]

    /// - Parameter isCounted: false when nobody asks for frequencies.
    init(_ table: PersonTable, _ comparisons: [FieldComparison], isCounted: Bool = true) {
        self.comparisons = comparisons
        let counted = Parallel.map(isCounted ? comparisons.count : 0) { comparisons[$0].frequencies(of: table) }
        frequencies = counted.map { $0?.frequencies }
        var columns: [Column<UInt32>] = comparisons.map { Self.values($0.columns(of: table)) }
        var others: [Int?] = []
        var cells: [Int?] = []
        for comparison in comparisons {
            guard case .name(_, let other?) = comparison.columns(of: table) else {
                others.append(nil)
                continue
            }
            if let known = columns.firstIndex(where: { $0 === other }) {
                others.append(known)
            } else {
                columns.append(other)
                others.append(columns.count - 1)
            }
        }
        for one in counted {
            if let one { columns.append(one.cells) }
            cells.append(one == nil ? nil : columns.count - 1)
        }
        self.others = others
        self.cells = cells
        let width = isCounted ? (columns.count + 7) & ~7 : columns.count
        self.width = width
        let rows = table.count
        base = Memory.allocate(UInt32.self, count: rows * width)
        let all = columns
        let target = Target(base: base)
        // A stretch of rows at a time, so that its strips stay near until they are filled.
        let stretch = 4_096
        _ = Parallel.map((rows + stretch - 1) / stretch) { piece in
            for (slot, column) in all.enumerated() {
                let (from, to) = (column.base, target.base + slot)
                for row in (piece * stretch)..<min(rows, (piece + 1) * stretch) { to[row * width] = from[row] }
            }
            for slot in all.count..<width {
                for row in (piece * stretch)..<min(rows, (piece + 1) * stretch) { target.base[row * width + slot] = 0 }
            }
        }
    }

    deinit { Memory.release(base) }

    /// Copies a row's strip.
    @inline(__always)
    static func copy(_ from: UnsafePointer<UInt32>, to target: UnsafeMutablePointer<UInt32>, _ width: Int) {
        let (from, target) = (UnsafeRawPointer(from), UnsafeMutableRawPointer(target))
        for place in stride(from: 0, to: width * 4, by: 32) {
            let eight = from.loadUnaligned(fromByteOffset: place, as: SIMD8<UInt32>.self)
            target.storeBytes(of: eight, toByteOffset: place, as: SIMD8<UInt32>.self)
        }
    }

    private struct Target: @unchecked Sendable { let base: UnsafeMutablePointer<UInt32> }

    private static func values(_ field: PairComparer.Field) -> Column<UInt32> {
        switch field {
        case .name(let column, _), .date(let column), .code(let column), .phone(let column): column
        case .text(let column), .document(let column): column.codes
        }
    }
}
