// SPDX-License-Identifier: Apache-2.0

/// Copies one format of picture part by part, as its bytes come.
protocol SegmentCleaner: Sendable {
    /// What came and was not dealt with yet; empty before the first bytes.
    var buffer: [UInt8] { get set }
    /// How much of it was dealt with.
    var at: Int { get set }
    /// Whether the end of the picture was seen.
    var isWhole: Bool { get }

    /// Goes one part further; false when more bytes are needed.
    mutating func step(_ copy: inout [UInt8]) throws(PictureCleaner.Fault) -> Bool
}

extension SegmentCleaner {
    /// Takes the next bytes of the picture; the next bytes of the copy. What stands behind the end is left out.
    mutating func take(_ bytes: [UInt8]) throws(PictureCleaner.Fault) -> [UInt8] {
        if isWhole { return [] }
        buffer.append(contentsOf: bytes)
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        while try step(&copy) {}
        buffer.removeFirst(at)
        at = 0
        return copy
    }
}
