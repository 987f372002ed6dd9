// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Cases

/// From what the register knows of a case to leave for one act.
struct PermitTests {
    private let agency = EntityID.random()
    private let police = EntityID.random()
    private let caseID = EntityID.random()
    private let amara = EntityID.random()
    private let now: Int64 = 1_000_000

    private func actor(_ role: Role, of agency: EntityID? = nil, id: EntityID? = nil) -> Actor {
        Actor(id: id ?? amara, role: role, agency: agency ?? self.agency)
    }

    private func share(
        until: Int64 = 2_000_000, isWithdrawn: Bool = false, consent: ConsentStanding = .covers,
        classes: Set<FieldClass> = [.f1, .f2]
    ) -> CaseFacts.Share {
        CaseFacts.Share(
            id: .random(), to: police, classes: classes, purpose: .investigation, until: until, act: 7,
            isWithdrawn: isWithdrawn, consent: consent)
    }

    private func facts(
        _ state: RecordState = .open, assigned: Set<EntityID>? = nil, author: EntityID? = nil,
        locked: Set<EntityID> = [], shares: [CaseFacts.Share] = []
    ) -> CaseFacts {
        CaseFacts(
            id: caseID, agency: agency, state: state, assigned: assigned ?? [amara], author: author, locked: locked,
            shares: shares)
    }

    private func permit(
        _ actor: Actor, _ verb: Verb, _ facts: CaseFacts?, record: EntityID? = nil, isOwn: Bool? = nil,
        for purpose: Purpose = .care, stepUp: Bool = false, glass: Bool = false, device: Bool = false
    ) throws(Refusal) -> Permit {
        try Policy.permit(
            actor, verb, facts, subject: .caseFile(caseID), record: record, isOwn: isOwn,
            AccessContext(
                purpose: purpose, isStepUpFresh: stepUp, isBreakGlass: glass, isDeviceEnrolled: device),
            now: now)
    }

    @Test func `a caseworker reads an assigned case, and is told what more there is behind the second factor`() throws {
        let permit = try permit(actor(.caseworker), .caseRead, facts())
        #expect(permit.classes == [.f0, .f1, .f2, .f3, .f4, .f7, .f8, .f9, .f10])
        #expect(permit.withheld == [.f5: .device, .f11: .stepUp])
        #expect(permit.masks.isEmpty && permit.asOfAct == nil && permit.obligations.isEmpty)
        let opened = try self.permit(actor(.caseworker), .caseRead, facts(), stepUp: true, device: true)
        #expect(opened.classes == permit.classes.union([.f5, .f11]))
        #expect(opened.obligations == .compartmentKey)
    }

    @Test func `hidden and absent are one refusal, without a reason`() {
        let hidden = Refusal(.caseRead, nil)
        #expect(throws: hidden) { try permit(actor(.caseworker), .caseRead, nil) }
        #expect(throws: hidden) { try permit(actor(.caseworker), .caseRead, facts(assigned: [])) }
        #expect(throws: hidden) { try permit(actor(.supervisor, of: police), .caseRead, facts()) }
        #expect(throws: hidden) { try permit(actor(.supervisor), .caseRead, facts(.erased)) }
        #expect(throws: hidden) { try permit(actor(.coordinator), .caseRead, facts()) }
    }

    @Test func `a shelter manager sees masks, and through the broken glass sees whole`() throws {
        let permit = try permit(actor(.shelterManager), .caseRead, facts())
        #expect(permit.masks == [.f1: .minimum, .f2: .firstName])
        #expect(permit.classes == [.f0, .f1, .f2, .f3, .f10])
        #expect(permit.ownClasses == permit.classes.union([.f4]))
        for assigned: Set<EntityID> in [[amara], []] {
            let glass = try self.permit(
                actor(.shelterManager), .caseRead, facts(assigned: assigned), for: .safety, glass: true)
            #expect(glass.masks.isEmpty)
            #expect(glass.classes.isSuperset(of: [.f1, .f2, .f4, .f7]))
            #expect(glass.obligations.contains(.tellSecond))
        }
    }

