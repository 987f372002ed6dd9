// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The directory of a zip archive in memory. Parts are unpacked only when asked for, in pieces, within `Limits`.
///
/// APPNOTE.TXT 6.3.10 without encryption, splitting and zip64.
struct ZipArchive {
    struct Entry {
        let name: String
        let isDeflated: Bool
        let packed: Int
        let unpacked: Int
        let checksum: UInt32
        let start: Int
        let isEncrypted: Bool
        let isReadable: Bool
    }

    private let bytes: [UInt8]
    private var entries: [String: Entry] = [:]

    var names: [String] { entries.keys.sorted() }

    /// - Throws: `brokenArchive`, `overLimit`, or `bomb` when the directory itself promises more than
    /// `Limits.totalBytes`.
    init(_ bytes: [UInt8]) throws(InterchangeError) {
        self.bytes = bytes
        if bytes.count > Limits.fileBytes { throw .tooLarge(megabytes: Limits.fileBytes >> 20) }
        let (count, offset) = try Self.directory(of: bytes)
        if count > Limits.zipEntries { throw .overLimit(what: "parts", limit: Limits.zipEntries) }
        var at = offset
        var promised = 0
        for _ in 0..<count {
            let (entry, next) = try Self.entry(of: bytes, at: at)
            at = next
            promised += entry.unpacked
            if entries.updateValue(entry, forKey: entry.name) != nil { throw .brokenArchive("two parts have one name") }
        }
        if promised > Limits.totalBytes { throw .bomb }
    }

    func has(_ name: String) -> Bool { entries[name] != nil }
    func size(_ name: String) -> Int? { entries[name]?.unpacked }

    private static func directory(of bytes: [UInt8]) throws(InterchangeError) -> (count: Int, offset: Int) {
        var at = bytes.count - 22
        let last = max(0, at - 65_535)
        while at >= last {
            if bytes.u32(at) == 0x0605_4B50 { break }
            at -= 1
        }
        guard at >= last, at >= 0 else { throw .brokenArchive("its end is missing") }
        guard bytes.u16(at + 4) == 0, bytes.u16(at + 6) == 0 else {
            throw .brokenArchive("it is one piece of a split archive")
        }
        let count = bytes.u16(at + 10)
        let offset = bytes.u32(at + 16)
        if count == 0xFFFF || offset == 0xFFFF_FFFF {
            throw .brokenArchive("it uses the zip64 form, which no workbook of this size needs")
        }
        guard offset <= at else { throw .brokenArchive("its table of contents lies outside the file") }
        return (count, offset)
    }

    private static func entry(of bytes: [UInt8], at: Int) throws(InterchangeError) -> (Entry, Int) {
        guard at + 46 <= bytes.count, bytes.u32(at) == 0x0201_4B50 else {
            throw .brokenArchive("its table of contents is broken")
        }
        let flags = bytes.u16(at + 8)
        let method = bytes.u16(at + 10)
        let nameLength = bytes.u16(at + 28)
        let next = at + 46 + nameLength + bytes.u16(at + 30) + bytes.u16(at + 32)
        guard next <= bytes.count else { throw .brokenArchive("its table of contents is broken") }
        let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
        if name.contains("\\") || name.hasPrefix("/") || name.split(separator: "/").contains("..") {
            throw .brokenArchive("one of its parts has a name that leads out of the archive")
        }
        let entry = Entry(
            name: name, isDeflated: method == 8, packed: bytes.u32(at + 20), unpacked: bytes.u32(at + 24),
            checksum: UInt32(bytes.u32(at + 16)), start: bytes.u32(at + 42), isEncrypted: flags & 0x41 != 0,
            isReadable: method == 0 || method == 8)
        return (entry, next)
    }

    /// Unpacks one part in pieces of at most 64 KiB until it ends or `piece` answers false.
    ///
    /// - Parameter spent: bytes unpacked so far from this archive; counted on.
    /// - Throws: what `piece` throws; `bomb` after bounded memory; `brokenArchive` when it does not unpack to what the
    ///   directory says.
    func unpack(
        _ name: String, spent: inout Int, _ piece: (UnsafeBufferPointer<UInt8>) throws(InterchangeError) -> Bool
    ) throws(InterchangeError) {
        guard let entry = entries[name] else { throw .brokenArchive("\(name) is missing") }
        if entry.isEncrypted { throw .encryptedEntry }
        guard entry.isReadable else { throw .brokenArchive("\(name) is packed in a way that workbooks do not use") }
        guard entry.start + 30 <= bytes.count, bytes.u32(entry.start) == 0x0403_4B50 else {
            throw .brokenArchive("\(name) is not where it should be")
        }
        let begin = entry.start + 30 + bytes.u16(entry.start + 26) + bytes.u16(entry.start + 28)
        guard begin + entry.packed <= bytes.count else { throw .brokenArchive("it ends too early") }
        let meter = Meter(entry: entry, spent: spent)
        defer { spent = meter.spent }
        try bytes.withUnsafeBufferPointer { (all) throws(InterchangeError) in
            let packed = UnsafeBufferPointer(rebasing: all[begin..<(begin + entry.packed)])
            let metered = { (out: UnsafeBufferPointer<UInt8>) throws(InterchangeError) -> Bool in
                try meter.take(out)
                if try piece(out) { return true }
                meter.stop()
                return false
            }
            try entry.isDeflated ? Inflater.inflate(packed, metered) : Inflater.copy(packed, metered)
        }
        try meter.finish()
    }

    /// A whole small part in memory; nil when there is none of this name.
    func read(_ name: String, spent: inout Int) throws(InterchangeError) -> [UInt8]? {
        guard let entry = entries[name] else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(min(entry.unpacked, 1 << 20))
        try unpack(name, spent: &spent) { (piece) throws(InterchangeError) in
            out.append(contentsOf: piece)
            return true
        }
        return out
    }
}

/// Counts what comes out of one part against the limits, and checks it at the end.
private final class Meter {
    private let entry: ZipArchive.Entry
    private var out = 0
    private var checksum: UInt = 0
    private var stopped = false
    private(set) var spent: Int

    init(entry: ZipArchive.Entry, spent: Int) {
        self.entry = entry
        self.spent = spent
    }

    func take(_ piece: UnsafeBufferPointer<UInt8>) throws(InterchangeError) {
        out += piece.count
        spent += piece.count
        if out > Limits.partBytes || spent > Limits.totalBytes { throw .bomb }
        if out > Limits.ratioFloor, out > entry.packed * Limits.ratio { throw .bomb }
        if out > entry.unpacked { throw .brokenArchive("\(entry.name) is larger than its table of contents says") }
        checksum = crc32(checksum, piece.baseAddress, UInt32(piece.count))
    }

    func stop() { stopped = true }

    func finish() throws(InterchangeError) {
        if stopped { return }
        guard out == entry.unpacked, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
            throw .brokenArchive("\(entry.name) does not match its checksum")
        }
    }
}

extension [UInt8] {
    /// Little-endian numbers; 0 beyond the end.
    func u16(_ at: Int) -> Int { at >= 0 && at + 2 <= count ? Int(self[at]) | Int(self[at + 1]) << 8 : 0 }
    func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
}
