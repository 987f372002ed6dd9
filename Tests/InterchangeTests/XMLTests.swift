// SPDX-License-Identifier: Apache-2.0

import CExpat
import Testing

@testable import Interchange

@Suite struct XMLTests {
    private final class Counter: XMLHandler {
        var elements = 0
        var characters: [UInt8] = []
        override func start(_ name: XMLName, _ attributes: XMLAttributes) { elements += 1 }
        override func text(_ bytes: UnsafeBufferPointer<UInt8>) { characters.append(contentsOf: bytes) }
    }

    private func parse(_ text: String) throws -> Counter {
        let counter = Counter()
        try XMLStream.parse(Array(text.utf8), part: "part", handler: counter)
        return counter
    }

    @Test func `elements and text are told, entities of XML itself included`() throws {
        let counter = try parse("<a><x:b c='1'>&lt;é&#x1F33B;</x:b></a>")
        #expect(counter.elements == 2)
        #expect(String(decoding: counter.characters, as: UTF8.self) == "<é🌻")
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY x \"boo\">]><a>&x;</a>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://localhost/\"> %p;]><a/>",
    ])
    func `a DOCTYPE is refused whatever it says`(text: String) {
        #expect(throws: InterchangeError.doctype(part: "part")) { try parse(text) }
    }

    @Test func `with the guard taken out an entity is filled in, which shows that the guard refuses it`() throws {
        let trick = Array("<!DOCTYPE a [<!ENTITY x 'planted'>]><a>&x;</a>".utf8)
        #expect(throws: InterchangeError.doctype(part: "part")) {
            try parse(String(decoding: trick, as: UTF8.self))
        }
        let counter = Counter()
        let unguarded = XMLStream(part: "part", handler: counter)
        XML_SetStartDoctypeDeclHandler(unguarded.parser, nil)
        _ = try trick.withUnsafeBufferPointer { try unguarded.push($0) }
        #expect(String(decoding: counter.characters, as: UTF8.self) == "planted")
    }

    @Test func `depth, attributes and endless tags are refused`() {
        #expect(throws: InterchangeError.self) { try parse(String(repeating: "<a>", count: 100)) }
        let attributes = (0..<200).map { " a\($0)=''" }.joined()
        #expect(throws: InterchangeError.overLimit(what: "attributes on one element", limit: Limits.xmlAttributes)) {
            try parse("<a\(attributes)/>")
        }
        #expect(throws: InterchangeError.self) { try parse("<a b='" + String(repeating: "x", count: 3 << 20) + "'/>") }
    }

    @Test func `a long text and many elements are no reason to refuse`() throws {
        let text =
            "<a>" + String(repeating: "<b>text</b>\n", count: 300_000) + String(repeating: "x", count: 3 << 20) + "</a>"
        #expect(try parse(text).elements == 300_001)
    }

    @Test func `a document cut short says where`() {
        #expect(throws: InterchangeError.brokenXML(part: "part", line: 2)) { try parse("<a>\n<b>") }
    }
}
