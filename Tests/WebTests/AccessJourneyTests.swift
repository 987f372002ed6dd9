// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Testing
import Vault
import Workflows

@testable import Web

/// The ways through reviews, assignment, sharing and emergencies, through the pages and the addresses for programs.
@Suite struct AccessJourneyTests {
    /// Somebody with an account and a session of their own.
    private struct Person {
        let account: Account
        let browser: TestSite.Browser
        let access: Access
    }

    private struct Office {
        let house: TestSite
        let store: CaseStore
        let other: EntityID

        init() async throws {
            house = try await TestSite()
            store = try #require(house.site.gate.store)
            let maker = Actor(id: .random(), role: .systemOperator, agency: store.agency)
            let permit = try Policy.permit(
                maker, .agencyManage, by: .manageAgencies, .register, AccessContext(purpose: .system))
            other = try await store.createAgency(named: "Clinic by the lake", permit: permit)
        }

        func person(_ name: String, _ role: Role, in agency: EntityID? = nil, isFresh: Bool = true) async throws
            -> Person
        {
            var account = Account(name: name, agency: agency ?? store.agency, roles: [role])
            account.devices = [.init(id: .random(), name: "laptop", digest: [1], added: 0)]
            try await store.save(account, action: "test.prepare")
            let saved = try #require(store.account(named: name))
            let device = saved.devices[0].id
            let site = house.site
            let token = site.sessions.begin(
                .init(saved, device: device, isFactorShown: isFresh, kept: Keepsakes()), now: site.clock.now())
            let session = try #require(site.sessions.touch(token, now: site.clock.now()))
            let access = Access(
                saved.actor(device: device), isStepUpFresh: isFresh, isDeviceEnrolled: true)
            return Person(
                account: saved, browser: .init(token: token, formToken: session.formToken), access: access)
        }

        func newCase(by person: Person) async throws -> EntityID {
            try await registerCase(
                ["prs_FirstName": .text("Nimali"), "prs_MobilePhone": .text("+94 77 000 0000")], by: person.access,
                in: store)
        }
    }

    private func with(_ body: (Office) async throws -> Void) async throws {
        let office = try await Office()
        defer { office.house.remove() }
        try await body(office)
    }

    @Test func `a changed name waits, a second person compares and decides, and its writer cannot`() async throws {
        try await with { office in
            let worker = try await office.person("amal", .caseworker)
            let lead = try await office.person("suda", .supervisor)
            let id = try await office.newCase(by: worker)
            let file = try await readCase(id, by: worker.access, in: office.store)
            let person = try #require(file.people.values.first)
            var draft = person.record.draft
            draft.values["prs_FirstName"] = .text("නිමාලි")
            _ = try await editRecord(
                person.id, in: person.id, base: 1, to: draft, by: worker.access, store: office.store)
            let mine = await office.house.get("/cases/\(id)", as: worker.browser)
            #expect(mine.text.contains(Words.english["sight.locked"]))
            #expect(await office.house.get("/reviews", as: worker.browser).status == 403)
            let list = await office.house.get("/reviews", as: lead.browser)
            let review = try #require(office.store.reviews(of: office.store.agency).first)
            #expect(list.status == 200 && list.text.contains("/reviews/\(review.id)"))
            let page = await office.house.get("/reviews/\(review.id)", as: lead.browser)
            #expect(page.text.contains("Nimali") && page.text.contains("නිමාලි"))
            let form: FormPairs = ["verdict": "revert", "reason": "short"]
            #expect(await office.house.post("/reviews/\(review.id)", form, as: lead.browser).status == 422)
            let said: FormPairs = ["verdict": "revert", "reason": "Her papers say Nimali."]
            #expect(await office.house.post("/reviews/\(review.id)", said, as: worker.browser).status == 403)
            #expect(await office.house.post("/reviews/\(review.id)", said, as: lead.browser).status == 303)
            let after = try await readCase(id, by: worker.access, in: office.store)
            #expect(after.people.values.first?.record.text("prs_FirstName") == "Nimali")
            #expect(await office.house.get("/reviews/\(EntityID.random())", as: lead.browser).status == 404)
        }
    }

    @Test func `a case is given to somebody, who then sees it, and taken again`() async throws {
        try await with { office in
            let worker = try await office.person("amal", .caseworker)
            let helper = try await office.person("mariam", .caseworker)
            let lead = try await office.person("suda", .supervisor)
            let id = try await office.newCase(by: worker)
            #expect(await office.house.get("/cases/\(id)", as: helper.browser).status == 404)
            let add: FormPairs = ["add": helper.account.id.description]
            #expect(await office.house.post("/cases/\(id)/assign", add, as: worker.browser).status == 403)
            #expect(await office.house.post("/cases/\(id)/assign", add, as: lead.browser).status == 303)
            let seen = await office.house.get("/cases/\(id)", as: helper.browser)
            #expect(seen.status == 200 && seen.text.contains("mariam"))
            let remove: FormPairs = ["remove": helper.account.id.description]
            #expect(await office.house.post("/cases/\(id)/assign", remove, as: lead.browser).status == 303)
            #expect(await office.house.get("/cases/\(id)", as: helper.browser).status == 404)
        }
    }

