// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Hides lengths before sealing: a yes and a no, a short and a long name take the same room.
///
/// A byte 0x80 ends the text, zeros fill up to 32, 64, 128, 256, then to the next eighth of the power of two below
/// (288, 320 … 512, 576 …): at most 12.5 % more above 256 bytes. The end is found from the back, so any text comes back
/// exactly, whatever it ends with.
enum Padding {
    /// The length after padding, for a text of so many bytes.
    static func paddedCount(_ count: Int) -> Int {
        let needed = count + 1
        if needed <= 256 { return needed <= 32 ? 32 : needed <= 64 ? 64 : needed <= 128 ? 128 : 256 }
        let step = 1 << ((Int.bitWidth - 1 - (needed - 1).leadingZeroBitCount) - 3)
        return (needed + step - 1) / step * step
    }

    static func pad(_ text: [UInt8]) -> [UInt8] {
        let total = paddedCount(text.count)
        return [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
            _ = text.withUnsafeBufferPointer { buffer.update(fromContentsOf: $0) }
            buffer[text.count] = 0x80
            if let base = buffer.baseAddress { memset(base + text.count + 1, 0, total - text.count - 1) }
            count = total
        }
    }

    /// The length of the text inside, or nil when this is not a padded text.
    static func textCount(_ padded: UnsafeRawBufferPointer) -> Int? {
        guard let end = padded.lastIndex(where: { $0 != 0 }), padded[end] == 0x80 else { return nil }
        return end
    }
}
