// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Interchange

@Suite struct ZipTests {
    @Test func `what is written reads back, and equal content gives equal bytes`() throws {
        let parts = [("a/b.txt", "Nguyễn"), ("empty", ""), ("long", String(repeating: "abc", count: 100_000))]
        let bytes = HandMade.zip(parts)
        let zip = try ZipArchive(bytes)
        var spent = 0
        for (name, text) in parts { #expect(try zip.read(name, spent: &spent) == Array(text.utf8)) }
        #expect(try zip.read("nothing", spent: &spent) == nil)
        #expect(HandMade.zip(parts) == bytes)
    }

    @Test func `a bomb is refused before it has unpacked much`() throws {
        let bytes = HandMade.zip([("xl/workbook.xml", String(repeating: "\0", count: 64 << 20))])
        #expect(bytes.count < 100_000)
        let zip = try ZipArchive(bytes)
        var spent = 0
        #expect(throws: InterchangeError.bomb) { try zip.read("xl/workbook.xml", spent: &spent) }
        #expect(spent <= Limits.ratioFloor + Inflater.pieceBytes)
    }

    @Test func `with the guard taken out the same bomb unpacks whole, which shows that the guard stops it`() throws {
        let bytes = HandMade.zip([("xl/workbook.xml", String(repeating: "\0", count: 64 << 20))])
        let begin = 30 + bytes.u16(26) + bytes.u16(28)
        var out = 0
        try bytes.withUnsafeBufferPointer { all in
            try Inflater.inflate(UnsafeBufferPointer(rebasing: all[begin...])) { (piece) throws(InterchangeError) in
                out += piece.count
                return true
            }
        }
        #expect(out == 64 << 20)
    }

    @Test func `a directory that promises too much is refused at once`() throws {
        var zip = ZipWriter()
        zip.add("a", [1])
        var bytes = zip.finish()
        let directory = bytes.u32(bytes.count - 6)
        for (i, byte) in [UInt8]([0, 0, 0, 0x50]).enumerated() { bytes[directory + 24 + i] = byte }
        #expect(throws: InterchangeError.bomb) { try ZipArchive(bytes) }
    }

    @Test func `a changed byte in a part is noticed`() throws {
        var bytes = HandMade.zip([("a", "some text that is long enough to pack, some text that is long enough to pack")]
        )
        bytes[45] ^= 1
        let zip = try ZipArchive(bytes)
        var spent = 0
        #expect(throws: InterchangeError.self) { try zip.read("a", spent: &spent) }
    }

    @Test(arguments: ["../up", "/root", "a/../../b", "a\\b"])
    func `a part whose name leads out of the archive is refused`(name: String) {
        #expect(throws: InterchangeError.self) { try ZipArchive(HandMade.zip([(name, "x")])) }
    }

    @Test func `a locked part is refused, but only when it is asked for`() throws {
        var bytes = HandMade.zip([("locked", "x"), ("open", "y")])
        let directory = bytes.u32(bytes.count - 6)
        bytes[directory + 8] |= 1
        let zip = try ZipArchive(bytes)
        var spent = 0
        #expect(try zip.read("open", spent: &spent) == [UInt8(ascii: "y")])
        #expect(throws: InterchangeError.encryptedEntry) { try zip.read("locked", spent: &spent) }
    }
}
