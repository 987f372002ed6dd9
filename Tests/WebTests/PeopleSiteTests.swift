// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Testing
import Vault
import Workflows

@testable import Web

@Suite struct PeopleSiteTests {
    @Test func `signing in gives another token than the browser brought, and ends the one it brought`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let first = try await test.signIn()
        // A browser that was given somebody's token signs in with it.
        let answer = await test.post(
            "/sign-in", ["account": "dilani", "passphrase": TestSite.passphrase], as: first)
        let cookies = answer.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
        #expect(answer.status == 303 && cookies.contains { $0.hasPrefix("s=") && !$0.contains(first.token) })
        #expect(await test.get("/cases", as: first).status == 303)
    }

    @Test func `somebody whose account is closed is out with the next request`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        #expect(await test.get("/cases", as: browser).status == 200)
        try await change(test) { $0.state = .disabled }
        #expect(await test.get("/cases", as: browser).status == 303)
        try await change(test) { $0.state = .active }
        #expect(await test.get("/cases", as: browser).status == 303, "the session is over, not resting")
    }

    @Test func `a session ends with the role it acts in`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        try await change(test) { $0.roles = [.supervisor] }
        #expect(await test.get("/cases", as: browser).status == 303)
    }

    @Test func `acting in another role takes a new token, and only one's own roles`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        #expect(await test.post("/role", ["role": "auditor"], as: browser).status == 400)
        let answer = await test.post("/role", ["role": "supervisor"], as: browser)
        let cookie = try #require(answer.header("set-cookie"))
        let token = try #require(SessionCookie.token(in: String(cookie.prefix { $0 != ";" }), isSecure: false))
        #expect(await test.get("/cases", as: browser).status == 303)
        #expect(test.site.sessions.touch(token, now: test.site.clock.now())?.role == .supervisor)
    }

    @Test func `what needs the second factor again asks for it, and goes on with what was typed`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let store = try #require(test.site.gate.store)
        let account = try #require(store.account(named: "dilani"))
        let start = Sessions.Start(account, isFactorShown: false, kept: Keepsakes())
        let token = test.site.sessions.begin(start, now: test.site.clock.now())
        let session = try #require(test.site.sessions.touch(token, now: test.site.clock.now()))
        let browser = TestSite.Browser(token: token, formToken: session.formToken)
        let form: FormPairs = ["name": "thandeka", "called": "Thandeka", "role": "caseworker"]
        let asked = await test.post("/people", form, as: browser)
        #expect(asked.status == 403 && asked.text.contains("action=\"/step-up\""))
        #expect(store.account(named: "thandeka") == nil)
        let kept = try #require(asked.hidden("kept"))
        let wrong = await test.post("/step-up", ["passphrase": "not this one", "kept": kept], as: browser)
        #expect(wrong.status == 403)
        let shown = await test.post(
            "/step-up", ["passphrase": TestSite.passphrase, "kept": try #require(wrong.hidden("kept"))], as: browser)
        #expect(shown.text.contains("action=\"/people\"") && shown.text.contains("value=\"thandeka\""))
        let cookie = try #require(shown.header("set-cookie"))
        let fresh = try #require(SessionCookie.token(in: String(cookie.prefix { $0 != ";" }), isSecure: false))
        #expect(fresh != token && test.site.sessions.touch(token, now: test.site.clock.now()) == nil)
        let again = TestSite.Browser(token: fresh, formToken: try #require(shown.hidden("form-token")))
        #expect(await test.post("/people", form, as: again).text.contains("A slip to hand over"))
        #expect(store.account(named: "thandeka")?.state == .active)
    }

    @Test func `an unknown name and a wrong passphrase get the same page`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let known = await test.post("/sign-in", ["account": "dilani", "passphrase": "a guess and no more"])
        let unknown = await test.post("/sign-in", ["account": "nobody", "passphrase": "a guess and no more"])
        let nonce = #/nonce="[^"]*"/#
        func plain(_ answer: WebResponse) -> String {
            answer.text.replacing(nonce, with: "").replacing("dilani", with: "nobody")
        }
        #expect(known.status == unknown.status && plain(known) == plain(unknown))
        #expect(known.headers.map(\.name) == unknown.headers.map(\.name))
    }

    @Test func `calling a computer one's own gives it a cookie, and forgetting it takes the trust away`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let answer = await test.post("/account/devices", ["device": "desk"], as: browser)
        let cookies = answer.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
        #expect(cookies.contains { $0.hasPrefix("d=") && $0.contains("HttpOnly") })
        let store = try #require(test.site.gate.store)
        let device = try #require(store.account(named: "dilani")?.devices.first)
        #expect(device.name == "desk")
        let cookie = try #require(cookies.first { $0.hasPrefix("s=") })
        let token = try #require(SessionCookie.token(in: String(cookie.prefix { $0 != ";" }), isSecure: false))
        let session = try #require(test.site.sessions.touch(token, now: test.site.clock.now()))
        #expect(session.device == device.id)
    }

    private func change(_ test: TestSite, _ body: @escaping @Sendable (inout Account) -> Void) async throws {
        let store = try #require(test.site.gate.store)
        var account = try #require(store.account(named: "dilani"))
        body(&account)
        try await store.save(account, action: "test.change")
    }
}
