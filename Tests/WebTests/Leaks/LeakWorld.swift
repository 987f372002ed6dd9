// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identification
import Standard
import Store
import Testing
import Workflows

@testable import Cases
@testable import Web

/// Three agencies, somebody in every role, and cases in every state that can be brought about, with a canary in every
/// text. Who made what and who works on it is known here, apart from the program.
struct LeakWorld {
    let test: TestSite
    let store: CaseStore
    let agencies: [EntityID]
    private(set) var people: [Person] = []
    private(set) var cases: [Planted] = []

    struct Person {
        let id: EntityID
        let name: String
        let role: Role
        let agency: EntityID
        let browser: TestSite.Browser
    }

    /// A case, and what the test knows of it.
    struct Planted {
        let tag: String
        let id: EntityID
        let agency: EntityID
        let state: RecordState
        let author: EntityID
        var assigned: Set<EntityID>
        var records: [(kind: RecordKind, id: EntityID)] = []
        /// The tag of a change that waits for review: for the case's own agency only.
        var waiting: String?
        /// What another agency was given a copy of.
        var share: (to: EntityID, classes: Set<FieldClass>)?
    }

    init(_ test: TestSite) async throws {
        self.test = test
        store = try #require(test.site.gate.store)
        let console = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
        var agencies = [store.agency]
        for name in ["House of the Two Rivers", "Office of the Third Bridge"] {
            let permit = try await console.permit(.agencyManage, by: .manageAgencies, .register, in: store)
            agencies.append(try await store.createAgency(named: name, permit: permit))
        }
        self.agencies = agencies
        for role in Role.allCases where role != .custodian { try await add(role, of: agencies[0]) }
        for role in [Role.caseworker, .supervisor, .firstResponder] { try await add(role, of: agencies[1]) }
        try await add(.caseworker, of: agencies[2])
        try await plantAll()
    }

    private mutating func add(_ role: Role, of agency: EntityID) async throws {
        let number = agencies.firstIndex(of: agency)!
        people.append(try await LeakPeople.signedIn("\(role.rawValue)\(number)".lowercased(), role, agency, test))
    }

    private mutating func plantAll() async throws {
        let home = agencies[0]
        let mine = people.filter { $0.agency == home }
        let all = Set(mine.map(\.id))
        let other = try await LeakPeople.signedIn("otherwriter", .caseworker, home, test)
        let hotline = try await LeakPeople.signedIn("otherhotline", .firstResponder, home, test)
        try await plant("aa", by: other, assigned: all)
        try await plant("ab", by: other, assigned: [])
        try await plant("ac", by: person(.firstResponder, home), assigned: all, as: .unverified)
        try await plant("ad", by: hotline, assigned: [], as: .unverified)
        try await plant("ae", by: other, assigned: all, as: .archived)
        try await plant("af", by: other, assigned: all, as: .legalHold)
        try await plant("ag", by: other, assigned: all, as: .mergedAway)
        try await plant("ah", by: other, assigned: all, as: .erased)
        try await plant("ai", by: person(.caseworker, home), assigned: all, as: .closed)
        try await plant("ba", by: person(.caseworker, agencies[1]), assigned: [])
        try await plant("bb", by: person(.firstResponder, agencies[1]), assigned: [], as: .unverified)
        try await plant("ca", by: person(.caseworker, agencies[2]), assigned: [])
        try await plant("aj", by: other, assigned: all, as: .draft)
        try await plant("ak", by: other, assigned: all)
        try await change("ak", to: "al")
        try await plant("bc", by: person(.caseworker, agencies[1]), assigned: [])
        try await share("bc", with: home)
        // What was changed after the copy is not part of it.
        try await change("bc", to: "bd")
    }

    func person(_ role: Role, _ agency: EntityID) -> Person {
        people.first { $0.role == role && $0.agency == agency }!
    }

    func planted(_ tag: String) -> Planted { cases.first { $0.tag == tag }! }

    /// What the role may write of a case that is its own.
    private static func writable(_ role: Role) -> Set<FieldClass> {
        Set(
            FieldClass.allCases.filter {
                switch PolicyTable.current.cell(role, .owner, $0) {
                case .write, .submit, .own: true
                default: false
                }
            })
    }

    private mutating func plant(
        _ tag: String, by writer: Person, assigned: Set<EntityID>, as state: RecordState = .open
    ) async throws {
        let access = Access(
            Actor(id: writer.id, role: writer.role, agency: writer.agency), isStepUpFresh: true,
            isDeviceEnrolled: true)
        let classes = Self.writable(writer.role)
        var values = Canary.values(
            tag, [.person, .victim, .caseFile, .referral, .comment, .event, .plan, .consent, .assessment], classes)
        values["wh_ConsentRecipientAgency"] = nil
        if state == .closed { values["cas_Status"] = .codes(["Closed"]) }
        if state == .draft { values["wh_RecordState"] = .codes(["Draft"]) }
        let id = try await registerCase(values, by: access, in: store)
        var planted = Planted(
            tag: tag, id: id, agency: writer.agency, state: state, author: writer.id,
            assigned: assigned.union([writer.id]))
        try await fill(id, tag, classes, access)
        let file = try await readCase(id, by: access, in: store)
        planted.records = (file.records + file.people.values).map { ($0.record.kind, $0.id) }
        try await settle(planted)
        #expect(store.facts(ofCase: id)?.state == state, "\(tag)")
        #expect(store.facts(ofCase: id)?.assigned == planted.assigned, "\(tag)")
        cases.append(planted)
    }

