// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Vault

@Suite struct TicketTests {
    private static let pepper = Pepper(key: .random())

    @Test func `a number has 16 digits, begins as telephone numbers do, and reads back`() throws {
        for _ in 0..<500 {
            let number = TicketNumber.random()
            #expect(number.digits.count == 16 && number.digits.hasPrefix("0") && !number.digits.hasPrefix("00"))
            #expect(number.text.wholeMatch(of: #/\d{4}( \d{3}){4}/#) != nil)
            #expect(TicketNumber(number.text) == number)
            #expect(
                TicketNumber(
                    "(\(number.digits.prefix(4))) \(number.digits.dropFirst(4).dropLast(6))-\(number.digits.suffix(6)) "
                ) == number)
        }
    }

    @Test func `digits of every script are digits`() throws {
        let number = TicketNumber.random()
        let arabic = String(number.digits.map { Character(UnicodeScalar(0x660 + UInt32(String($0))!)!) })
        let wide = String(number.digits.map { Character(UnicodeScalar(0xFF10 + UInt32(String($0))!)!) })
        #expect(TicketNumber(arabic) == number && TicketNumber(wide) == number)
    }

    @Test func `any one wrong digit and any two neighbours exchanged are noticed`() throws {
        for _ in 0..<50 {
            let digits = Array(TicketNumber.random().digits)
            for place in digits.indices {
                for other in "0123456789" where other != digits[place] {
                    var wrong = digits
                    wrong[place] = other
                    #expect(TicketNumber(String(wrong)) == nil)
                }
                guard place > 0, digits[place] != digits[place - 1] else { continue }
                var wrong = digits
                wrong.swapAt(place, place - 1)
                #expect(TicketNumber(String(wrong)) == nil)
            }
        }
        // Control: nine of ten numbers out of the air do not fit, and one does.
        let fits = (0..<20_000).count { _ in
            TicketNumber("0\(Int.random(in: 100_000_000_000_000...999_999_999_999_999))") != nil
        }
        #expect((1_700...2_300).contains(fits))
    }

    @Test(arguments: ["", "0712", "0712 345 678 901 23x", "1712345678901234", "0012345678901234", "07123456789012345"])
    func `what is no number is none`(typed: String) {
        #expect(TicketNumber(typed) == nil)
    }

    @Test func `a word is the same however it is written`() throws {
        let marks = try TicketMarks(.random(), pepper: Self.pepper, cost: .trivial)
        let words = ["amber kite", "Amber-Kite", "  AMBERKITE ", "ａｍｂｅｒ kite"]
        #expect(Set(words.map { marks.word($0) }).count == 1)
        #expect(marks.word("amber kits") != marks.word("amber kite"))
        #expect(marks.word("መስኮብ ብርሃን") == marks.word("መስኮብብርሃን"))
        #expect(TicketWord.suggestion().wholeMatch(of: #/[a-z]{3,7} [a-z]{3,7}/#) != nil)
    }

    @Test func `marks differ by number, by word and by register, and hold neither`() throws {
        let (number, other) = (TicketNumber.random(), TicketNumber.random())
        let marks = try TicketMarks(number, pepper: Self.pepper, cost: .trivial)
        let again = try TicketMarks(number, pepper: Self.pepper, cost: .trivial)
        let elsewhere = try TicketMarks(number, pepper: Pepper(key: .random()), cost: .trivial)
        #expect(marks.name == again.name && marks.word("lantern") == again.word("lantern"))
        #expect(marks.name != elsewhere.name && marks.word("lantern") != elsewhere.word("lantern"))
        #expect(marks.name != marks.word(""))
        #expect(try TicketMarks(other, pepper: Self.pepper, cost: .trivial).name != marks.name)
        #expect(!marks.name.contains(number.digits) && marks.name.count == 64)
    }
}
