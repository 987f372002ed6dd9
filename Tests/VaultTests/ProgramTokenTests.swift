// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

struct ProgramTokenTests {
    @Test func `a token reads back and each is another`() {
        let tokens = (0..<200).map { _ in ProgramToken.random() }
        #expect(Set(tokens.map(\.id)).count == 200 && Set(tokens.map(\.digest)).count == 200)
        for token in tokens {
            #expect(ProgramToken(token.text) == token && token.text.hasPrefix("wh1_\(token.id)_"))
            #expect(token.digest == sha256(Array(token.text.utf8)))
            #expect(!"\(token)".contains(token.text.dropFirst(17).prefix(10)))
        }
    }

    @Test func `every wrong character and every two neighbours exchanged are noticed`() {
        let text = Array(ProgramToken.random().text)
        for place in text.indices {
            for wrong in Array("0aZ_-é") where wrong != text[place] {
                var sent = text
                sent[place] = wrong
                #expect(ProgramToken(String(sent)) == nil)
            }
            if place > 0, text[place] != text[place - 1] {
                var sent = text
                sent.swapAt(place, place - 1)
                #expect(ProgramToken(String(sent)) == nil)
            }
            #expect(ProgramToken(String(text[..<place])) == nil)
        }
        #expect(ProgramToken(String(text) + " ") == nil && ProgramToken(" " + String(text)) == nil)
        #expect(ProgramToken(String(repeating: "_", count: 67)) == nil && ProgramToken("") == nil)
    }
}
