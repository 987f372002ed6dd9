// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Workflows

@testable import Store
@testable import Web

@Suite struct AuditPagesTests {
    /// Somebody in a register with one case; its address.
    private func with(_ body: (TestSite, TestSite.Browser, String) async throws -> Void) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let answer = await test.post(
            "/cases", ["request": "k", "prs_FirstName": "Amaia", "prs_SecondName": "Zubizarreta"], as: browser)
        let address = try #require(answer.header("location")?.split(separator: "?").first.map(String.init))
        try await body(test, browser, address)
    }

    @Test func `who saw a case is found by its code, and says no name of anybody in it`() async throws {
        try await with { test, browser, address in
            _ = await test.get(address, as: browser)
            let id = try #require(EntityID(String(address.split(separator: "/")[1])))
            for about in [id.code, id.description] {
                let page = await test.get("/acts?about=\(about)", as: browser)
                #expect(page.status == 200 && page.text.contains("Opened a case"))
                let table =
                    try #require(page.text.split(separator: "<tbody>", maxSplits: 1).last)
                    .split(separator: "</tbody>", maxSplits: 1).first ?? ""
                #expect(table.contains("dilani") && !table.contains("Signed in"))
                #expect(!page.text.contains("Amaia") && !page.text.contains("Zubizarreta"))
            }
            let other = await test.get("/acts?about=0000-0000", as: browser)
            #expect(other.status == 200 && other.text.contains("Nothing of this kind was done."))
        }
    }

    @Test func `what somebody did is found by their account and days`() async throws {
        try await with { test, browser, _ in
            _ = await test.get("/cases", as: browser)
            let store = try #require(test.site.gate.store)
            let account = try #require(store.account(named: "dilani")).id
            let page = await test.get("/acts?by=\(account)&from=2020-01-01", as: browser)
            #expect(page.text.contains("Looked at the list of cases") && page.text.contains("Registered a case"))
            let none = await test.get("/acts?by=\(account)&until=2020-01-01", as: browser)
            #expect(none.text.contains("Nothing of this kind was done."))
            let stranger = await test.get("/acts?by=\(EntityID.random())", as: browser)
            #expect(stranger.text.contains("Nothing of this kind was done."))
        }
    }

    @Test func `older entries are on the next page, each once`() async throws {
        try await with { test, browser, _ in
            for _ in 0..<130 { _ = await test.get("/cases", as: browser) }
            let first = await test.get("/acts", as: browser)
            let next = try #require(
                first.text.firstMatch(of: #/before=(\d+)/#).map { String($0.1) }, "there are more than a hundred")
            let second = await test.get("/acts?before=\(next)", as: browser)
            #expect(second.text.contains("Registered a case") && !first.text.contains("Registered a case"))
        }
    }

    @Test func `the words of a search are for the data protection officer alone`() async throws {
        try await with { test, browser, _ in
            _ = try await test.search("/cases/search", ["q": "zubizarreta"], as: browser)
            let page = await test.get("/acts", as: browser)
            #expect(!page.text.contains("zubizarreta") && !page.text.contains("/words"))
            let store = try #require(test.site.gate.store)
            let all = try await store.database.read {
                try $0.query("SELECT seq FROM auditWords").compactMap { $0.int(0) }
            }
            #expect(await test.get("/acts/\(try #require(all.first))/words", as: browser).status == 403)
        }
    }

    @Test func `an alert is shown until somebody writes that they looked`() async throws {
        try await with { test, browser, _ in
            let store = try #require(test.site.gate.store)
            // Whoever works at the console raises no alert for working at night: the test may run at any hour.
            let actor = Actor(id: .random(), role: .custodian, agency: store.agency)
            var act = Act(actor, "register.search", nil, purpose: .care)
            act.mark = Act.ownName
            try await store.note(act)
            var page = await test.get("/alerts", as: browser)
            for _ in 0..<100 where !page.text.contains("own family name") {
                try await Task.sleep(for: .milliseconds(20))
                page = await test.get("/alerts", as: browser)
            }
            let form = try #require(
                page.text.firstMatch(of: #/action="(\/alerts\/[0-9a-f]+\/seen)"/#).map { String($0.1) })
            #expect(await test.get("/acts", as: browser).text.contains("nobody has looked at yet: 1"))
            #expect(await test.post(form, ["note": "A namesake."], as: browser).status == 303)
            let seen = await test.get("/alerts", as: browser)
            #expect(
                seen.text.contains("A namesake.") && seen.text.contains("Looked at by") && !seen.text.contains(form))
            #expect(await test.post("/alerts/\(EntityID.random())/seen", [:], as: browser).status == 404)
        }
    }
}
