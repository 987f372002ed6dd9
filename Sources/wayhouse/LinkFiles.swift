// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage

/// What `wayhouse link` reads and writes, as bytes.
enum LinkFiles {
    /// - Throws: `Problem` when the file cannot be read.
    static func bytes(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            let name = (path as NSString).lastPathComponent
            throw Problem.cannotOpen("\(name) cannot be read. Check that it is there and that you may read it.")
        }
    }

    /// `id_a,id_b,weight,probability`, weight falling.
    static func pairs(_ linkage: Linkage) -> [UInt8] {
        var out = Array("id_a,id_b,weight,probability\n".utf8)
        out.reserveCapacity(linkage.pairs.count * 44)
        for pair in linkage.pairs {
            append(id: pair.a, of: linkage.table, to: &out)
            out.append(comma)
            append(id: pair.b, of: linkage.table, to: &out)
            out.append(comma)
            append(pair.weight, to: &out)
            out.append(comma)
            append(pair.probability, to: &out)
            out.append(newline)
        }
        return out
    }

    /// `id,cluster`, and with two files `file` (1 or 2), in the order of the files.
    static func clusters(_ table: PersonTable, _ groups: AverageLink) -> [UInt8] {
        var out = Array((table.isPaired ? "id,cluster,file\n" : "id,cluster\n").utf8)
        out.reserveCapacity(table.count * 20)
        for row in 0..<table.count {
            append(id: UInt32(row), of: table, to: &out)
            out.append(comma)
            append(UInt64(groups.groups[row]) + 1, digits: 1, to: &out)
            if table.isPaired { out.append(contentsOf: row < table.boundary ? ",1".utf8 : ",2".utf8) }
            out.append(newline)
        }
        return out
    }

    static func json(_ report: LinkReport) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(report)) + [newline]
    }

    /// The files of a folder for Splink; the folder is made when it is not there.
    static func splink(_ linkage: Linkage, folder: String) throws -> [(path: String, bytes: [UInt8])] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Problem.cannotOpen("The folder for Splink cannot be made. Check its place and your permissions.")
        }
        return try SplinkExport(linkage).files().map {
            ((folder as NSString).appendingPathComponent($0.name), $0.bytes)
        }
    }

    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")

    private static func append(id row: UInt32, of table: PersonTable, to out: inout [UInt8]) {
        let start = out.count
        table.appendID(Int(row), to: &out)
        for place in start..<out.count where isSpecial(out[place]) {
            let id = String(decoding: out[start...], as: UTF8.self)
            out.replaceSubrange(start..., with: "\"\(id.replacing("\"", with: "\"\""))\"".utf8)
            return
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == comma || byte == newline || byte == 13 || byte == UInt8(ascii: "\"")
    }

    /// With nine digits behind the point.
    private static func append(_ number: Double, to out: inout [UInt8]) {
        let rest = UInt64((abs(number) * 1e9).rounded())
        if number < 0, rest > 0 { out.append(UInt8(ascii: "-")) }
        append(rest / 1_000_000_000, digits: 1, to: &out)
        out.append(UInt8(ascii: "."))
        append(rest % 1_000_000_000, digits: 9, to: &out)
    }

    /// With so many digits at least.
    private static func append(_ number: UInt64, digits least: Int, to out: inout [UInt8]) {
        var (count, power) = (1, UInt64(10))
        while count < least || (count < 19 && power <= number) { (count, power) = (count + 1, power &* 10) }
        let end = out.count + count
        for _ in 0..<count { out.append(48) }
        var rest = number
        for place in stride(from: end - 1, through: end - count, by: -1) {
            out[place] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