    @Test func `a share shows its classes as of its act, to who is assigned there, for its purpose`() throws {
        let officer = actor(.investigator, of: police)
        let permit = try permit(officer, .caseRead, facts(shares: [share()]), for: .investigation)
        #expect(permit.classes == [.f0, .f1, .f2])
        #expect(permit.asOfAct == 7)
        #expect(throws: Refusal(.caseRead, .purpose)) { try self.permit(officer, .caseRead, facts(shares: [share()])) }
        #expect(throws: Refusal(.caseRead, nil)) {
            try self.permit(officer, .caseRead, facts(assigned: [], shares: [share()]), for: .investigation)
        }
        #expect(throws: Refusal(.recordEdit, .role)) {
            try self.permit(officer, .recordEdit, facts(shares: [share()]), for: .investigation)
        }
    }

    @Test func `a share that is over, taken back, or without its consent is as if there were none`() {
        let officer = actor(.investigator, of: police)
        let over = [
            share(until: now), share(until: now - 1), share(isWithdrawn: true), share(consent: .withdrawn),
            share(consent: .expired), share(consent: .none), share(consent: .disqualifiedGuardian),
        ]
        for share in over {
            #expect(throws: Refusal(.caseRead, nil)) {
                try permit(officer, .caseRead, facts(shares: [share]), for: .investigation)
            }
        }
    }

    @Test(arguments: [RecordState.draft, .unverified, .archived, .mergedAway, .erased])
    func `a share shows nothing of what is unfinished or put away, a locked record of it neither`(state: RecordState) {
        let officer = actor(.investigator, of: police)
        let record = EntityID.random()
        for about in [nil, record] {
            #expect(throws: Refusal(.caseRead, nil)) {
                try permit(
                    officer, .caseRead, facts(state, locked: [record], shares: [share()]), record: about,
                    for: .investigation)
            }
        }
    }

    @Test func `a locked record is not edited, others of the case are, and notes are added to it`() throws {
        let (locked, other) = (EntityID.random(), EntityID.random())
        let facts = facts(locked: [locked])
        #expect(throws: Refusal(.recordEdit, .locked)) {
            try permit(actor(.caseworker), .recordEdit, facts, record: locked)
        }
        let edit = try permit(actor(.caseworker), .recordEdit, facts, record: other)
        #expect(edit.reviewed == [.f2, .f3, .f7, .f8, .f10])
        let note = try permit(actor(.caseworker), .recordAppend, facts, record: locked)
        #expect(note.classes == [.f4])
        let read = try permit(actor(.caseworker), .caseRead, facts, record: locked)
        #expect(read.obligations == .pendingMark)
    }

    @Test func `who hands in reads and corrects their own until it is taken up`() throws {
        let responder = actor(.firstResponder)
        let permit = try permit(responder, .caseRead, facts(.unverified, assigned: [], author: amara))
        #expect(permit.classes == [.f0])
        #expect(permit.ownClasses == [.f0, .f1, .f2, .f3, .f4, .f7, .f10])
        for facts in [
            facts(.open, assigned: [], author: amara), facts(.unverified, assigned: [], author: .random()),
        ] {
            #expect(throws: Refusal(.caseRead, nil)) { try self.permit(responder, .caseRead, facts) }
        }
    }

    @Test func `nobody reviews their own change`() throws {
        #expect(throws: Refusal(.recordReview, .ownRequest)) {
            try permit(actor(.supervisor), .recordReview, facts(), isOwn: true, stepUp: true)
        }
        _ = try permit(actor(.supervisor), .recordReview, facts(), isOwn: false, stepUp: true)
        #expect(throws: Refusal(.recordReview, .stepUp)) {
            try permit(actor(.supervisor), .recordReview, facts(), isOwn: false)
        }
    }

    @Test func `the door of the glass opens for safety and the second factor only`() throws {
        let outside = facts(assigned: [])
        let permit = try permit(actor(.clinician), .caseBreakGlass, outside, for: .safety, stepUp: true)
        #expect(permit.classes == [.f0] && permit.obligations == .tellSecond)
        for (purpose, stepUp) in [(Purpose.safety, false), (.care, true)] {
            #expect(throws: Refusal(.caseBreakGlass, nil)) {
                try self.permit(actor(.clinician), .caseBreakGlass, outside, for: purpose, stepUp: stepUp)
            }
        }
    }
}
