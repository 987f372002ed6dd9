// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identification

struct AdministrationTests {
    let library = InstrumentLibrary.current

    private func begin(_ id: String, _ change: (inout Respondent) -> Void = { _ in }) throws -> Administration {
        var person = Respondent()
        change(&person)
        return Administration(of: try #require(library.instrument(id)), with: person)
    }

    @Test func `a sensitive section is announced before its first question`() throws {
        var interview = try begin("ahtst")
        guard case .warning(let section) = interview.step else {
            Issue.record("no warning")
            return
        }
        #expect(section.warning?.isEmpty == false)
        #expect(throws: AdministrationError.notWarned("questions")) {
            try interview.answer("lied", .answer(.yes), by: "w")
        }
        try interview.warn("questions", goOn: true)
        #expect(interview.step == .item(section.items[0]))
    }

    @Test func `a section can be declined, and its questions are then not asked`() throws {
        var interview = try begin("qyit")
        try interview.answer("scary", .answer(.no), by: "w")
        try interview.answer("afraid", .answer(.no), by: "w")
        try interview.answer("lie", .answer(.no), by: "w")
        guard case .warning(let section) = interview.step else {
            Issue.record("no warning")
            return
        }
        try interview.warn(section.id, goOn: false)
        #expect(interview.step == .nothingLeft)
        let screening = Screening(of: interview)
        #expect(screening.outcome == nil)
        #expect(Set(screening.possible.map(\.id)) == ["positive", "negative"])
        #expect(throws: AdministrationError.notShown("sex")) { try interview.answer("sex", .answer(.no), by: "w") }
    }

    @Test func `pause, resume, skip, come back, end early`() throws {
        var interview = try begin("paper-checklist")
        try interview.answer("agrees", .answer(.yes), by: "w")
        try interview.pause()
        #expect(throws: AdministrationError.paused) { try interview.answer("safe-now", .answer(.yes), by: "w") }
        try interview.resume()
        #expect(throws: AdministrationError.notPaused) { try interview.resume() }
        try interview.skip("safe-now")
        guard case .item(let next) = interview.step else {
            Issue.record("no item")
            return
        }
        #expect(next.id == "interpreter")
        try interview.answer("safe-now", .answer(.yes), by: "w")
        #expect(interview.skipped.isEmpty)
        #expect(interview.progress.done == 2)
        try interview.end(.endedEarly)
        #expect(throws: AdministrationError.over) { try interview.answer("interpreter", .answer(.yes), by: "w") }
        #expect(throws: AdministrationError.over) { try interview.end(.completed) }
        #expect(throws: AdministrationError.over) { try interview.warn("means", goOn: true) }
    }

    @Test func `a correction is a later entry and the first one stays`() throws {
        var interview = try begin("tvit-short")
        try interview.answer("foreign-born", .answer(.yes), by: "w")
        try interview.answer("paid", .answer(.yes), by: "w")
        try interview.answer("foreign-born", .answer(.no), by: "w")
        #expect(interview.entries.count == 3)
        // The journey is not asked about any more; its answer stays in the entries and counts no more.
        #expect(interview.answers["paid"] == nil)
        #expect(!interview.shownItems.contains { $0.id == "paid" })
        #expect(throws: AdministrationError.notShown("paid")) { try interview.answer("paid", .answer(.no), by: "w") }
    }

