// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

struct OneTimeCodeTests {
    private var random = Seeded(128)

    private mutating func code() -> OneTimeCode { .random(using: &random) }

    @Test mutating func `a code reads back from its own text`() {
        for _ in 0..<500 {
            let code = code()
            #expect(OneTimeCode(code.text) == code)
            #expect(code.text.count == 35 && code.text.split(separator: "-").count == 9)
        }
    }

    @Test mutating func `a code is read however people type it`() throws {
        for _ in 0..<100 {
            let code = code()
            let plain = code.text.replacing("-", with: "")
            let typed = [
                plain, plain.lowercased(), code.text.replacing("-", with: " "), code.text.replacing("-", with: "–"),
                " \(code.text)\n", plain.replacing("0", with: "O"), plain.replacing("0", with: "o"),
                plain.replacing("1", with: "I"), plain.replacing("1", with: "l"), plain.replacing("3", with: "٣"),
                plain.replacing("7", with: "๗"), plain.replacing("A", with: "Ａ"), plain.map { "\($0)." }.joined(),
            ]
            for text in typed { #expect(OneTimeCode(text) == code) }
        }
    }

    @Test mutating func `every wrong symbol and every two exchanged are noticed`() {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let letters = Array(code().text.filter { $0 != "-" })
        for place in letters.indices {
            for wrong in alphabet where wrong != letters[place] {
                var typed = letters
                typed[place] = wrong
                #expect(OneTimeCode(String(typed)) == nil)
            }
            for other in letters.indices where letters[other] != letters[place] {
                var typed = letters
                typed.swapAt(place, other)
                #expect(OneTimeCode(String(typed)) == nil)
            }
            var short = letters
            short.remove(at: place)
            #expect(OneTimeCode(String(short)) == nil)
            #expect(OneTimeCode(String(letters) + String(letters[place])) == nil)
        }
    }

    @Test func `what is no code is refused`() {
        for text in ["", "-", "hello", String(repeating: "U", count: 27), String(repeating: "Z", count: 27), "½"] {
            #expect(OneTimeCode(text) == nil)
        }
    }

    @Test mutating func `only the digest is kept, and another code has another`() {
        let (one, other) = (code(), code())
        #expect(one.digest.count == 32 && one.digest != other.digest)
        #expect(OneTimeCode(one.text)?.digest == one.digest)
        #expect(OneTimeCode.random() != OneTimeCode.random())
    }

    @Test func `a token reads back and other shapes do not`() {
        let tokens = Set((0..<200).map { _ in Token.random() })
        #expect(tokens.count == 200)
        for token in tokens { #expect(Token(token.text) == token && token.digest == sha256(Array(token.text.utf8))) }
        let text = Token.random().text
        for wrong in ["", String(text.dropLast()), text + "A", "=" + text.dropFirst(), "é" + text.dropFirst(2)] {
            #expect(Token(wrong) == nil)
        }
    }

    @Test func `comparison in constant time is equality`() {
        #expect(ConstantTime.equal([], []) && ConstantTime.equal([1, 2], [1, 2]))
        #expect(!ConstantTime.equal([1, 2], [1, 3]) && !ConstantTime.equal([1], [1, 2]))
    }
}