    @Test func `what is shared is agreed, consented to, shown before, seen by the other side, and closed again`()
        async throws
    {
        try await with { office in
            let worker = try await office.person("amal", .caseworker)
            let lead = try await office.person("suda", .supervisor)
            let theirs = try await office.person("hoa", .supervisor, in: office.other)
            let id = try await office.newCase(by: worker)
            let propose: FormPairs = FormPairs([
                (name: "with", value: office.other.description), (name: "way", value: "give"),
                (name: "classes", value: "F1"), (name: "classes", value: "F2"), (name: "purposes", value: "care"),
                (name: "days", value: "90"),
            ])
            #expect(await office.house.post("/agreements", propose, as: lead.browser).status == 303)
            let agreement = try #require(office.store.agreements(of: office.other).first)
            let address = "/agreements/\(agreement.id)/accept"
            #expect(await office.house.post(address, [:], as: lead.browser).status == 403)
            #expect(await office.house.post(address, [:], as: theirs.browser).status == 303)
            let consent = try await addRecord(
                Draft(
                    .consent,
                    [
                        "wh_ConsentPurpose": .codes(["ReferToServices"]), "wh_ConsentStatus": .codes(["Given"]),
                        "wh_ConsentDate": .date(office.store.clock.today),
                        "wh_ConsentRecipient": .text("Clinic by the lake"),
                    ]), toCase: id, by: worker.access, store: office.store)
            let order = FormPairs([
                (name: "to", value: office.other.description), (name: "purpose", value: "care"),
                (name: "classes", value: "F2"), (name: "consent", value: consent.description),
                (name: "days", value: "30"),
            ])
            let look = await office.house.post("/cases/\(id)/share/look", order, as: worker.browser)
            #expect(look.status == 200 && look.text.contains("Nimali") && !look.text.contains("+94 77"))
            #expect(await office.house.get("/cases/\(id)", as: theirs.browser).status == 404)
            #expect(await office.house.post("/cases/\(id)/share", order, as: worker.browser).status == 303)
            let shared = await office.house.get("/cases/\(id)", as: theirs.browser)
            #expect(shared.status == 200 && shared.text.contains("Nimali") && !shared.text.contains("+94 77"))
            let share = try #require(office.store.shares(ofCase: id).first).grant.id
            let back = await office.house.post("/cases/\(id)/shares/\(share)/withdraw", [:], as: worker.browser)
            #expect(back.status == 303)
            #expect(await office.house.get("/cases/\(id)", as: theirs.browser).status == 404)
        }
    }

    @Test func `an emergency opens a case to read for an hour and lies before supervision`() async throws {
        try await with { office in
            let worker = try await office.person("amal", .caseworker)
            let helper = try await office.person("mariam", .caseworker)
            let lead = try await office.person("suda", .supervisor)
            let id = try await office.newCase(by: worker)
            let stale = try await office.person("noor", .caseworker, isFresh: false)
            let form: FormPairs = [
                "case": id.code, "category": "childAtRisk", "reason": "The school rang about her daughter.",
            ]
            #expect(await office.house.post("/break-glass", form, as: stale.browser).status == 403)
            #expect(await office.house.get("/cases/\(id)", as: helper.browser).status == 404)
            let opened = await office.house.post("/break-glass", form, as: helper.browser)
            #expect(opened.status == 303 && opened.header("location") == "/cases/\(id)")
            let page = await office.house.get("/cases/\(id)", as: helper.browser)
            #expect(page.status == 200 && !page.text.contains("/edit\""))
            let list = await office.house.get("/emergencies", as: lead.browser)
            #expect(list.text.contains("The school rang about her daughter."))
            let grant = try #require(office.store.glassToReview(of: office.store.agency).first)
            let done = await office.house.post(
                "/emergencies/\(grant.id)", ["finding": "Rightly done."], as: lead.browser)
            #expect(done.status == 303 && office.store.glassToReview(of: office.store.agency).isEmpty)
        }
    }

    @Test func `a code of another agency and one that nobody has are answered alike`() async throws {
        try await with { office in
            let theirs = try await office.person("hoa", .caseworker, in: office.other)
            let helper = try await office.person("mariam", .caseworker)
            let id = try await office.newCase(by: theirs)
            func answer(_ code: String) async -> WebResponse {
                let form: FormPairs = [
                    "case": code, "category": "other", "reason": "Somebody asked for this person at the door.",
                ]
                return await office.house.post("/break-glass", form, as: helper.browser)
            }
            let (there, nowhere) = (await answer(id.code), await answer("0000-0000"))
            #expect(there.status == 404 && nowhere.status == 404)
            func neutral(_ response: WebResponse) -> String {
                response.text.replacing(try! Regex("nonce=\"[^\"]*\""), with: "")
            }
            #expect(neutral(there) == neutral(nowhere))
        }
    }

    @Test func `the matrix is for those who may read the policy`() async throws {
        try await with { office in
            let lead = try await office.person("suda", .supervisor)
            let worker = try await office.person("amal", .caseworker)
            #expect(await office.house.get("/roles", as: lead.browser).status == 200)
            #expect(await office.house.get("/roles", as: worker.browser).status == 403)
        }
    }
}
