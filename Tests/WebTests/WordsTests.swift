// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite struct WordsTests {
    @Test func `placeholders and plural forms are filled`() throws {
        let words = try Words(
            json: Array(
                #"{"language.code":"en","a":"Hello {name}, {name}","b":{"one":"{count} case","other":"{count} cases"}}"#
                    .utf8))
        #expect(words("a", ["name": "Dilani"]) == "Hello Dilani, Dilani")
        #expect(words("b", count: 1) == "1 case")
        #expect(words("b", count: 0) == "0 cases")
        #expect(words.markup("a", ["name": "<b>x</b>"]).html == "Hello <b>x</b>, <b>x</b>")
        #expect(words["missing"] == "missing")
    }

    @Test func `a right-to-left language is only another file`() throws {
        let words = try Words(
            json: Array(
                (#"{"language.code":"ar","language.direction":"rtl","#
                    + #""c":{"two":"قضيتان","few":"{count} قضايا","other":"{count} قضية"}}"#)
                    .utf8))
        #expect(words.direction == "rtl")
        #expect(words("c", count: 2) == "قضيتان")
        #expect(words("c", count: 5) == "5 قضايا")
        #expect(words("c", count: 100) == "100 قضية")
    }
}
