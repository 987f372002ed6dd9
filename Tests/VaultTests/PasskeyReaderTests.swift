// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

/// The readers below the passkeys.
struct PasskeyReaderTests {
    /// RFC 8949 appendix A, those inside the subset.
    @Test func `CBOR reads the examples of RFC 8949`() {
        let examples: [(String, CBOR)] = [
            ("00", .integer(0)), ("17", .integer(23)), ("1818", .integer(24)), ("1903e8", .integer(1_000)),
            ("1a000f4240", .integer(1_000_000)), ("1b000000e8d4a51000", .integer(1_000_000_000_000)),
            ("20", .integer(-1)), ("3863", .integer(-100)), ("3903e7", .integer(-1_000)), ("f4", .bool(false)),
            ("f5", .bool(true)), ("f6", .null), ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])),
            ("60", .text("")), ("6449455446", .text("IETF")), ("62c3bc", .text("ü")), ("64f0908591", .text("𐅑")),
            ("80", .array([])), ("83010203", .array([.integer(1), .integer(2), .integer(3)])), ("a0", .map([:])),
            ("a201020304", .map([.integer(1): .integer(2), .integer(3): .integer(4)])),
            ("a26161016162820203", .map([.text("a"): .integer(1), .text("b"): .array([.integer(2), .integer(3)])])),
            ("1b7fffffffffffffff", .integer(.max)), ("3b7fffffffffffffff", .integer(.min)),
        ]
        for (hex, value) in examples {
            var reader = CBORReader(bytes(hex: hex))
            #expect(reader.item() == value, "\(hex)")
            #expect(reader.isAtEnd && reader.item() == nil)
        }
    }

    @Test func `CBOR outside the subset is refused`() {
        let wrong = [
            "", "18", "19ff", "1c", "1f", "1bffffffffffffffff", "3bffffffffffffffff", "5f42010243030405ff", "9fff",
            "bfff", "7fff", "ff", "c074323031332d", "d74401020304", "f90000", "fb3ff199999999999a", "f7", "f0", "f818",
            "f820", "41", "62c328", "61ff", "81", "a1", "a101", "a2010101", "a201020103", "a1f501", "a1800", "a14001",
            "5bffffffffffffffff", "9bffffffffffffffff", "bb8000000000000000", "9a00010000", "ba00010000",
        ]
        for hex in wrong where hex.count.isMultiple(of: 2) {
            var reader = CBORReader(bytes(hex: hex))
            #expect(reader.item() == nil, "\(hex)")
        }
    }

    @Test func `CBOR is read eight deep and no deeper`() {
        for (levels, isRead) in [(1, true), (7, true), (8, false), (100_000, false)] {
            var reader = CBORReader([UInt8](repeating: 0x81, count: levels) + [0])
            #expect((reader.item() != nil) == isRead)
        }
    }

    @Test func `JSON keeps texts and booleans and checks the rest`() {
        let text = #"""
            { "a" : "x\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00ü", "b":true,"c": false ,"d":null,
              "e":[1,-0,2.5,-3e10,4E-2,5.0e+1,[],{}], "f":{"a":{"a":""}}, "":0 }
            """#
        let members = FlatJSON.members(Array(text.utf8))
        #expect(members?["a"] == .text("x\"\\/\u{08}\u{0C}\n\r\té😀ü"))
        #expect(members?["b"] == .bool(true) && members?["c"] == .bool(false) && members?.count == 7)
        for name in ["d", "e", "f", ""] { #expect(members?[name] == .other) }
        #expect(FlatJSON.members(Array("{}".utf8)) == [:])
    }

    @Test(arguments: [
        "", " ", "{", "}", "[]", "1", "\"a\"", "{}{}", "{},", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,\"a\":1}",
        "{a:1}", "{'a':1}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":1e}", "{\"a\":-}",
        "{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":True}", "{\"a\":tru}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}", "{\"a\":\"\\u+123\"}", "{\"a\":\"\\uDE00\"}", "{\"a\":\"\\uD83D\\u0041\"}", "{\"a\":\"x}",
        "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":1}//",
        "{\"a\":[[[[[[[[[[]]]]]]]]]]}", "\u{FEFF}{}",
    ])
    func `what is not strict JSON is refused`(text: String) {
        #expect(FlatJSON.members(Array(text.utf8)) == nil)
    }

    /// RFC 4648 §10 in the URL alphabet without padding, and the oddities other readers let pass.
    @Test func `base64url has one text for each list of bytes`() {
        let examples = [
            "": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy",
        ]
        for (plain, text) in examples {
            #expect(Base64URL.text(Array(plain.utf8)) == text && Base64URL.bytes(text) == Array(plain.utf8))
        }
        #expect(Base64URL.text([0xFB, 0xFF, 0xBF]) == "-_-_" && Base64URL.bytes("-_-_") == [0xFB, 0xFF, 0xBF])
        for wrong in ["Z", "Zh", "Zm9", "Zg==", "Zg=", "Zm9v\n", " Zg", "+/+/", "Zm9vZ", "Zé", "Z\u{0}"] {
            #expect(Base64URL.bytes(wrong) == nil, "\(wrong)")
        }
        for count in 0..<70 {
            let bytes = [UInt8].random(count)
            #expect(Base64URL.bytes(Base64URL.text(bytes)) == bytes)
        }
    }
}
