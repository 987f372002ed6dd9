// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

struct RecoveryCodeTests {
    @Test func `ten codes of six groups of four, all different, each read back`() {
        let codes = RecoveryCode.random()
        #expect(codes.count == 10 && Set(codes).count == 10 && Set(codes.map(\.digest)).count == 10)
        for code in codes {
            #expect(code.text.count == 29 && code.text.split(separator: "-").allSatisfy { $0.count == 4 })
            #expect(RecoveryCode(code.text) == code && code.digest.count == 32)
        }
        #expect(RecoveryCode.random(0).isEmpty && RecoveryCode.random(3).count == 3)
    }

    @Test func `a code is read however people type it`() {
        for code in RecoveryCode.random(50) {
            let plain = code.text.replacing("-", with: "")
            let typed = [
                plain, plain.lowercased(), code.text.replacing("-", with: " "), code.text.replacing("-", with: "—"),
                plain.replacing("0", with: "O"), plain.replacing("1", with: "l"), plain.replacing("5", with: "۵"),
            ]
            for text in typed { #expect(RecoveryCode(text)?.digest == code.digest) }
        }
    }

    @Test func `another symbol is another code and another length is none`() {
        let text = RecoveryCode(bytes: [UInt8](0..<15)).text
        for place in text.indices where text[place] != "-" {
            let wrong = text[place] == "Z" ? "Y" : "Z"
            let typed = text.replacingCharacters(in: place...place, with: wrong)
            #expect(RecoveryCode(typed) != nil && RecoveryCode(typed) != RecoveryCode(text))
        }
        for wrong in [
            "", String(text.dropLast()), text + "0", "U" + text.dropFirst(), String(repeating: "-", count: 24),
        ] {
            #expect(RecoveryCode(wrong) == nil)
        }
    }
}