    @Test func `answers must fit their questions`() throws {
        var interview = try begin("tvit-long")
        #expect(throws: AdministrationError.wrongAnswer("age-now")) {
            try interview.answer("age-now", .number(121), by: "w")
        }
        #expect(throws: AdministrationError.wrongAnswer("age-now")) {
            try interview.answer("age-now", .answer(.yes), by: "w")
        }
        #expect(throws: AdministrationError.wrongAnswer("found")) {
            try interview.answer("found", .codes(["moon"]), by: "w")
        }
        #expect(throws: AdministrationError.wrongAnswer("likelihood")) {
            try interview.answer("likelihood", .codes(["likely", "unsure"]), by: "w")
        }
        #expect(throws: AdministrationError.unknownItem("nothing")) {
            try interview.answer("nothing", .answer(.no), by: "w")
        }
        try interview.answer("age-now", .answer(.declined), by: "w")
        try interview.answer("found", .codes(["agency", "online"]), by: "w")
    }

    @Test func `the instrument says when to stop`() throws {
        var interview = try begin("full-interview")
        try interview.answer("agrees", .answer(.no), by: "w")
        guard case .stop(let words) = interview.step else {
            Issue.record("no stop")
            return
        }
        #expect(words.contains("stop"))
    }

    @Test func `what was told becomes facts, and what was seen is marked as seen`() throws {
        var interview = try begin("full-interview")
        try interview.answer("act-recruitment", .answer(.yes), by: "w")
        try interview.answer("fact-minor-presumed", .answer(.no), by: "w")
        try interview.warn("means", goOn: true)
        try interview.answer("means-deception", .answer(.declined), by: "w")
        let told = interview.assertions(by: "w", on: nil)
        #expect(told.first { $0.atom == "act.recruitment" }?.answer == .yes)
        #expect(told.first { $0.atom == "fact.minor_presumed" }?.answer == .no)
        #expect(told.first { $0.atom == "means.deception" }?.answer == .declined)
        #expect(told.allSatisfy { $0.source == .person })
        var seen = try begin("ilo-11")
        try seen.answer("debt", .answer(.yes), by: "w")
        #expect(seen.assertions(by: "w", on: nil).map(\.source) == [.observation])
    }

    @Test func `no yes is negative, and a negative screen ends in an offer`() throws {
        var interview = try begin("raft")
        for id in ["scary", "afraid", "tricked"] { try interview.answer(id, .answer(.no), by: "w") }
        try interview.warn("exchange", goOn: true)
        #expect(Screening(of: interview).outcome == nil)
        try interview.answer("sex", .answer(.no), by: "w")
        let screening = Screening(of: interview)
        #expect(screening.outcome?.sign == .negative)
        #expect(screening.nextStep.contains("offer"))
        #expect(screening.scores.map(\.bounds) == [0...0])
    }

    @Test func `a yes is positive whatever is still open`() throws {
        var interview = try begin("qyit")
        try interview.answer("scary", .answer(.yes), by: "w")
        try interview.answer("afraid", .answer(.declined), by: "w")
        let screening = Screening(of: interview)
        #expect(screening.outcome?.id == "positive")
        #expect(screening.scores[0].bounds == 1...4)
        #expect(Set(screening.open) == ["afraid", "lie", "sex"])
    }

    private func file(_ text: String, _ id: String) throws -> Administration {
        try Administration(reading: [UInt8](text.utf8), file: "a.json", of: try #require(library.instrument(id)))
    }

    @Test func `a file of answers is an administration like any other`() throws {
        let interview = try file(
            """
            {"answers": {"scary": "no", "afraid": "declined", "lie": false, "sex": "not_asked"},
            "respondent": {"age": 30, "sex": "Masculine", "setting": "shelter", "languages": ["vie"]}}
            """, "qyit")
        #expect(interview.state == .ended(.completed))
        let screening = Screening(of: interview)
        #expect(screening.outcome == nil)
        #expect(Set(screening.cautions).isSuperset(of: [.outsideAges, .otherLanguage, .notVerified]))
    }

    @Test(arguments: [
        ("qyit", #"{"answers": {"nothing": "yes"}}"#, "answers.nothing"),
        ("qyit", #"{"answers": {"scary": "perhaps"}}"#, "answers.scary"),
        ("tvit-short", #"{"answers": {"foreign-born": "no", "paid": "yes"}}"#, "answers.paid"),
        ("tvit-short", #"{"answers": {"likelihood": "likely"}}"#, "answers.likelihood"),
        ("tvit-short", #"{"answers": {"age-now": 300}}"#, "answers.age-now"),
        ("qyit", #"{"answers": {"scary": {"a": 1}}}"#, "answers.scary"),
        ("qyit", #"{"respondent": {"age": "old"}}"#, "respondent.age"), ("qyit", #"{"answer": {}}"#, "answer"),
        ("qyit", #"{"ended": "somehow"}"#, "ended"),
    ])
    func `a faulty file of answers is refused with its place`(id: String, text: String, place: String) throws {
        do {
            _ = try file(text, id)
            Issue.record("it was taken")
        } catch let refused as DataRefused {
            #expect(refused.problems.contains { $0.place == place }, "\(refused)")
        }
    }
}
