// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Testing

@testable import Workflows

/// Interviews as records of a case: nothing said is lost, and nothing said is changed once it is over.
@Suite struct InterviewTests {
    private let qyit = InstrumentLibrary.current.instrument("qyit")!

    private func begun(in office: Office, replacing old: EntityID? = nil, case known: EntityID? = nil) async throws
        -> (scope: EntityID, id: EntityID)
    {
        let scope: EntityID
        if let known {
            scope = known
        } else {
            scope = try await registerCase(
                ["prs_FirstName": .text("Ọmọ́lará")], by: office.owner, in: office.store)
        }
        let person = try await readCase(scope, by: office.owner, in: office.store).people.keys.first
        let plan = InterviewPlan(qyit, with: Respondent(), person: person, replaces: old)
        return (scope, try await beginInterview(plan, inCase: scope, by: office.owner, store: office.store))
    }

    @discardableResult
    private func take(
        _ steps: InterviewStep..., in place: (scope: EntityID, id: EntityID), _ office: Office, by access: Access? = nil
    ) async throws -> InterviewMove? {
        var last: InterviewMove?
        for step in steps {
            last = try await takeInterviewStep(
                step, in: place.id, ofCase: place.scope, by: access ?? office.owner, store: office.store)
        }
        return last
    }

    private func read(_ place: (scope: EntityID, id: EntityID), _ office: Office) async throws -> Interview {
        try await readInterview(place.id, ofCase: place.scope, by: office.owner, in: office.store).interview
    }

