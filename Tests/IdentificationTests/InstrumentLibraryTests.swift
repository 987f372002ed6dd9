// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identification

struct InstrumentLibraryTests {
    let library = InstrumentLibrary.current

    @Test func `every instrument that was asked for is there, with what its user must know`() {
        let wanted: Set<String> = [
            "ilo-delphi-adult-labour", "ilo-delphi-child-labour", "ilo-11", "ahtst", "tvit-long", "tvit-short", "qyit",
            "raft", "otip-clues", "unodc-observation", "full-interview", "paper-checklist",
            "needs-assessment", "risk-assessment", "safety-plan",
        ]
        #expect(Set(library.instruments.map(\.id)) == wanted)
        for instrument in library.instruments {
            #expect(instrument.about.ifNegative.contains("offer"), "\(instrument.id)")
            #expect(!instrument.about.user.isEmpty && !instrument.about.licence.isEmpty)
            #expect(instrument.about.provenance == .verified || !instrument.about.provenanceNote.isEmpty)
        }
    }

    @Test func `an untouched instrument can be walked from its first question to its last`() throws {
        for instrument in library.instruments {
            var interview = Administration(of: instrument, with: Respondent())
            var steps = 0
            walk: while steps < 500 {
                steps += 1
                switch interview.step {
                case .warning(let section): try interview.warn(section.id, goOn: true)
                case .item(let item): try interview.answer(item.id, .answer(.unknown), by: "t")
                case .stop(let words):
                    Issue.record("\(words)")
                    break walk
                case .nothingLeft: break walk
                }
            }
            #expect(interview.progress.done == interview.progress.of, "\(instrument.id)")
            // Nothing is known, so nothing is decided, but for a judgement that nobody has made.
            let screening = Screening(of: interview)
            #expect(screening.possible.count > 1, "\(instrument.id)")
        }
    }

    @Test func `the journey is asked about only of people from elsewhere`() throws {
        var interview = Administration(of: try #require(library.instrument("tvit-short")), with: Respondent())
        let all = interview.shownItems.count
        try interview.answer("foreign-born", .answer(.no), by: "t")
        #expect(interview.shownItems.count < all)
        let core = interview.shownItems.count { !$0.isObservation }
        #expect(core == 16)
    }

    @Test func `thirty topics in the long form`() throws {
        let long = try #require(library.instrument("tvit-long"))
        #expect(long.items.count { !$0.isObservation } == 30)
    }

    private func fit(_ change: (inout Respondent) -> Void) -> [String] {
        var person = Respondent()
        change(&person)
        return library.proposals(for: person).filter(\.isFit).map(\.instrument.id)
    }

    @Test func `the selector leaves out what is not meant for the person`() {
        let child = fit { $0.age = AgeAtAct(from: 12, to: 12) }
        #expect(child.contains("ilo-delphi-child-labour") && child.contains("qyit"))
        #expect(!child.contains("ilo-delphi-adult-labour") && !child.contains("ahtst") && !child.contains("raft"))
        let adult = fit { $0.age = AgeAtAct(from: 40, to: 40) }
        #expect(!adult.contains("qyit") && !adult.contains("ilo-delphi-child-labour") && adult.contains("raft"))
        let sexual = fit { $0.forms = ["sexual"] }
        #expect(
            !sexual.contains("ilo-11") && !sexual.contains("ilo-delphi-adult-labour") && sexual.contains("tvit-short"))
        #expect(fit { _ in }.count == library.instruments.count)
    }

    @Test func `the selector says what speaks against an instrument`() throws {
        var person = Respondent()
        person.age = AgeAtAct(from: 16, to: 16)
        person.setting = "border"
        person.languages = ["fra"]
        let proposals = library.proposals(for: person)
        let qyit = try #require(proposals.first { $0.instrument.id == "qyit" })
        #expect(Set(qyit.cautions).isSuperset(of: [.outsideValidatedAges, .outsideSettings, .otherLanguage]))
        #expect(zip(proposals, proposals.dropFirst()).allSatisfy { $0.isFit || !$1.isFit })
    }

    @Test func `a positive shows how many of its kind are victims`() throws {
        let raft = try #require(library.instrument("raft")?.about.studies.first)
        #expect(abs((raft.positivePredictiveValue() ?? 0) - 0.035) < 0.001)
        let qyit = try #require(library.instrument("qyit")?.about.studies.first)
        #expect(abs((qyit.positivePredictiveValue() ?? 0) - 0.26) < 0.01)
        let ahtst = try #require(library.instrument("ahtst")?.about.studies.first)
        #expect(abs((ahtst.positivePredictiveValue() ?? 0) - 0.28) < 0.01)
    }
}
