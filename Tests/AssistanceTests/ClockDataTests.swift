// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identification
import Testing

@testable import Assistance

/// Files of procedures and calendars with a fault planted: each is refused with its place.
struct ClockDataTests {
    static let procedure = """
        {"id": "x", "title": "X", "stages": [{"id": "s", "title": "S", "artefacts": ["A"]}],
        "events": [{"id": "a", "words": "A"}, {"id": "z", "words": "Z"}, {"id": "v", "words": "V"},
        {"id": "p", "words": "P"}, {"id": "q", "words": "Q"}],
        "clocks": [{"id": "c", "title": "C", "stage": "s", "starts": ["a"], "stops": ["z"], "voids": ["v"],
        "lasts": {"count": 10, "unit": "workingDays"}, "landing": "next", "pauses": [{"from": "p", "until": "q"}],
        "warnings": [{"before": {"count": 3, "unit": "workingDays"}, "tell": "caseworker"}],
        "breach": {"tell": "supervisor"},
        "escalations": [{"after": {"count": 5, "unit": "calendarDays"}, "tell": "supervisor"}], "source": "S"}]}
        """

    static let calendar = """
        {"calendars": [{"id": "x", "title": "X", "weekend": ["SA", "SU"], "holidays": [
        {"name": "A", "month": 5, "day": 1, "move": "next"}, {"name": "B", "month": 5, "nth": -1, "weekday": "MO"},
        {"name": "C", "easter": -2}, {"name": "D", "on": "2026-03-20"}]}]}
        """

    private func refusal(_ text: String, isProcedure: Bool) -> [DataRefused.Problem] {
        let bytes = [UInt8](text.utf8)
        do throws(DataRefused) {
            if isProcedure {
                _ = try Procedure(bytes, file: "x.json")
            } else {
                _ = try CalendarLibrary(files: [("x.json", bytes)])
            }
            return []
        } catch { return error.problems }
    }

    @Test func `the undoctored files are taken`() {
        #expect(refusal(Self.procedure, isProcedure: true).isEmpty)
        #expect(refusal(Self.calendar, isProcedure: false).isEmpty)
        #expect(Procedure.current.clocks.count >= 10 && CalendarLibrary.current.calendars.count >= 8)
    }

    @Test(arguments: [
        (#""stage": "s""#, #""stage": "t""#, "clocks[0].stage", "no stage"),
        (#""starts": ["a"]"#, #""starts": ["b"]"#, "clocks[0]", "no event"),
        (#""starts": ["a"]"#, #""starts": []"#, "clocks[0]", "start"),
        (#""starts": ["a"]"#, #""starts": ["a", "z"]"#, "clocks[0]", "two of"),
        (#""stops": ["z"], "#, "", "clocks[0]", "stop"),
        (#"{"count": 10, "unit": "workingDays"}"#, #"{"count": 0, "unit": "workingDays"}"#, "lasts.count", "whole"),
        (#"{"count": 10, "unit": "workingDays"}"#, #"{"count": 10, "unit": "fortnights"}"#, "lasts.unit", "one of"),
        (#"{"count": 10, "unit": "workingDays"}"#, #"{"count": 3, "unit": "calendarDays"}"#, "clocks[0]", "warning"),
        (#"{"count": 10, "unit": "workingDays"}"#, #"{"count": 99, "unit": "hours"}"#, "clocks[0]", "landing"),
        (#"{"count": 3, "unit": "workingDays"}"#, #"{"count": 3, "unit": "hours"}"#, "warnings[0]", "days"),
        (#""landing": "next""#, #""landing": "later""#, "landing", "one of"),
        (#""tell": "supervisor"}"#, #""tell": "everybody"}"#, "tell", "one of"),
        (#""breach": {"tell": "supervisor"},"#, "", "clocks[0]", "breach"),
        (#"{"from": "p", "until": "q"}"#, #"{"from": "p", "until": "p"}"#, "pauses[0]", "another"),
        (#"{"from": "p", "until": "q"}"#, #"{"from": "p", "until": "u"}"#, "clocks[0]", "no event"),
        (#", "source": "S""#, "", "clocks[0]", "source"),
        (#""landing""#, #""landnig""#, "landnig", "belongs"),
        (#"{"id": "q", "words": "Q"}"#, #"{"id": "p", "words": "Q"}"#, "", "twice"),
    ])
    func `a doctored procedure is refused with its place`(fault: (String, String, String, String)) {
        let text = Self.procedure.replacingOccurrences(of: fault.0, with: fault.1)
        #expect(text != Self.procedure)
        let problems = refusal(text, isProcedure: true)
        #expect(problems.contains { $0.place.hasSuffix(fault.2) && $0.message.contains(fault.3) }, "\(problems)")
    }

    @Test(arguments: [
        (#""month": 5, "day": 1"#, #""month": 2, "day": 30"#, "holidays[0]", "day of that month"),
        (#""month": 5, "day": 1"#, #""month": 13, "day": 1"#, "holidays[0].month", "whole"),
        (#""move": "next""#, #""move": "monday""#, "holidays[0].move", "one of"),
        (#""nth": -1"#, #""nth": 0"#, "holidays[1]", "1…5"),
        (#""weekday": "MO""#, #""weekday": "Monday""#, "holidays[1].weekday", "MO"),
        (#""easter": -2"#, #""eastern": -2"#, "holidays[2]", "needs"),
        (#""2026-03-20""#, #""2026-03""#, "holidays[3]", "whole day"),
        (#"["SA", "SU"]"#, #"["MO", "TU", "WE", "TH", "FR", "SA", "SU"]"#, "calendars[0]", "working day"),
        (#"["SA", "SU"]"#, #"["Sa"]"#, "weekend[0]", "MO"),
    ])
    func `a doctored calendar is refused with its place`(fault: (String, String, String, String)) {
        let text = Self.calendar.replacingOccurrences(of: fault.0, with: fault.1)
        #expect(text != Self.calendar)
        let problems = refusal(text, isProcedure: false)
        #expect(problems.contains { $0.place.hasSuffix(fault.2) && $0.message.contains(fault.3) }, "\(problems)")
    }
}