    /// What a flat row does not carry.
    private func fill(_ id: EntityID, _ tag: String, _ classes: Set<FieldClass>, _ access: Access) async throws {
        if classes.contains(.f7), access.actor.role == .caseworker {
            let statement = Draft(.statement, Canary.values(tag, [.statement], classes))
            _ = try await addRecord(statement, toCase: id, by: access, store: store)
            try await interview(id, tag, access)
        }
        if classes.contains(.f8) {
            var part = Canary.values(tag, [.perpetrator], classes)
            part["wh_RoleInCase"] = .codes(["Perpetrator"])
            _ = try await addPerson(
                .new(Canary.values(tag, [.person], classes.intersection([.f2]))), as: part, toCase: id, by: access,
                store: store)
        }
    }

    /// What a person said, and what the interviewer noticed, in one that goes on.
    private func interview(_ scope: EntityID, _ tag: String, _ access: Access) async throws {
        guard let instrument = InstrumentLibrary.current.instrument("full-interview") else { return }
        let id = try await beginInterview(
            InterviewPlan(instrument, with: Respondent()), inCase: scope, by: access, store: store)
        let said = Canary(tag: tag, field: "wh_AdministrationAnswers").text
        let noticed = Canary(tag: tag, field: "wh_AdministrationRemark").text
        for step: InterviewStep in [.answer(item: "wishes", .text(said), seen: 0), .remark(noticed)] {
            _ = try await takeInterviewStep(step, in: id, ofCase: scope, by: access, store: store)
        }
    }

    /// Assigns the case, and brings it into its state.
    private func settle(_ planted: Planted) async throws {
        let supervisor = Access(
            Actor(id: EntityID(high: 7, low: 7), role: .supervisor, agency: planted.agency), isStepUpFresh: true,
            isDeviceEnrolled: true)
        let add = planted.assigned.subtracting([planted.author])
        if !add.isEmpty { try await assignCase(planted.id, add: add, by: supervisor, in: store) }
        switch planted.state {
        case .archived, .legalHold, .mergedAway, .erased:
            let permit = try await supervisor.permit(.caseState, case: planted.id, in: store)
            try await store.setState(planted.state, ofCase: planted.id, permit: permit)
        case .draft, .unverified, .open, .lockedReview, .closed: break
        }
    }

    private func access(_ planted: Planted, _ role: Role = .supervisor) -> Access {
        Access(
            Actor(id: EntityID(high: 7, low: 7), role: role, agency: planted.agency), isStepUpFresh: true,
            isDeviceEnrolled: true)
    }

    /// Changes the person's name, which waits for a second person.
    private mutating func change(_ tag: String, to waiting: String) async throws {
        let place = cases.firstIndex { $0.tag == tag }!
        let author = Access(
            Actor(id: cases[place].author, role: .caseworker, agency: cases[place].agency), isStepUpFresh: true,
            isDeviceEnrolled: true)
        let file = try await readCase(cases[place].id, by: author, in: store)
        let (scope, stored) = try #require(
            file.people.first {
                $0.value.record["prs_SecondName"] == .text(Canary(tag: tag, field: "prs_SecondName").text)
            }
        )
        var draft = stored.record.draft
        draft.values["prs_SecondName"] = .text(Canary(tag: waiting, field: "prs_SecondName").text)
        _ = try await editRecord(stored.id, in: scope, base: stored.version, to: draft, by: author, store: store)
        #expect(store.reviews(in: scope).count == 1, "\(tag)")
        cases[place].waiting = waiting
    }

    /// Gives another agency a copy of who the person is and of the coded facts.
    private mutating func share(_ tag: String, with taker: EntityID) async throws {
        let place = cases.firstIndex { $0.tag == tag }!
        let (id, giver) = (cases[place].id, access(cases[place]))
        let classes: Set<FieldClass> = [.f1, .f2]
        let agreement = try await proposeAgreement(
            with: taker, givesTo: true, classes, for: [.care], until: store.clock.now() + 86_400_000, by: giver,
            in: store)
        let theirs = Access(
            Actor(id: EntityID(high: 7, low: 8), role: .supervisor, agency: taker), isStepUpFresh: true,
            isDeviceEnrolled: true)
        try await acceptAgreement(agreement, by: theirs, in: store)
        let author = Access(
            Actor(id: cases[place].author, role: .caseworker, agency: cases[place].agency), isStepUpFresh: true,
            isDeviceEnrolled: true)
        let paper = try await addRecord(
            Draft(
                .consent,
                [
                    "wh_ConsentStatus": .codes(["Given"]), "wh_ConsentPurpose": .codes(["ReferToServices"]),
                    "wh_ConsentDate": .date(store.clock.today), "wh_ConsentRecipient": .text(store.organisation),
                ]), toCase: id, by: author, store: store)
        let order = ShareOrder(
            taker: taker, classes: classes, purpose: .care, until: store.clock.now() + 80_000_000, consent: paper)
        _ = try await shareCase(id, order, by: author, in: store)
        cases[place].share = (taker, classes)
    }
}
