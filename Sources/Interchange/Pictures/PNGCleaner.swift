// SPDX-License-Identifier: Apache-2.0

/// Copies a PNG (ISO/IEC 15948) chunk by chunk. Kept are the chunks that the picture is made of and those that say how
/// its colours are meant; texts, times, Exif, profiles, and every chunk that is not known here, are left out, and so
/// is whatever stands behind the end.
struct PNGCleaner: SegmentCleaner {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private enum State: Sendable {
        case signature, head
        /// So many bytes of a chunk, its check sum included, are still to come.
        case body(Int, isKept: Bool)
        case end
    }
    private var state = State.signature
    var buffer: [UInt8] = []
    var at = 0
    private var hasHeader = false
    private var hasData = false

    /// The longest that these may be; anything longer hides something.
    private static let longest: [String: Int] = [
        "IHDR": 13, "PLTE": 768, "tRNS": 256, "gAMA": 4, "cHRM": 32, "sRGB": 1, "sBIT": 4, "bKGD": 6, "pHYs": 9,
        "IEND": 0,
    ]

    var isWhole: Bool { if case .end = state { true } else { false } }

    mutating func step(_ copy: inout [UInt8]) throws(PictureCleaner.Fault) -> Bool {
        let here = buffer.count - at
        switch state {
        case .signature:
            guard here >= 8 else { return false }
            guard buffer[at..<(at + 8)].elementsEqual(Self.signature) else { throw .damaged }
            copy += Self.signature
            at += 8
            state = .head
        case .head:
            guard here >= 8 else { return false }
            return try head(&copy)
        case .body(let left, let isKept):
            guard here > 0 else { return false }
            let part = min(left, here)
            if isKept { copy += buffer[at..<(at + part)] }
            at += part
            state = part == left ? .head : .body(left - part, isKept: isKept)
        case .end:
            at = buffer.count
            return false
        }
        return true
    }

    /// The length and name of the next chunk.
    private mutating func head(_ copy: inout [UInt8]) throws(PictureCleaner.Fault) -> Bool {
        let length = number(at)
        let name = String(decoding: buffer[(at + 4)..<(at + 8)], as: UTF8.self)
        guard length < 1 << 31, hasHeader || name == "IHDR" else { throw .damaged }
        if name == "IHDR" {
            guard length == 13, !hasHeader else { throw .damaged }
            guard buffer.count - at >= 16 else { return false }
            try PictureCleaner.check(width: number(at + 8), height: number(at + 12))
            hasHeader = true
        }
        if name == "IEND" {
            guard length == 0, hasData else { throw .damaged }
            guard buffer.count - at >= 12 else { return false }
            copy += buffer[at..<(at + 12)]
            at += 12
            state = .end
            return true
        }
        if name == "IDAT" { hasData = true }
        let isKept = name == "IDAT" || (Self.longest[name].map { length <= $0 } ?? false)
        if isKept { copy += buffer[at..<(at + 8)] }
        at += 8
        state = .body(length + 4, isKept: isKept)
        return true
    }

    private func number(_ place: Int) -> Int { buffer[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
}
