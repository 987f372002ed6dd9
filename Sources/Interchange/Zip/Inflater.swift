// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Raw deflate (RFC 1951) through zlib, in pieces of 64 KiB and never more than one piece in memory.
enum Inflater {
    static let pieceBytes = 65_536
    typealias Take = (UnsafeBufferPointer<UInt8>) throws(InterchangeError) -> Bool

    /// Unpacks until the stream ends or `take` answers false.
    ///
    /// - Throws: `brokenArchive` when the stream is damaged or cut off; what `take` throws.
    static func inflate(_ packed: UnsafeBufferPointer<UInt8>, _ take: Take) throws(InterchangeError) {
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .brokenArchive("it cannot be unpacked")
        }
        defer { inflateEnd(&stream) }
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceBytes)
        defer { piece.deallocate() }
        stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        stream.avail_in = UInt32(packed.count)
        while true {
            stream.next_out = piece.baseAddress
            stream.avail_out = UInt32(pieceBytes)
            let code = CZlib.inflate(&stream, Z_NO_FLUSH)
            let count = pieceBytes - Int(stream.avail_out)
            if count > 0, try !take(UnsafeBufferPointer(rebasing: piece[..<count])) { return }
            if code == Z_STREAM_END { return }
            guard code == Z_OK, count > 0 || stream.avail_in > 0 else {
                throw .brokenArchive("a part of it cannot be unpacked")
            }
        }
    }

    /// Hands on a part that is stored as it is.
    static func copy(_ stored: UnsafeBufferPointer<UInt8>, _ take: Take) throws(InterchangeError) {
        var at = 0
        while at < stored.count {
            let end = min(at + pieceBytes, stored.count)
            guard try take(UnsafeBufferPointer(rebasing: stored[at..<end])) else { return }
            at = end
        }
    }
}
