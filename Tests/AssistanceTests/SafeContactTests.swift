// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

/// Who may be reached how: one function decides for calls, prints and messages.
struct SafeContactTests {
    private static let today = PartialDate("2026-05-01")!

    private static func contact(
        _ values: [FieldName: Value], isShown: Bool = true, conflict: Bool = false
    ) throws -> SafeContact {
        let record = try Draft(.person, values).checked(under: .current)
        return SafeContact(record, isShown: isShown, today: today, guardianIsInConflict: conflict)
    }

    @Test func `what was never to be done is refused, whatever else was named`() throws {
        for way in SafeContact.Way.allCases {
            let all = SafeContact.Way.allCases.map(\.rawValue)
            let said: [FieldName: Value] = ["wh_ContactWays": .codes(all), "wh_ContactNever": .codes([way.rawValue])]
            let contact = try Self.contact(said)
            #expect(contact.answer(way) == .refused(.never))
            for other in SafeContact.Way.allCases where other != way { #expect(contact.answer(other) == .go([])) }
        }
    }

    @Test func `what was not named is not safe`() throws {
        let contact = try Self.contact(["wh_ContactWays": .codes(["Call"])])
        #expect(contact.answer(.call) == .go([]))
        for way in SafeContact.Way.allCases where way != .call { #expect(contact.answer(way) == .refused(.notNamed)) }
    }

    @Test func `nothing goes off by itself to somebody whom nobody asked`() throws {
        let contact = try Self.contact([:])
        for way in SafeContact.Way.allCases {
            #expect(contact.answer(way) == (way.goesAlone ? .refused(.nobodyAsked) : .go([.nobodyAsked])), "\(way)")
        }
        #expect(SafeContact(nil, isShown: true, today: Self.today).answer(.textMessage) == .refused(.nobodyAsked))
    }

    @Test func `who is not shown how, does not reach them`() throws {
        let said: [FieldName: Value] = ["wh_ContactWays": .codes(SafeContact.Way.allCases.map(\.rawValue))]
        for way in SafeContact.Way.allCases {
            #expect(try Self.contact(said, isShown: false).answer(way) == .refused(.hidden))
            #expect(try Self.contact(said).answer(way).isAllowed, "the control")
        }
    }

    @Test func `nobody is reached through a guardian who is the suspect`() throws {
        let said: [FieldName: Value] = ["wh_ContactWays": .codes(["ThroughSomebody", "Call"])]
        #expect(try Self.contact(said, conflict: true).answer(.throughSomebody) == .refused(.guardianInConflict))
        #expect(try Self.contact(said, conflict: true).answer(.call).isAllowed)
        #expect(try Self.contact(said).answer(.throughSomebody).isAllowed, "the control")
    }

    @Test func `a note to read and a day that has come are said`() throws {
        let said: [FieldName: Value] = [
            "wh_ContactWays": .codes(["Call"]), "wh_SafeContact": .text("Mornings, as a cousin"),
            "wh_ContactUntil": .date(PartialDate("2026-05-01")!),
        ]
        #expect(try Self.contact(said).answer(.call) == .go([.readNote, .askAgain]))
        let later = said.merging(["wh_ContactUntil": .date(PartialDate("2026-05-02")!)]) { $1 }
        #expect(try Self.contact(later).answer(.call) == .go([.readNote]))
    }

    @Test func `the codebook and the program name the same ways`() {
        #expect(Codebook.current.picklists["contactWay"]?.names == Set(SafeContact.Way.allCases.map(\.rawValue)))
        #expect(Codebook.current.picklists["needStopReason"]?.names == Set(EndReason.allCases.map(\.rawValue)))
        #expect(Codebook.current.picklists["needBarrier"]?.names == Set(Barrier.allCases.map(\.rawValue)))
        #expect(Codebook.current.picklists["deliveryUnit"]?.names == Set(Service.Unit.allCases.map(\.rawValue)))
    }
}
