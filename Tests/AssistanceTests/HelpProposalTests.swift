// SPDX-License-Identifier: Apache-2.0

import Identification
import Testing

@testable import Assistance

/// What answers propose, and the data file that says so.
struct HelpProposalTests {
    private func asked(_ id: String, _ answers: [String: ItemAnswer]) throws -> Administration {
        var interview = Administration(
            of: try #require(InstrumentLibrary.current.instrument(id)), with: Respondent())
        for section in interview.instrument.sections where section.warning != nil {
            try interview.warn(section.id, goOn: true)
        }
        for (item, answer) in answers { try interview.answer(item, answer, by: "t") }
        return interview
    }

    @Test func `what is missing today is proposed for now, and what was not answered is not`() throws {
        let interview = try asked(
            "needs-assessment", ["bed": .answer(.no), "food": .answer(.yes), "doctor": .answer(.declined)])
        #expect(HelpProposals.current.proposed(by: interview) == [.init(service: "SHE", urgency: "Now")])
        #expect(HelpProposals.current.alerts(of: interview).isEmpty)
        #expect(HelpProposals.current.proposed(by: try asked("needs-assessment", [:])).isEmpty)
    }

    @Test func `a kind of help is proposed once, as urgent as its most urgent reason`() throws {
        let interview = try asked("needs-assessment", ["clothes": .answer(.no), "food": .answer(.no)])
        #expect(HelpProposals.current.proposed(by: interview) == [.init(service: "BAS", urgency: "Now")])
    }

    @Test func `somebody who is held is an alert, and dangers are`() throws {
        for id in ["needs-assessment", "risk-assessment"] {
            #expect(HelpProposals.current.alerts(of: try asked(id, ["held": .answer(.yes)])) == [.detention])
            #expect(HelpProposals.current.alerts(of: try asked(id, ["held": .answer(.no)])) == [])
        }
        let danger = try asked("risk-assessment", ["threats": .answer(.yes), "children-danger": .answer(.yes)])
        #expect(HelpProposals.current.alerts(of: danger) == [.danger, .childInDanger])
        #expect(
            HelpProposals.current.alerts(of: try asked("safety-plan", ["profile": .answer(.no)])) == [.noContactProfile]
        )
    }

    @Test func `the assessments are found, and are no screenings`() {
        let assessments = InstrumentLibrary.current.instruments.filter(\.about.isAssessment).map(\.id)
        #expect(Set(assessments) == HelpProposals.current.instruments)
    }

    @Test func `a file with a fault is refused with its place`() {
        let file = """
            {"instruments": [{"instrument": "needs-assessment",
              "needs": [{"item": "nothing", "when": "no", "service": "SHE", "urgency": "Now"},
                        {"item": "bed", "when": "no", "service": "XXX", "urgency": "Soon"}],
              "alerts": [{"item": "held", "when": "yes", "alert": "fire"}]}]}
            """
        do throws(DataRefused) {
            _ = try HelpProposals(Array(file.utf8), file: "own.json")
            Issue.record("it was taken")
        } catch {
            #expect(error.problems.count == 4)
            #expect(error.problems.allSatisfy { !$0.place.isEmpty })
        }
    }
}
