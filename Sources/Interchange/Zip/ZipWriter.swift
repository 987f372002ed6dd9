// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Writes a zip archive in memory. Every part carries the same fixed time, so equal content gives equal bytes.
struct ZipWriter {
    private var out: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Deflates one part into the archive.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let packed = Self.deflate(content)
        let start = out.count
        let checksum = UInt32(
            truncatingIfNeeded: content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
        let common = Self.common(
            checksum: checksum, packed: packed.count, unpacked: content.count, nameLength: name.utf8.count)
        out.append32(0x0403_4B50)
        out += common
        out += Array(name.utf8)
        out += packed
        directory.append32(0x0201_4B50)
        directory.append16(20)
        directory += common
        directory += [UInt8](repeating: 0, count: 10)  // no comment, disk 0, no attributes
        directory.append32(start)
        directory += Array(name.utf8)
        count += 1
    }

    /// The archive with its table of contents.
    consuming func finish() -> [UInt8] {
        let start = out.count
        out += directory
        out.append32(0x0605_4B50)
        out.append32(0)
        out.append16(count)
        out.append16(count)
        out.append32(directory.count)
        out.append32(start)
        out.append16(0)
        return out
    }

    /// Version, flags (names are UTF-8), method, time (1980-01-01 00:00), checksum, sizes, lengths.
    private static func common(checksum: UInt32, packed: Int, unpacked: Int, nameLength: Int) -> [UInt8] {
        var part: [UInt8] = []
        part.append16(20)
        part.append16(0x0800)
        part.append16(8)
        part.append16(0)
        part.append16(0x0021)
        part.append32(Int(checksum))
        part.append32(packed)
        part.append32(unpacked)
        part.append16(nameLength)
        part.append16(0)
        return part
    }

    private static func deflate(_ content: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        let ready = deflateInit2_(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        precondition(ready == Z_OK, "zlib could not start")
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(content.count)))
        return content.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: room) { target, written in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(room)
                let code = CZlib.deflate(&stream, Z_FINISH)
                precondition(code == Z_STREAM_END, "deflateBound gave too little room")
                written = room - Int(stream.avail_out)
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append16(_ n: Int) {
        append(UInt8(truncatingIfNeeded: n))
        append(UInt8(truncatingIfNeeded: n >> 8))
    }

    fileprivate mutating func append32(_ n: Int) {
        append16(n)
        append16(n >> 16)
    }
}
