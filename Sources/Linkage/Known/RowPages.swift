// SPDX-License-Identifier: Apache-2.0

/// Rows of numbers in pages, so that adding one never moves the others.
struct RowPages: ~Copyable {
    private let width: Int
    private var pages: [Column<UInt32>] = []
    private(set) var count = 0
    private static let bits = 13

    init(width: Int) { self.width = width }

    /// A new row of noughts.
    mutating func add() -> UnsafeMutablePointer<UInt32> {
        if count >> Self.bits == pages.count { pages.append(Column(repeating: 0, count: width << Self.bits)) }
        count += 1
        return self[UInt32(count - 1)]
    }

    @inline(__always)
    subscript(row: UInt32) -> UnsafeMutablePointer<UInt32> {
        pages[Int(row >> UInt32(Self.bits))].base + Int(row & (1 << UInt32(Self.bits) - 1)) * width
    }
}
