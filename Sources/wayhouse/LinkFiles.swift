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
            append(id: linkage.table.id(Int(pair.a)), to: &out)
            out.append(comma)
            append(id: linkage.table.id(Int(pair.b)), to: &out)
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
        for row in 0..<table.count {
            append(id: table.id(row), to: &out)
            out.append(comma)
            out.append(contentsOf: String(groups.groups[row] + 1).utf8)
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

    private static func append(id: String, to out: inout [UInt8]) {
        let special = id.utf8.contains { $0 == comma || $0 == newline || $0 == 13 || $0 == UInt8(ascii: "\"") }
        out.append(contentsOf: special ? "\"\(id.replacing("\"", with: "\"\""))\"".utf8 : id.utf8)
    }

    /// With nine digits behind the point.
    private static func append(_ number: Double, to out: inout [UInt8]) {
        var rest = UInt64((abs(number) * 1e9).rounded())
        if number < 0, rest > 0 { out.append(UInt8(ascii: "-")) }
        var digits: [UInt8] = []
        while rest > 0 || digits.count < 10 {
            digits.append(48 + UInt8(rest % 10))
            rest /= 10
            if digits.count == 9 { digits.append(UInt8(ascii: ".")) }
        }
        if digits.last == UInt8(ascii: ".") { digits.append(48) }
        out.append(contentsOf: digits.reversed())
    }
}
