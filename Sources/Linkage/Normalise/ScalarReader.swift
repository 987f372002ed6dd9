// SPDX-License-Identifier: Apache-2.0

/// Unicode scalars of UTF-8 bytes. What is not UTF-8 (a lone surrogate, a cut letter, a stray byte) is passed over, so
/// that one bad byte costs one letter and never a row.
struct ScalarReader: Sequence, IteratorProtocol {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() -> UInt32? {
        while at < bytes.count {
            let lead = bytes[at]
            if lead < 0x80 {
                at += 1
                return UInt32(lead)
            }
            let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
            if let scalar = scalar(length, lead) {
                at += length
                return scalar
            }
            at += 1
        }
        return nil
    }

    private func scalar(_ length: Int, _ lead: UInt8) -> UInt32? {
        guard length > 0, lead < 0xF5, at + length <= bytes.count else { return nil }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for place in 1..<length {
            let byte = bytes[at + place]
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
        return value >= least && value <= 0x10_FFFF && !(0xD800...0xDFFF).contains(value) ? value : nil
    }
}
