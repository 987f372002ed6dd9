// SPDX-License-Identifier: Apache-2.0

/// Copies a JPEG (ITU-T T.81 annex B) segment by segment. Kept are the segments that the picture is made of, JFIF's
/// without its thumbnail, and Adobe's, which says how colours are meant; of Exif only which way up the picture is.
/// Every other application segment, comments, and whatever stands behind the end, are left out.
struct JPEGCleaner: SegmentCleaner {
    private enum State: Sendable { case start, marker, segment(UInt8), scan, end }
    private var state = State.start
    var buffer: [UInt8] = []
    var at = 0
    private var hasFrame = false
    private var hasOrientation = false

    var isWhole: Bool { if case .end = state { true } else { false } }

    mutating func step(_ copy: inout [UInt8]) throws(PictureCleaner.Fault) -> Bool {
        switch state {
        case .start:
            guard buffer.count - at >= 2 else { return false }
            guard buffer[at] == 0xFF, buffer[at + 1] == 0xD8 else { throw .damaged }
            copy += [0xFF, 0xD8]
            at += 2
            state = .marker
        case .marker:
            guard buffer.count - at >= 2 else { return false }
            guard buffer[at] == 0xFF else { throw .damaged }
            let code = buffer[at + 1]
            at += code == 0xFF ? 1 : 2
            try meet(code, &copy)
        case .segment(let code):
            guard buffer.count - at >= 2 else { return false }
            let length = Int(buffer[at]) << 8 | Int(buffer[at + 1])
            guard length >= 2 else { throw .damaged }
            guard buffer.count - at >= length else { return false }
            let body = buffer[(at + 2)..<(at + length)]
            try write(code, Array(body), &copy)
            at += length
            state = code == 0xDA ? .scan : .marker
        case .scan: return scan(&copy)
        case .end:
            at = buffer.count
            return false
        }
        return true
    }

    private mutating func meet(_ code: UInt8, _ copy: inout [UInt8]) throws(PictureCleaner.Fault) {
        switch code {
        case 0xFF: return
        case 0xD9:
            guard hasFrame else { throw .damaged }
            copy += [0xFF, 0xD9]
            state = .end
        case 0xC0...0xCF, 0xDA...0xDF, 0xE0...0xEF, 0xFE: state = .segment(code)
        default: throw .damaged
        }
    }

    /// The coded picture, up to the next marker that is not part of it.
    private mutating func scan(_ copy: inout [UInt8]) -> Bool {
        let end = buffer.withUnsafeBufferPointer { bytes -> (until: Int, isMarker: Bool) in
            var place = at
            while place < bytes.count {
                guard bytes[place] == 0xFF else {
                    place += 1
                    continue
                }
                guard place + 1 < bytes.count else { return (place, false) }
                let next = bytes[place + 1]
                if next == 0 || (0xD0...0xD7).contains(next) { place += 2 } else { return (place, true) }
            }
            return (place, false)
        }
        copy += buffer[at..<end.until]
        at = end.until
        if end.isMarker { state = .marker }
        return end.isMarker
    }

    private mutating func write(_ code: UInt8, _ body: [UInt8], _ copy: inout [UInt8]) throws(PictureCleaner.Fault) {
        switch code {
        case 0xE1:
            guard !hasOrientation, let orientation = ExifOrientation.read(body) else { return }
            hasOrientation = true
            append(0xE1, ExifOrientation.segment(orientation), &copy)
        case 0xE0:
            guard body.starts(with: Array("JFIF\0".utf8)), body.count >= 14 else { return }
            append(0xE0, body.prefix(12) + [0, 0], &copy)
        case 0xEE:
            guard body.starts(with: Array("Adobe".utf8)) else { return }
            append(0xEE, Array(body.prefix(12)), &copy)
        case 0xE2...0xEF, 0xFE: return
        case 0xC4, 0xC8, 0xCC, 0xDA...0xDF: append(code, body, &copy)
        default:
            guard body.count >= 6 else { throw .damaged }
            let (height, width) = (Int(body[1]) << 8 | Int(body[2]), Int(body[3]) << 8 | Int(body[4]))
            try PictureCleaner.check(width: width, height: height)
            hasFrame = true
            append(code, body, &copy)
        }
    }

    private func append(_ code: UInt8, _ body: [UInt8], _ copy: inout [UInt8]) {
        let length = body.count + 2
        copy += [0xFF, code, UInt8(length >> 8), UInt8(length & 255)]
        copy += body
    }
}

/// Which way up a picture is: the one thing of Exif (CIPA DC-008, tag 0x0112) that changes how it looks.
enum ExifOrientation {
    /// 2 to 8; nil when it is not said, or is as it lies.
    static func read(_ body: [UInt8]) -> UInt8? {
        guard body.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = Array(body.dropFirst(6))
        guard tiff.count >= 14 else { return nil }
        let isBig = tiff[0] == 0x4D
        func number(_ place: Int, _ count: Int) -> Int? {
            guard place >= 0, place + count <= tiff.count else { return nil }
            let bytes = tiff[place..<(place + count)]
            return (isBig ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let first = number(4, 4), let entries = number(first, 2) else { return nil }
        for entry in 0..<min(entries, 1000) {
            let place = first + 2 + 12 * entry
            guard number(place, 2) == 0x0112 else { continue }
            guard number(place + 2, 2) == 3, let value = number(place + 8, 2), (2...8).contains(value) else {
                return nil
            }
            return UInt8(value)
        }
        return nil
    }

    /// An Exif segment that says this and nothing else.
    static func segment(_ orientation: UInt8) -> [UInt8] {
        Array("Exif\0\0MM\0".utf8) + [0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation]
            + [UInt8](repeating: 0, count: 6)
    }
}
