// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Interchange

@Suite struct CSVTests {
    private func table(_ bytes: [UInt8]) throws -> [[Int: String]] {
        var rows: [[Int: String]] = []
        try CSVReader(bytes).rows { row in
            rows.append(Dictionary(uniqueKeysWithValues: row.cells.map { ($0.column, $0.value.text) }))
            return true
        }
        return rows
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `quotes, line ends and empty fields are read as the standard says`(end: String) throws {
        let rows = try table(csv(["a,b,c", "\"x, \"\"y\"\"\",,\"two\nlines\"", "", "1,2"].joined(separator: end)))
        #expect(rows == [[0: "a", 1: "b", 2: "c"], [0: "x, \"y\"", 2: "two\nlines"], [0: "1", 1: "2"]])
    }

    @Test(arguments: [(",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("\t", UInt8(9))])
    func `the separator is told from the header`(separator: String, byte: UInt8) throws {
        let text =
            ["a", "b", "c"].joined(separator: separator) + "\n"
            + ["x;y;z,", "1", "2"].map { "\"\($0)\"" }.joined(separator: separator)
        let reader = try CSVReader(csv(text))
        #expect(reader.separator == byte)
        #expect(try table(csv(text))[1][0] == "x;y;z,")
    }

    @Test func `byte order marks and UTF-16 are understood, other encodings refused`() throws {
        let text = "prs_FirstName,prs_SecondName\nසුනිල්,Nguyễn 🌻\n"
        let plain = try table(csv(text))
        #expect(try table([0xEF, 0xBB, 0xBF] + csv(text)) == plain)
        #expect(try table([0xFF, 0xFE] + Array(text.data(using: .utf16LittleEndian)!)) == plain)
        #expect(try table([0xFE, 0xFF] + Array(text.data(using: .utf16BigEndian)!)) == plain)
        #expect(throws: InterchangeError.unknownEncoding) { try table(Array("José".data(using: .isoLatin1)!)) }
    }

    @Test func `an open quote says near which line`() {
        #expect(throws: InterchangeError.badText(line: 2)) { try table(csv("a,b\n\"x,1\n2,3\n")) }
    }

    @Test func `a hundred thousand columns are refused kindly`() {
        let wide = csv(Array(repeating: "a", count: 100_000).joined(separator: ","))
        #expect(throws: InterchangeError.overLimit(what: "columns", limit: 16_384)) { try table(wide) }
    }

    @Test(arguments: [
        "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "'=x", "''+1", "'plain", "plain", "", "'",
        "+94771234567",
        "+94 77 123-4567 (home)", "-1.5", "-", "=",
    ])
    func `texts that start programs are marked and come back unchanged`(text: String) throws {
        let escaped = SpreadsheetText.escape(text)
        #expect(SpreadsheetText.unescape(escaped) == text)
        var writer = CSVWriter()
        writer.add(["x", text])
        let back = try table(writer.bytes)[0][1] ?? ""
        #expect(back == text)
        let isNumber =
            !text.isEmpty && "+-".contains(text.first!)
            && text.dropFirst().allSatisfy { "0123456789 ().-".contains($0) }
        if SpreadsheetText.isRisky(text), !isNumber { #expect(escaped.hasPrefix("'")) }
    }

    @Test func `with the guard off the text is written bare, which shows that the guard does it`() {
        var guarded = CSVWriter()
        var bare = CSVWriter(guardsFormulas: false)
        guarded.add(["=1+1"])
        bare.add(["=1+1"])
        #expect(String(decoding: guarded.bytes, as: UTF8.self) == "'=1+1\n")
        #expect(String(decoding: bare.bytes, as: UTF8.self) == "=1+1\n")
    }

    @Test func `telephone numbers stay as they are`() {
        #expect(SpreadsheetText.escape("+94 77 123 4567") == "+94 77 123 4567")
        #expect(SpreadsheetText.escape("+94=1") == "'+94=1")
    }
}
