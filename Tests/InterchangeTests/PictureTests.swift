// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Interchange

@Suite struct PictureTests {
    private static let gps = Array("GPS 6.9271N 79.8612E Canon of Amara".utf8)

    private static func segment(_ code: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, code, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
    }

    /// Exif with an orientation and, behind it, what says where it was.
    private static func exif(_ orientation: UInt8, isBig: Bool = false) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(value >> (8 * $0) & 255) }
            return isBig ? bytes.reversed() : bytes
        }
        return Array("Exif\0\0".utf8) + Array((isBig ? "MM" : "II").utf8) + number(42, 2) + number(8, 4)
            + number(1, 2) + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(Int(orientation), 2)
            + [0, 0] + number(0, 4) + gps
    }

    private static func frame(_ width: Int, _ height: Int) -> [UInt8] {
        segment(
            0xC0,
            [8, UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255), 1, 1, 0x11, 0])
    }

    private static func jpeg(
        width: Int = 16, height: Int = 8, orientation: UInt8 = 6, isBig: Bool = false, tail: [UInt8] = []
    ) -> [UInt8] {
        [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 2, 2] + gps)
            + segment(0xE1, exif(orientation, isBig: isBig))
            + segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + gps)
            + segment(0xED, gps) + segment(0xFE, gps) + segment(0xE2, gps)
            + segment(0xDB, [UInt8](repeating: 1, count: 65)) + frame(width, height)
            + segment(0xC4, [0] + [UInt8](repeating: 0, count: 16)) + segment(0xDA, [1, 1, 0, 0, 63, 0])
            + [1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4] + segment(0xFE, gps) + segment(0xDA, [1, 1, 0, 0, 63, 0])
            + [5, 6, 0xFF, 0xD9] + tail
    }

    private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        (0..<4).map { UInt8(body.count >> (24 - 8 * $0) & 255) } + Array(name.utf8) + body + [1, 2, 3, 4]
    }

    private static func png(width: Int = 3, height: Int = 2, tail: [UInt8] = []) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
        return PNGCleaner.signature + chunk("IHDR", number(width) + number(height) + [8, 2, 0, 0, 0])
            + chunk("tEXt", gps) + chunk("iTXt", gps) + chunk("zTXt", gps) + chunk("eXIf", gps) + chunk("tIME", gps)
            + chunk("pHYs", gps) + chunk("hiDe", gps) + chunk("iCCP", gps) + chunk("gAMA", [0, 0, 1, 1])
            + chunk("IDAT", [UInt8](repeating: 7, count: 300)) + chunk("IDAT", [9]) + chunk("IEND", []) + tail
    }

    private static func cleaned(_ bytes: [UInt8], by piece: Int = .max) throws -> [UInt8] {
        var cleaner = try #require(PictureCleaner(PictureCleaner.content(of: bytes)))
        var (copy, rest) = ([UInt8](), bytes[...])
        while !rest.isEmpty {
            copy += try cleaner.take(Array(rest.prefix(piece)))
            rest = rest.dropFirst(min(piece, rest.count))
        }
        try cleaner.finish()
        return copy
    }

    @Test func `a copy holds the picture and nothing that says where, when or by whom`() throws {
        for picture in [
            Self.jpeg(), Self.jpeg(isBig: true), Self.png(), Self.jpeg(tail: Self.gps), Self.png(tail: Self.gps),
        ] {
            // The control: it is there before.
            #expect(picture.firstRange(of: Self.gps) != nil)
            let copy = try Self.cleaned(picture)
            for word in ["GPS", "Canon", "Amara", "xap"] {
                #expect(copy.firstRange(of: Array(word.utf8)) == nil, "\(word)")
            }
            // Cleaning again changes nothing, and pieces of any size give the same.
            #expect(try Self.cleaned(copy) == copy)
            for piece in [1, 2, 7, 64] { #expect(try Self.cleaned(picture, by: piece) == copy) }
        }
        #expect(try Self.cleaned(Self.jpeg()).firstRange(of: [1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4]) != nil)
        #expect(try Self.cleaned(Self.png()).firstRange(of: [UInt8](repeating: 7, count: 300)) != nil)
    }

    @Test func `which way up a picture is stays`() throws {
        for orientation in UInt8(1)...8 {
            for isBig in [false, true] {
                let copy = try Self.cleaned(Self.jpeg(orientation: orientation, isBig: isBig))
                let segment = Self.segment(0xE1, ExifOrientation.segment(orientation))
                #expect((copy.firstRange(of: segment) != nil) == (orientation > 1))
                #expect(
                    ExifOrientation.read(ExifOrientation.segment(orientation)) == (orientation > 1 ? orientation : nil))
            }
        }
    }

    @Test func `a picture cut off anywhere has no copy`() throws {
        for picture in [Self.jpeg(), Self.png()] {
            for length in 8..<picture.count {
                #expect(throws: PictureCleaner.Fault.damaged) { try Self.cleaned(Array(picture[..<length])) }
            }
        }
    }

    @Test func `a picture of a thousand million pixels has no copy, and neither has one of none`() {
        #expect(throws: PictureCleaner.Fault.tooLarge) { try Self.cleaned(Self.jpeg(width: 40_000, height: 30_000)) }
        #expect(throws: PictureCleaner.Fault.tooLarge) { try Self.cleaned(Self.png(width: 1 << 30, height: 1 << 30)) }
        #expect(throws: PictureCleaner.Fault.damaged) { try Self.cleaned(Self.jpeg(width: 0)) }
        #expect(throws: PictureCleaner.Fault.damaged) { try Self.cleaned(Self.png(height: 0)) }
    }

    @Test func `bytes of any kind end in a copy or a fault, never in a crash`() {
        var random = SystemRandomNumberGenerator()
        for picture in [Self.jpeg(), Self.png()] {
            for _ in 0..<3_000 {
                var changed = picture
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    changed[Int.random(in: 8..<changed.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                _ = try? Self.cleaned(changed, by: 50)
            }
        }
        #expect(PictureCleaner(.pdf) == nil && PictureCleaner(.other) == nil)
    }

    @Test func `a file is told by its first bytes`() {
        #expect(PictureCleaner.content(of: Self.jpeg()) == .jpeg && PictureCleaner.content(of: Self.png()) == .png)
        #expect(PictureCleaner.content(of: Array("%PDF-1.7".utf8)) == .pdf)
        for other in ["<html>", "GIF89a", "<svg onload=x>", "", "PK\u{3}\u{4}"] {
            #expect(PictureCleaner.content(of: Array(other.utf8)) == .other)
        }
    }
}
