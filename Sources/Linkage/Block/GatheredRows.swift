// SPDX-License-Identifier: Apache-2.0

/// Rows of many blocks side by side, with what their comparison looks at. Fetching them one after another, before any
/// are compared, lets the machine wait for many places in memory at once instead of for each in turn.
struct GatheredRows: ~Copyable {
    /// One of a gathered pair.
    struct Row {
        /// Its number in the table.
        let number: UInt32
        let keys: UnsafePointer<UInt32>
        let strip: UnsafePointer<UInt32>
    }

    private let strips: RowStrips
    private let base: UnsafePointer<UInt32>
    private let earlier: BlockKeys.Earlier
    /// Numbers of one row: its keys, its strip.
    private let width: Int
    private let stripAt: Int
    private let stripWidth: Int
    private var rows: Column<UInt32>
    private var numbers: Column<UInt32>
    private var capacity: Int
    private static let usual = 768

    init(_ strips: RowStrips, _ earlier: BlockKeys.Earlier = .none) {
        self.strips = strips
        self.earlier = earlier
        base = UnsafePointer(strips.base)
        stripAt = earlier.lanes
        stripWidth = strips.width
        width = stripAt + stripWidth
        capacity = Self.usual
        rows = Column(unfilled: capacity * width)
        numbers = Column(unfilled: capacity)
    }

    /// Calls `body` with each pair of some runs of blocks: in rising order of rows, first by the one, then the other.
    @inline(__always)
    mutating func forEachPair(_ blocks: Blocks, in piece: Range<Int>, _ body: (Row, Row) -> Void) {
        var at = piece.lowerBound
        var runs: [Int] = []
        while at < piece.upperBound {
            runs.removeAll(keepingCapacity: true)
            at = gather(blocks, at..<piece.upperBound, &runs)
            var start = 0
            for size in runs {
                forEachPair(start, size, blocks, body)
                start += size
            }
        }
    }

    /// Fetches as many whole runs as there is room for.
    ///
    /// - Returns: where to go on.
    private mutating func gather(_ blocks: Blocks, _ piece: Range<Int>, _ runs: inout [Int]) -> Int {
        var (at, filled) = (piece.lowerBound, 0)
        while at < piece.upperBound {
            let end = Blocks.end(blocks.entries, from: at, before: piece.upperBound)
            let size = end - at
            if size > 1, blocks.pairs(of: at..<end) <= blocks.mostPairs {
                if filled + size > capacity {
                    if filled > 0 { return at }
                    capacity = size
                    rows = Column(unfilled: capacity * width)
                    numbers = Column(unfilled: capacity)
                }
                for place in at..<end {
                    let row = blocks.row(place)
                    numbers.base[filled] = UInt32(truncatingIfNeeded: row)
                    fetch(row, to: rows.base + filled * width)
                    filled += 1
                }
                runs.append(size)
            }
            at = end
        }
        return at
    }

    @inline(__always)
    private func fetch(_ row: Int, to target: UnsafeMutablePointer<UInt32>) {
        earlier.copy(row: row, to: target)
        RowStrips.copy(base + row * stripWidth, to: target + stripAt, stripWidth)
    }

    @inline(__always)
    private func row(_ place: Int) -> Row {
        let base = UnsafePointer(rows.base + place * width)
        return Row(number: numbers.base[place], keys: base, strip: base + stripAt)
    }

    @inline(__always)
    private func forEachPair(_ start: Int, _ size: Int, _ blocks: Blocks, _ body: (Row, Row) -> Void) {
        let end = start + size
        var middle = start
        if blocks.isPaired {
            while middle < end, Int(numbers.base[middle]) < blocks.boundary { middle += 1 }
        }
        for a in start..<(blocks.isPaired ? middle : end - 1) {
            let one = row(a)
            for b in (blocks.isPaired ? middle : a + 1)..<end { body(one, row(b)) }
        }
    }
}
