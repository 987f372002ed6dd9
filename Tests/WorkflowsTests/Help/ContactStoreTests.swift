// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store
import Testing

@testable import Workflows

/// Call lists and prints show only what is safe; interviews propose needs; each with its control.
struct ContactStoreTests {
    private static let number = "+94 77 555 0199"

    private static func registered(_ office: Office, _ more: [FieldName: Value]) async throws -> EntityID {
        let values: [FieldName: Value] = ["prs_FirstName": .text("Sanduni"), "prs_MobilePhone": .text(number)]
        let id = try await registerCase(values.merging(more) { $1 }, by: office.owner, in: office.store)
        _ = try await addRecord(
            Draft(.plan, ["wh_PlanWords": .text("I want to sew")]), toCase: id, by: office.owner, store: office.store)
        return id
    }

    @Test func `a number stands on the list only where a call is safe`() async throws {
        try await Office.with { office in
            let safe = try await Self.registered(office, ["wh_ContactWays": .codes(["Call"])])
            let never = try await Self.registered(office, ["wh_ContactNever": .codes(["Call"])])
            let other = try await Self.registered(office, ["wh_ContactWays": .codes(["Visit"])])
            let lines = try await callList(by: office.owner, in: office.store)
            #expect(lines.map(\.answer.isAllowed) == [true, false, false])
            #expect(lines[0].caseID == safe && Set(lines[1...].map(\.caseID)) == [never, other])
            // The control: where it is safe, number and name are there.
            #expect(lines[0].record?.text("prs_MobilePhone") == Self.number && lines[0].contact != nil)
            for line in lines[1...] { #expect(line.record == nil && line.contact == nil) }
        }
    }

    @Test func `a sheet for the person is made only where papers are safe, and after the second factor`() async throws {
        try await Office.with { office in
            let safe = try await Self.registered(office, ["wh_ContactWays": .codes(["Paper"])])
            let never = try await Self.registered(office, ["wh_ContactNever": .codes(["Paper"])])
            #expect(try await printForPerson(safe, by: office.owner, in: office.store).records(.plan).count == 1)
            await #expect(throws: ContactRefused(obstacle: .never)) {
                try await printForPerson(never, by: office.owner, in: office.store)
            }
            var unshown = office.owner
            unshown.isStepUpFresh = false
            await #expect(throws: Refusal.self) { try await printForPerson(safe, by: unshown, in: office.store) }
            let acts = try await readActs(by: office.supervisor, in: office.store)
            #expect(acts.filter { $0.action == "case.print" && $0.outcome == "done" }.count == 1)
        }
    }

    @Test func `nobody is reached through a guardian whom the register knows as a suspect`() async throws {
        try await Office.with { office in
            let ways: [FieldName: Value] = ["wh_ContactWays": .codes(["ThroughSomebody"])]
            let id = try await Self.registered(office, ways)
            func answer() async throws -> SafeContact.Answer {
                let file = try await readCase(id, by: office.owner, in: office.store)
                return safeContact(in: file, by: office.owner, store: office.store).answer(.throughSomebody)
            }
            #expect(try await answer() == .go([]), "the control")
            let elsewhere = try await registerCase(
                ["prs_FirstName": .text("Ruwan")], by: office.owner, in: office.store)
            _ = try await addPerson(
                .new(["prs_FirstName": .text("Nimal"), "prs_SecondName": .text("Jayasuriya")]),
                as: ["wh_RoleInCase": .codes(["Perpetrator"])], toCase: elsewhere, by: office.owner,
                store: office.store)
            _ = try await addRecord(
                Draft(.guardian, ["wh_GuardianName": .text("Nimal Jayasuriya")]), toCase: id, by: office.owner,
                store: office.store)
            #expect(try await answer() == .refused(.guardianInConflict))
        }
    }

    @Test func `an interview proposes needs, which one press writes down once`() async throws {
        try await Office.with { office in
            let id = try await Self.registered(office, [:])
            let person = try await readCase(id, by: office.owner, in: office.store).people.keys.first
            let needs = InstrumentLibrary.current.instrument("needs-assessment")!
            let interview = try await beginInterview(
                InterviewPlan(needs, with: Respondent(), person: person), inCase: id, by: office.owner,
                store: office.store)
            for (item, answer) in [("bed", Answer.no), ("held", .yes), ("doctor", .unknown)] {
                _ = try await takeInterviewStep(
                    .answer(item: item, .answer(answer), seen: 0), in: interview, ofCase: id, by: office.owner,
                    store: office.store)
            }
            var file = try await readCase(id, by: office.owner, in: office.store)
            #expect(file.helpProposals.map(\.service.code) == ["SHE", "SAF", "LEG"])
            #expect(file.helpAlerts(on: office.store.clock.today) == [.detention])
            let wanted = Set(file.helpProposals.prefix(2).map(\.id) + ["nothing of ours"])
            for _ in 1...2 {
                _ = try await takeUpProposals(
                    wanted, ofCase: id, by: office.owner, in: office.store, idempotencyKey: "once")
            }
            file = try await readCase(id, by: office.owner, in: office.store)
            #expect(Set(file.needs().map(\.code)) == ["SHE", "SAF"])
            #expect(file.helpProposals.map(\.service.code) == ["LEG"])
            #expect(file.needs().allSatisfy { $0.record.text("wh_NeedInterview") == interview.description })
        }
    }
}
