// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing
import Vault
import Workflows

@testable import Web

@Suite struct SiteTests {
    @Test func `a sealed register shows only how to open it`() async throws {
        let test = try await TestSite(isOpen: false)
        defer { test.remove() }
        for route in test.site.routes where route.method == "GET" {
            let answer = await test.get(route.path.replacing("{", with: "").replacing("}", with: ""))
            if case .anyone = route.handler { continue }
            #expect(answer.status == 503, "\(route.path)")
            #expect(answer.header("retry-after") != nil)
        }
        #expect(await test.get("/cases").text.contains("action=\"/unseal\""))
        #expect(await test.post("/unseal", ["passphrase": "not this one at all"]).status == 403)
        #expect(await test.post("/unseal", ["passphrase": TestSite.rootPassphrase]).status == 303)
        #expect(await test.get("/cases").header("location") == "/sign-in")
    }

    @Test func `nobody who is not signed in gets past the door, by any route`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        for route in test.site.routes {
            guard case .member = route.handler else { continue }
            let path = route.path.replacing("{", with: "").replacing("}", with: "")
            let headers = [("cookie", "s=0000"), ("sec-fetch-site", "same-origin")]
            let answer = await test.site.respond(to: WebRequest(route.method, path, headers: headers))
            #expect([401, 303].contains(answer.status), "\(route.method) \(route.path)")
            #expect(answer.status != 303 || answer.header("location")?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func `signing in fails alike for a wrong name and a wrong passphrase, and slows down`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let wrong = await test.post("/sign-in", ["account": "dilani", "passphrase": "not the right one at all"])
        let unknown = await test.post("/sign-in", ["account": "nobody", "passphrase": "not the right one at all"])
        #expect(wrong.status == 403)
        func words(_ page: WebResponse) -> String { page.text.replacing(#/nonce="[^"]*"/#, with: "") }
        #expect(words(wrong).replacing("dilani", with: "nobody") == words(unknown))
        for _ in 0..<4 { _ = await test.post("/sign-in", ["account": "dilani", "passphrase": "x"]) }
        let slowed = await test.post("/sign-in", ["account": "dilani", "passphrase": TestSite.passphrase])
        #expect(slowed.status == 403 && slowed.text.contains("Wait"))
    }

    @Test func `a one-time code is exchanged for a passphrase, once`() async throws {
        let folder = NSTemporaryDirectory() + "wayhouse-web-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (sealed, code) = try await createInstance(
            in: folder, organisation: "House", owner: "dilani", secret: .passphrase("a key nobody knows of"),
            cost: .trivial)
        let gate = Gate(sealed)
        #expect(try await gate.unseal(passphrase: "a key nobody knows of", keyFile: nil) == .open)
        let site = Site(
            gate: gate, settings: SiteSettings(), clock: .system, throttle: SignInThrottle(cost: .trivial),
            routes: Routes.all)
        func first(_ code: String, _ passphrase: String, again: String? = nil) async -> WebResponse {
            let pairs = [
                ("account", "dilani"), ("code", code), ("passphrase", passphrase), ("again", again ?? passphrase),
                ("form-token", TestSite.entryToken),
            ]
            let text = pairs.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"), ("cookie", "e=\(TestSite.entryToken)"),
                ("sec-fetch-site", "same-origin"),
            ]
            return await site.respond(
                to: WebRequest("POST", "/first-sign-in", headers: headers, body: Array(text.utf8)))
        }
        #expect(await first(code.text, TestSite.passphrase, again: "another").text.contains("not the same"))
        #expect(await first(code.text, "short").text.contains("at least 15"))
        #expect(await first("AAAA-BBBB", TestSite.passphrase).text.contains("do not fit together"))
        let begun = await first(code.text.lowercased(), TestSite.passphrase)
        #expect(begun.status == 303 && begun.header("set-cookie")?.contains("HttpOnly") == true)
        // Whoever has shown no second factor is not in.
        let cookie = String(begun.header("set-cookie")!.prefix { $0 != ";" })
        let inside = await site.respond(to: WebRequest("GET", "/cases", headers: [("cookie", cookie)]))
        #expect(inside.status == 303 && inside.header("location")?.hasPrefix("/sign-in") == true)
        let setup = await site.respond(to: WebRequest("GET", "/first-sign-in/factor", headers: [("cookie", cookie)]))
        #expect(setup.text.contains("<svg class=\"qr\"") && !setup.text.contains("Go on without"))
    }

    @Test func `leaving at once ends the session and has the browser forget`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let answer = await test.post("/quick-exit", [:], as: browser)
        #expect(answer.status == 303 && answer.header("location") == "/quiet")
        #expect(answer.header("clear-site-data")?.contains("cache") == true)
        #expect(await test.get("/cases", as: browser).status == 303)
        let quiet = await test.get("/quiet")
        #expect(!quiet.text.contains("case") && !quiet.text.contains("Leave"))
    }

    @Test func `what was typed when the session ended is kept through signing in`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        test.site.sessions.end(browser.token)
        let ended = await test.post("/cases", ["prs_FirstName": "Amara <3"], as: browser)
        #expect(ended.status == 401 && !ended.text.contains("Amara"), "nobody is signed in: nothing is shown")
        let kept = try #require(ended.hidden("kept"))
        let again = await test.post(
            "/sign-in", ["account": "dilani", "passphrase": TestSite.passphrase, "kept": kept])
        #expect(
            again.text.contains("action=\"/cases\"")
                && again.text.contains("name=\"prs_FirstName\" value=\"Amara &lt;3\""))
        let away = KeptForm(address: "//evil.example", form: [:]).inputs[0].html
        let sealed = try #require(WebResponse(body: Array(away.utf8)).hidden("kept"))
        #expect(KeptForm(in: ["kept": sealed]) == nil)
        #expect(KeptForm(in: ["kept": "AAAA"]) == nil && KeptForm(in: ["kept": kept])?.address == "/cases")
    }

    @Test func `over TLS the cookie is bound to this host`() async throws {
        let test = try await TestSite(settings: SiteSettings(isSecure: true))
        defer { test.remove() }
        let browser = try await test.signIn()
        #expect(browser.cookie == "__Host-s")
        let answer = await test.get("/cases", as: browser)
        #expect(answer.status == 200 && answer.header("strict-transport-security") != nil)
    }

    @Test func `the list of routes and the OpenAPI document say the same`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let answer = await test.get("/openapi.json")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let described = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        #expect(described == Set(Routes.all.map { "\($0.method) \($0.path)" }))
        #expect(described.count == Routes.all.count, "no route stands twice")
    }

    @Test func `a body larger than its route takes is refused`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let large = WebRequest(
            "POST", "/cases", headers: browser.headers + [("sec-fetch-site", "same-origin")],
            body: [UInt8](repeating: 65, count: Route.formBytesMax + 1))
        #expect(await test.site.respond(to: large).status == 413)
    }
}
