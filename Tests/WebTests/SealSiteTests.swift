// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Testing
import Vault
import Workflows

@testable import Web

@Suite struct SealSiteTests {
    @Test func `a supervisor closes the register after asking once, and then nobody gets in`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let store = try #require(test.site.gate.store)
        test.site.gate.whenClosing {}
        let browser = try await test.signIn()
        #expect(await test.get("/seal", as: browser).text.contains("name=\"sure\""))
        #expect(await test.post("/seal", [:], as: browser).header("location") == "/seal", "not without the tick")
        #expect(await test.get("/cases", as: browser).status == 200)
        let answer = await test.post("/seal", ["sure": "yes"], as: browser)
        #expect(answer.status == 200 && answer.header("refresh") != nil)
        #expect(!answer.text.contains("House by the lake"))
        #expect(await test.get("/cases", as: browser).status == 503)
        #expect(await test.get("/health").text.contains("closing"))
        #expect(await test.post("/unseal", ["passphrase": TestSite.rootPassphrase]).status == 503)
        let console = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
        let acts = try await findActs(by: console, in: store)
        #expect(acts.contains { $0.action == "instance.seal" && $0.role == .supervisor })
    }

    @Test func `who may not close the register does not see how`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let store = try #require(test.site.gate.store)
        var account = try #require(store.account(named: "dilani"))
        account.roles = [.caseworker]
        try await store.save(account, action: "test.prepare")
        let browser = try await test.signIn()
        #expect(await test.get("/seal", as: browser).status == 403)
        #expect(await test.post("/seal", ["sure": "yes"], as: browser).status == 403)
        #expect(await test.get("/cases", as: browser).status == 200)
        #expect(await !test.get("/cases", as: browser).text.contains("href=\"/seal\""))
    }

    @Test func `custodians give their shares at the page, and the words of the last anchor are shown`() async throws {
        let test = try await TestSite(isOpen: false)
        defer { test.remove() }
        let secret = Secret.passphrase(TestSite.rootPassphrase)
        let sealed = test.site.gate.sealed
        let store = try await sealed.unseal(with: secret)
        let console = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
        let shares = try await changeSlots(
            opening: secret, adding: .custodians(count: 3, needed: 2), by: console, in: store
        ).shares
        let page = await test.get("/unseal")
        #expect(page.status == 200 && page.text.contains(shares[0].mark) && page.text.contains(store.fingerprint))
        #expect(await test.post("/unseal", ["share": shares[0].text]).header("location") == "/unseal")
        let held = await test.get("/unseal").text
        #expect(held.contains("1 of 2") && !held.contains(shares[0].text))
        #expect(await test.post("/unseal", ["share": "0000"]).status == 403)
        #expect(await test.post("/unseal", ["share": shares[2].text]).status == 303)
        let opened = await test.get("/unseal").text
        let anchor = try #require(test.site.gate.opening?.anchor)
        #expect(opened.contains(anchor) && opened.contains("one wrong key"))
    }

    @Test func `after five wrong keys the page says how long to wait`() async throws {
        let test = try await TestSite(isOpen: false)
        defer { test.remove() }
        var last = WebResponse()
        for _ in 0..<7 { last = await test.post("/api/v1/unseal", ["passphrase": "wrong"]) }
        #expect(last.status == 429)
        let page = await test.post("/unseal", ["passphrase": TestSite.rootPassphrase])
        #expect(page.status == 429 && page.header("retry-after") != nil && page.text.contains("Wait"))
    }

    @Test func `a register that opens by itself says so to those who look after it, on every page`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let secret = Secret.passphrase(TestSite.rootPassphrase)
        #expect(await !test.get("/organisations", as: browser).text.contains("opens by itself"))
        let store = try #require(test.site.gate.store)
        let console = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
        let key = Secret.newKeyFile()
        _ = try await changeSlots(opening: secret, adding: .secret(.automatic(key)), by: console, in: store)
        let gate = Gate(test.site.gate.sealed)
        try await gate.unseal(with: .automatic(key))
        let site = Site(
            gate: gate, settings: SiteSettings(), clock: .system, throttle: SignInThrottle(cost: .trivial),
            routes: Routes.all)
        let account = try #require(gate.store?.account(named: "dilani"))
        for (role, isSaid) in [(Role.supervisor, true), (.userAdministrator, true), (.caseworker, false)] {
            var start = Sessions.Start(account, isFactorShown: true, kept: Keepsakes())
            start.role = role
            let token = site.sessions.begin(start, now: site.clock.now())
            let page = await site.respond(to: WebRequest("GET", "/codebook", headers: [("cookie", "s=\(token)")]))
            #expect(page.text.contains("opens by itself") == isSaid, "\(role)")
        }
    }
}