    @Test func `what was answered, left for later and announced comes back as it was left`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            try await take(
                .answer(item: "scary", .answer(.declined), seen: 0), .skip(item: "afraid"),
                .answer(item: "lie", .answer(.no), seen: 0), .answer(item: "lie", .answer(.yes), seen: 1),
                .warn(section: "exchange", goOn: true), .remark("She looked at the door."), .pause, in: place, office)
            let interview = try await read(place, office)
            #expect(interview.administration.state == .paused && interview.administration.skipped == ["afraid"])
            #expect(interview.administration.answers["scary"] == .answer(.declined))
            #expect(interview.administration.history(of: "lie").map(\.answer) == [.answer(.no), .answer(.yes)])
            #expect(interview.administration.warned == ["exchange": true])
            #expect(interview.remark == "She looked at the door.")
        }
    }

    @Test func `what is over is changed by nobody, through no verb`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            try await take(.answer(item: "scary", .answer(.no), seen: 0), .end(.endedEarly), in: place, office)
            for step: InterviewStep in [
                .answer(item: "scary", .answer(.yes), seen: 1), .skip(item: "lie"), .pause, .resume, .remark("x"),
                .warn(section: "exchange", goOn: false), .end(.refused),
            ] {
                await #expect(throws: InterviewObstacle.over) { try await take(step, in: place, office) }
            }
            let stored = try #require(
                try await readCase(place.scope, by: office.owner, in: office.store).records(.administration).first)
            await #expect(throws: Rejected.self) {
                _ = try await editRecord(
                    place.id, in: place.scope, base: stored.version, to: stored.record.draft, by: office.owner,
                    store: office.store)
            }
            await #expect(throws: Rejected.self) {
                try await removeRecord(
                    place.id, in: place.scope, kind: .administration, base: stored.version, by: office.owner,
                    store: office.store)
            }
            // The store itself refuses, whatever a verb would let through.
            let permit = try await office.owner.permit(
                .recordEdit, .administration, scope: place.scope, record: place.id, in: office.store)
            var changed = stored.record.draft
            changed.values["wh_AdministrationAnswers"] = .text("{}")
            let record = try changed.checked(under: office.store.codebook)
            await #expect(throws: Rejected.self) {
                _ = try await office.store.commit(
                    [.update(place.id, scope: place.scope, base: stored.version, record)], permit: permit)
            }
            #expect(try await read(place, office).administration.answers["scary"] == .answer(.no))
        }
    }

    @Test func `control: one that goes on can still be changed and taken out`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            try await take(.answer(item: "scary", .answer(.no), seen: 0), in: place, office)
            let version = try await read(place, office).version
            try await removeRecord(
                place.id, in: place.scope, kind: .administration, base: version, by: office.owner, store: office.store)
            await #expect(throws: StoreError.self) { _ = try await read(place, office) }
        }
    }

    @Test func `no edit of single fields writes an interview`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            let draft = Draft(.administration, ["wh_AdministrationAnswers": .text("{}")])
            await #expect(throws: Rejected.self) {
                _ = try await addRecord(draft, toCase: place.scope, by: office.owner, store: office.store)
            }
            await #expect(throws: Rejected.self) {
                _ = try await editRecord(
                    place.id, in: place.scope, base: 1, to: draft, by: office.owner, store: office.store)
            }
        }
    }

    @Test func `answers given at once by several are all kept`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for item in ["scary", "afraid", "lie"] {
                    group.addTask {
                        _ = try await takeInterviewStep(
                            .answer(item: item, .answer(.yes), seen: 0), in: place.id, ofCase: place.scope,
                            by: office.owner, store: office.store)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await read(place, office).administration.answers.count == 3)
        }
    }

    @Test func `an answer that was sent twice is written once, and one that met another is not written`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            try await take(
                .answer(item: "scary", .answer(.yes), seen: 0), .answer(item: "scary", .answer(.yes), seen: 0),
                in: place, office)
            let version = try await read(place, office).version
            let move = try await take(.answer(item: "scary", .answer(.no), seen: 0), in: place, office)
            guard case .answeredMeanwhile = move else {
                Issue.record("the other answer was written over")
                return
            }
            let interview = try await read(place, office)
            #expect(interview.version == version && interview.administration.history(of: "scary").count == 1)
        }
    }

    @Test func `answers become facts, and those of a corrected interview no longer count`() async throws {
        try await Office.with { office in
            let first = try await begun(in: office)
            try await take(.answer(item: "lie", .answer(.yes), seen: 0), .end(.completed), in: first, office)
            var file = try await readCase(first.scope, by: office.owner, in: office.store)
            let said = factsFromAdministrations(of: file)
            #expect(said.map(\.atom) == ["means.coercion_other"] && said[0].answer == .yes)
            #expect(said[0].record == first.id && said[0].source == .person)
            #expect(said[0].assertedBy == file.people.keys.first?.description)
            let second = try await begun(in: office, replacing: first.id, case: first.scope)
            try await take(.answer(item: "lie", .answer(.no), seen: 0), .end(.completed), in: second, office)
            file = try await readCase(first.scope, by: office.owner, in: office.store)
            #expect(factsFromAdministrations(of: file).allSatisfy { $0.record == second.id })
        }
    }

    @Test func `what was answered counts under the laws, with the interview as its source`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            func means() async throws -> AtomStanding? {
                let (_, laws) = try await readLaws(
                    of: place.scope, under: .current, by: office.owner, in: office.store)
                return try #require(laws).reading.standings.first { $0.atom == "means.coercion_other" }
            }
            #expect(try await means() == nil)
            try await take(.answer(item: "lie", .answer(.yes), seen: 0), in: place, office)
            let standing = try #require(try await means())
            #expect(standing.answer == .yes)
            let file = try await readCase(place.scope, by: office.owner, in: office.store)
            #expect(file.factSheet(of: file.victims[0]).assertions.contains { $0.record == place.id })
        }
    }

    @Test func `what an authority concluded goes before the status that came with the record`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            var file = try await readCase(place.scope, by: office.owner, in: office.store)
            #expect(laterFinding(of: file.victims[0].record, in: file) == nil)
            let refused = StatusTests.values(Determination.Status.notConfirmed.code)
            _ = try await addDetermination(refused, toCase: place.scope, by: office.owner, in: office.store)
            file = try await readCase(place.scope, by: office.owner, in: office.store)
            #expect(laterFinding(of: file.victims[0].record, in: file) == false)
        }
    }

    @Test func `only an interview that is over can be replaced, and only once`() async throws {
        try await Office.with { office in
            let first = try await begun(in: office)
            await #expect(throws: InterviewObstacle.notReplaceable) {
                _ = try await begun(in: office, replacing: first.id, case: first.scope)
            }
            try await take(.end(.unable), in: first, office)
            _ = try await begun(in: office, replacing: first.id, case: first.scope)
            await #expect(throws: InterviewObstacle.notReplaceable) {
                _ = try await begun(in: office, replacing: first.id, case: first.scope)
            }
        }
    }

    @Test func `each screening is counted beside what was concluded later`() async throws {
        try await Office.with { office in
            let concluded = [
                "ActualVictimOfTrafficking", "NotAVictimOfTrafficking", "PossibleVictimOfTrafficking",
            ]
            for (answer, status) in [Answer.yes, .no].flatMap({ answer in concluded.map { (answer, $0) } }) {
                let scope = try await registerCase(
                    [
                        "prs_FirstName": .text("Selvi"), "prs_Gender": .codes(["Masculine"]),
                        "vic_TraffickingStatus": .codes([status]), "vic_TypeOfExploitation": .codes(["ForcedLabour"]),
                    ], by: office.owner, in: office.store)
                let place = try await begun(in: office, case: scope)
                try await take(
                    .answer(item: "scary", .answer(answer), seen: 0), .answer(item: "afraid", .answer(.no), seen: 0),
                    .answer(item: "lie", .answer(.no), seen: 0), .warn(section: "exchange", goOn: true),
                    .answer(item: "sex", .answer(.no), seen: 0), .end(.completed), in: place, office)
            }
            let reports = try await measureInstruments(by: office.supervisor, in: office.store)
            let all = try #require(reports.first?.tables[.all])
            #expect(reports.count == 1 && reports[0].instrument == "qyit" && reports[0].version == "1")
            #expect(all.truePositive == 1 && all.falsePositive == 1 && all.falseNegative == 1)
            #expect(all.trueNegative == 1 && all.undetermined == 2)
            #expect(all.sensitivity?.value == 0.5 && all.specificity?.value == 0.5)
            #expect(reports[0].tables[.sex("Masculine")]?.truePositive == 1)
            #expect(reports[0].tables[.form("ForcedLabour")]?.trueNegative == 1)
            await #expect(throws: Refusal.self) { try await measureInstruments(by: office.owner, in: office.store) }
        }
    }

    @Test func `observations lie apart from answers`() async throws {
        try await Office.with { office in
            let scope = try await registerCase(["prs_FirstName": .text("Selvi")], by: office.owner, in: office.store)
            let list = try #require(InstrumentLibrary.current.instrument("otip-clues"))
            let id = try await beginInterview(
                InterviewPlan(list, with: Respondent()), inCase: scope, by: office.owner, store: office.store)
            let item = try #require(list.items.first { $0.isObservation })
            try await take(
                .answer(item: item.id, .answer(.yes), seen: 0), in: (scope: scope, id: id), office)
            let file = try await readCase(scope, by: office.owner, in: office.store)
            let record = file.records(.administration)[0].record
            #expect(record.text("wh_AdministrationObserved")?.contains(item.id) == true)
            #expect(record.text("wh_AdministrationAnswers")?.contains(item.id) == false)
            let codebook = office.store.codebook
            #expect(codebook["wh_AdministrationObserved"]?.fieldClass == .f7)
            #expect(codebook["wh_AdministrationAnswers"]?.fieldClass == .f4)
        }
    }

    @Test func `whoever may not write in the case begins no interview in it`() async throws {
        try await Office.with { office in
            let place = try await begun(in: office)
            for role in [Role.supervisor, .dataProtectionOfficer, .auditor, .clinician] {
                let access = office.access(role, role == .clinician ? 9 : 1)
                await #expect(throws: (any Error).self, "\(role)") {
                    _ = try await beginInterview(
                        InterviewPlan(qyit, with: Respondent()), inCase: place.scope, by: access, store: office.store)
                }
                await #expect(throws: (any Error).self, "\(role)") {
                    try await take(.answer(item: "scary", .answer(.no), seen: 0), in: place, office, by: access)
                }
            }
        }
    }

    @Test func `answers wait for no second person, whatever an agency lets wait`() throws {
        let codebook = Codebook.current
        func record(_ kind: RecordKind, _ name: FieldName, _ text: String) throws -> Record {
            try Draft(kind, [name: .text(text)], links: [.caseFile: .random()]).checked(under: codebook)
        }
        for trigger in [ReviewTrigger.sensitive, .all] {
            let one = try record(.administration, "wh_AdministrationObserved", "[1]")
            var two = one.draft
            two.values["wh_AdministrationObserved"] = .text("[2]")
            let later = try two.checked(under: codebook)
            #expect(!trigger.locks(from: one, to: later, in: .open, under: codebook), "\(trigger)")
            #expect(trigger.locks(from: one, to: nil, in: .open, under: codebook), "taking it out waits")
            let said = try record(.statement, "wh_StatementText", "a")
            var changed = said.draft
            changed.values["wh_StatementText"] = .text("b")
            let control = try changed.checked(under: codebook)
            #expect(trigger.locks(from: said, to: control, in: .open, under: codebook), "control: a statement waits")
        }
    }

    @Test func `a first responder holds an interview with whom they hand in`() async throws {
        try await Office.with { office in
            let responder = office.access(.firstResponder, 5)
            let scope = try await registerCase(
                ["prs_FirstName": .text("Selvi")], by: responder, in: office.store)
            let id = try await beginInterview(
                InterviewPlan(qyit, with: Respondent()), inCase: scope, by: responder, store: office.store)
            let place = (scope: scope, id: id)
            try await take(
                .answer(item: "scary", .answer(.yes), seen: 0), .remark("Shaking."), .end(.stoppedOnDisclosure),
                in: place, office, by: responder)
            let read = try await readInterview(id, ofCase: scope, by: responder, in: office.store).interview
            #expect(read.outcome == "Positive" && read.remark == "Shaking.")
        }
    }

    @Test func `who is not given observations is given no result worked out without them`() async throws {
        try await Office.with { office in
            let scope = try await registerCase(["prs_FirstName": .text("Selvi")], by: office.owner, in: office.store)
            let list = try #require(InstrumentLibrary.current.instrument("otip-clues"))
            let id = try await beginInterview(
                InterviewPlan(list, with: Respondent()), inCase: scope, by: office.owner, store: office.store)
            let item = try #require(list.items.first { $0.isObservation })
            try await take(
                .answer(item: item.id, .answer(.yes), seen: 0), .end(.completed), in: (scope: scope, id: id), office)
            // The same person, who works on the case, in a role that is not given statements.
            let clinician = office.access(.clinician)
            let read = try await readInterview(id, ofCase: scope, by: clinician, in: office.store).interview
            #expect(read.hidesObservations && read.administration.entries.isEmpty && read.outcome == "Positive")
            let whole = try await readInterview(id, ofCase: scope, by: office.owner, in: office.store).interview
            #expect(!whole.hidesObservations && whole.administration.entries.count == 1)
        }
    }
}
