// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Testing
import Vault

@testable import Workflows

@Suite struct PeopleTests {
    /// Somebody who looks after accounts, and somebody who may agree; neither has an account of their own here.
    private func admin(_ office: Office) -> Access { office.access(.userAdministrator, 2) }
    private func second(_ office: Office) -> Access { office.access(.supervisor, 3) }

    @Test func `an account gets a slip, and a slip makes a person of it`() async throws {
        try await Person.with { person in
            let made = try await addAccount(
                named: "thandeka", personName: "Thandeka Nkosi", roles: [.caseworker], by: admin(person.office),
                in: person.store)
            let code = try #require(made.code)
            #expect(made.request == nil && made.account.state == .active && made.account.createdBy != nil)
            let typed = SignInTry(name: "Thandeka", passphrase: "seven herons wade upstream slowly")
            let enrolment = try await beginEnrolment(typed, code: code, in: person.store, throttle: person.throttle)
            _ = try await finishEnrolment(enrolment, code: person.digits(enrolment), in: person.store)
            #expect(try await recognise(typed, in: person.store, throttle: person.throttle).next == .showFactor)
            await #expect(throws: AccountProblem.enrolled) {
                try await issueSlip(for: made.account.id, by: admin(person.office), in: person.store)
            }
        }
    }

    @Test func `what cannot be is said: names, roles that do not go together, a name that is taken`() async throws {
        try await Office.with { office in
            func add(_ name: String, _ roles: [Role]) async throws {
                _ = try await addAccount(named: name, roles: roles, by: admin(office), in: office.store)
            }
            await #expect(throws: AccountProblem.name) { try await add("two words", [.caseworker]) }
            await #expect(throws: AccountProblem.name) { try await add("", [.caseworker]) }
            await #expect(throws: AccountProblem.noRole) { try await add("amara", []) }
            await #expect(throws: AccountProblem.roles) { try await add("amara", [.auditor, .caseworker]) }
            await #expect(throws: AccountProblem.roles) { try await add("amara", [.custodian]) }
            await #expect(throws: AccountProblem.taken) { try await add("DILANI", [.caseworker]) }
        }
    }

    @Test func `a role with power waits for a second person, who is not the first`() async throws {
        try await Office.with { office in
            let made = try await addAccount(
                named: "bao", roles: [.supervisor], by: admin(office), in: office.store)
            let request = try #require(made.request)
            #expect(made.code == nil && made.account.state == .waiting)
            // Whoever asked cannot agree, in whatever role; nor can somebody without the power.
            let same = office.access(.supervisor, 2)
            await #expect(throws: Refusal(.requestApprove, .ownRequest)) {
                try await answerRequest(request.id, approve: true, by: same, in: office.store)
            }
            await #expect(throws: Refusal(.requestApprove, .role)) {
                try await answerRequest(request.id, approve: true, by: office.owner, in: office.store)
            }
            var stale = second(office)
            stale.isStepUpFresh = false
            await #expect(throws: Refusal(.requestApprove, .stepUp)) {
                try await answerRequest(request.id, approve: true, by: stale, in: office.store)
            }
            await #expect(throws: StoreError.notFound) {
                try await answerRequest(
                    request.id, approve: true, by: office.access(.supervisor, 4, agency: .random()), in: office.store)
            }
            _ = try await answerRequest(request.id, approve: true, by: second(office), in: office.store)
            #expect(office.store.account(made.account.id)?.state == .active)
            #expect(office.store.account(made.account.id)?.roles == [.supervisor])
            // Once is enough.
            await #expect(throws: StoreError.notFound) {
                try await answerRequest(request.id, approve: false, by: second(office), in: office.store)
            }
        }
    }

    @Test func `a request that nobody answers runs out after three days, and leave after one`() async throws {
        try await Person.with { person in
            let office = person.office
            let asker = office.access(.supervisor, 5)
            let request = try await askSecondPerson(
                .export, reason: "yearly copy", details: ["format": "htcds-csv"], power: .exportRegister, by: asker,
                in: office.store)
            person.now.withLock { $0 += 72 * 3_600_000 }
            await #expect(throws: StoreError.notFound) {
                try await answerRequest(request.id, approve: true, by: second(office), in: office.store)
            }
            let again = try await askSecondPerson(
                .export, reason: "yearly copy", power: .exportRegister, by: asker, in: office.store)
            _ = try await answerRequest(again.id, approve: true, by: second(office), in: office.store)
            await #expect(throws: StoreError.notFound) {
                try await useAgreement(again.id, .export, by: second(office), in: office.store)
            }
            person.now.withLock { $0 += 23 * 3_600_000 }
            _ = try await useAgreement(again.id, .export, by: asker, in: office.store)
            await #expect(throws: StoreError.notFound) {
                try await useAgreement(again.id, .export, by: asker, in: office.store)
            }
        }
    }

    @Test func `accounts of another agency do not exist for whoever looks after this one`() async throws {
        try await Office.with { office in
            let made = try await addAccount(named: "amara", roles: [.caseworker], by: admin(office), in: office.store)
            let stranger = office.access(.userAdministrator, 9, agency: .random())
            #expect(try await listAccounts(by: stranger, in: office.store).isEmpty)
            await #expect(throws: Refusal(.accountManage, nil)) {
                try await setDisabled(true, account: made.account.id, by: stranger, in: office.store)
            }
            await #expect(throws: Refusal(.accountManage, .role)) {
                try await setDisabled(true, account: made.account.id, by: office.owner, in: office.store)
            }
            var stale = admin(office)
            stale.isStepUpFresh = false
            await #expect(throws: Refusal(.accountManage, .stepUp)) {
                try await setDisabled(true, account: made.account.id, by: stale, in: office.store)
            }
            _ = try await setDisabled(true, account: made.account.id, by: admin(office), in: office.store)
            #expect(office.store.account(made.account.id)?.state == .disabled)
        }
    }

    @Test func `roles that are taken away go at once, powers that are given wait`() async throws {
        try await Office.with { office in
            let made = try await addAccount(
                named: "amara", roles: [.caseworker, .clinician], by: admin(office), in: office.store)
            let outcome = try await changeRoles(
                of: made.account.id, to: [.caseworker, .supervisor], by: admin(office), in: office.store)
            #expect(outcome.request != nil && outcome.account.roles == [.caseworker])
        }
    }

    @Test func `a new start takes a second person, then a slip, and ends the old factors`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            let office = person.office
            let id = try #require(office.store.account(named: "dilani")?.id)
            let asked = try await resetFactors(of: id, reason: "lost phone", by: admin(office), in: office.store)
            let request = try #require(asked.request)
            _ = try await person.recognise()
            _ = try await answerRequest(request.id, approve: true, by: second(office), in: office.store)
            await #expect(throws: SignInRefusal.wrong) { try await person.recognise() }
            let slip = try await issueSlip(for: id, by: admin(office), in: office.store)
            _ = try await person.begin(code: try #require(slip.code))
        }
    }
}
