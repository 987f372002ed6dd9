// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Workflows

@testable import Web

/// Addresses say nothing: what was typed is kept with the session, and a token stands for it.
@Suite struct SearchTests {
    private func register(_ name: String, _ test: TestSite, _ browser: TestSite.Browser) async throws -> String {
        let answer = await test.post("/cases", ["request": name, "prs_FirstName": name], as: browser)
        return try #require(answer.header("location")?.split(separator: "?").first.map(String.init))
    }

    @Test func `a search stands under a token that only its own session can open`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        _ = try await register("Amara", test, browser)
        let sent = await test.post("/cases/search", ["q": " Amara ", "owner": "Dilani"], as: browser)
        let address = try #require(sent.header("location"))
        #expect(sent.status == 303 && address.wholeMatch(of: #/\/cases\?s=[0-9a-f]{32}/#) != nil)
        for _ in 0..<2 {
            let page = await test.get(address, as: browser)
            #expect(page.text.contains("value=\"Amara\"") && page.text.contains("No case fits"))
        }
        let again = await test.post("/cases/search", ["q": "Amara", "owner": "Dilani"], as: browser)
        #expect(again.header("location") == address, "going back does not fill the history")
        let other = await test.get(address, as: try await test.signIn())
        #expect(!other.text.contains("Amara") && other.text.contains("let go"))
    }

    @Test func `what an address may say are codes, and words in it are passed over`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        _ = try await register("Amara", test, browser)
        let coded = await test.post("/cases/search", ["q": "", "status": "Active", "names": "yes"], as: browser)
        #expect(coded.header("location") == "/cases?status=Active&names=yes")
        #expect(await test.get("/cases?q=Nobody", as: browser).text.contains("One case."))
        let harm = await test.post("/cases/search", ["exploitation": "ForcedLabour"], as: browser)
        #expect(harm.header("location")?.contains("Forced") == false)
    }

    @Test func `no link or form of the pages leads to an address with words in it`() {
        for page in Samples.pages {
            let found = page.markup.html.matches(of: #/(?:href|action)="[^"]*[?&](?:q|name|owner|exploitation)=/#)
            #expect(found.isEmpty, "\(page.name)")
            #expect(page.markup.html.firstMatch(of: #/<form method="get"/#) == nil, "\(page.name)")
        }
    }

    @Test func `a name that was searched for stands in the new form, and nobody else's does`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let sent = await test.post("/cases/new/search", ["name": "Hoa  Nguyễn Thị"], as: browser)
        let page = await test.get(try #require(sent.header("location")), as: browser)
        let link = try #require(page.text.firstMatch(of: #/href="(\/cases\/new\/form\?s=[0-9a-f]+)"/#)?.1)
        let form = await test.get(String(link), as: browser)
        #expect(form.text.contains("value=\"Hoa\"") && form.text.contains("value=\"Nguyễn Thị\""))
        #expect(!(await test.get(String(link), as: try await test.signIn())).text.contains("Hoa"))
    }

    @Test func `a search that comes after the session has ended leads to the door and keeps nothing`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        test.site.sessions.end(browser.token)
        let answer = await test.post("/cases/search", ["q": "Amara"], as: browser)
        #expect(answer.status == 303 && answer.header("location") == "/sign-in?ended=yes")
    }

    @Test func `somebody the register knows is added to a case, and is one person in both`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let first = try await register("Oumar", test, browser)
        let second = try await register("Amara", test, browser)
        #expect(await test.get(second, as: browser).text.contains("\(second)/people\""))
        let found = try await test.search("\(second)/people/search", ["name": "oumar"], as: browser)
        #expect(found.text.contains("Add this person to the case"))
        let link = try #require(found.text.firstMatch(of: #/href="([^"]*add\/participation\?person=[0-9a-f]+)"/#)?.1)
        let form = await test.get(String(link), as: browser)
        #expect(form.text.contains("is in the register already") && !form.text.contains("name=\"prs_FirstName\""))
        let person = try #require(form.hidden("person"))
        for _ in 0..<2 {
            let added = await test.post(
                "\(second)/add/participation",
                ["request": "once", "person": person, "wh_RoleInCase": "Other"], as: browser)
            #expect(added.status == 303)
        }
        let page = await test.get(second, as: browser)
        #expect(page.text.matches(of: #/records\/([0-9a-f]+)\/edit/#).contains { $0.1 == person })
        #expect(page.text.ranges(of: "<h3><bdi>Oumar</bdi>").count == 1, "sent twice, added once")
        let both = try await test.search("/cases/new/search", ["name": "oumar"], as: browser)
        #expect(both.text.contains(first) && both.text.contains(second))
        let again = try await test.search("\(second)/people/search", ["name": "oumar"], as: browser)
        #expect(again.text.contains("Is in this case already") && !again.text.contains("?person="))
        #expect(await test.get("\(second)/add/participation?person=zz", as: browser).status == 404)
    }

    @Test func `a new person and their part in a case are kept together or not at all`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let address = try await register("Amara", test, browser)
        let bad = await test.post(
            "\(address)/add/participation",
            ["request": "r", "prs_FirstName": "Salim", "wh_TraffickingStart.day": "3"], as: browser)
        #expect(bad.status == 422 && bad.text.contains("value=\"Salim\""))
        let none = try await test.search("/cases/new/search", ["name": "salim"], as: browser)
        #expect(none.text.contains("Nobody in the register"))
    }
}
