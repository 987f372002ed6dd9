// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Workflows

@testable import Web

/// SESS-4: nothing that another site can send changes anything, on any route of the table.
@Suite struct FenceTests {
    /// Takes no token, since browsers send it by themselves; it counts, and keeps nothing.
    /// Those who have no account get no cookie, so that there is nothing to compare a token with.
    static let tokenless = [
        SecurityHeaders.reportAddress, "/hello", "/hello/write", "/hello/withdraw", "/hello/close", "/tell",
    ]

    private func ids(_ test: TestSite, _ browser: TestSite.Browser) async throws -> [String: String] {
        let made = await test.post("/cases", ["request": "k", "prs_FirstName": "Hoa"], as: browser)
        let address = try #require(made.header("location")?.split(separator: "?").first)
        let id = String(try #require(address.split(separator: "/").last))
        let page = await test.get(String(address), as: browser)
        let edit = try #require(page.text.firstMatch(of: #/records\/([0-9a-f]{32})\/edit/#))
        return ["case": id, "record": String(edit.1), "kind": "comment"]
    }

    /// A register for every few routes: what changed is read from its log, which grows with each attack.
    private func sweep(asStranger: Bool = false) async throws -> [String] {
        var broken: [String] = []
        let routes = Routes.all.filter { $0.method != "GET" }
        for start in stride(from: 0, to: routes.count, by: 8) {
            let test = try await TestSite()
            defer { test.remove() }
            broken += try await sweep(test, routes[start..<min(start + 8, routes.count)], asStranger: asStranger)
        }
        return broken
    }

    private func sweep(
        _ test: TestSite, _ routes: ArraySlice<Route>, asStranger: Bool
    ) async throws -> [String] {
        var broken: [String] = []
        for route in routes {
            if asStranger, case .member = route.handler { continue }
            // Programs that bring no cookie have nothing to borrow.
            if asStranger, route.isAPI { continue }
            let browser = try await test.signIn()
            let sweep = Sweep(test: test, watched: browser)
            let sender = asStranger ? Sweep.Sender.stranger : .member(browser)
            let path = sweep.path(route, try await ids(test, browser))
            for attack in Sweep.Attack.allCases {
                if Self.tokenless.contains(route.path), [.noToken, .wrongToken].contains(attack) { continue }
                if let found = try await sweep.broken(route, path, sender, attack) { broken.append(found) }
            }
            test.site.sessions.end(browser.token)
        }
        return broken
    }

    @Test func `nothing from elsewhere gets in or changes anything, whoever is signed in`() async throws {
        let broken = try await sweep()
        #expect(broken == [])
    }

    @Test func `nobody is signed in to somebody else's account by another site`() async throws {
        let broken = try await sweep(asStranger: true)
        #expect(broken == [])
    }

    @Test func `only what browsers send by themselves needs no token`() {
        #expect(Routes.all.filter { !$0.needsToken }.map(\.path) == Self.tokenless)
    }

    /// Control: what our own page sends is answered otherwise than an attack, on every route, so that it was the fence
    /// that turned them away.
    @Test func `our own pages get through everywhere`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        for route in test.site.routes where route.method != "GET" {
            let browser = try await test.signIn()
            let sweep = Sweep(test: test, watched: browser)
            let path = sweep.path(route, try await ids(test, browser))
            let attack: Sweep.Attack = Self.tokenless.contains(route.path) ? .crossSite : .noToken
            let stopped = await test.site.respond(to: sweep.request(route, path, .member(browser), attack))
            let passed = await test.site.respond(to: sweep.request(route, path, .member(browser), nil))
            #expect(stopped.status == 403, "\(route.method) \(path)")
            let isSame = passed.status == 403 && Self.words(passed) == Self.words(stopped)
            #expect(!isSame, "\(route.method) \(path)")
            test.site.sessions.end(browser.token)
        }
    }

    /// A page without what is new in each response.
    private static func words(_ answer: WebResponse) -> String {
        answer.text.replacing(#/(nonce|value)="[^"]*"/#, with: "")
    }

    /// Control: with a fence out, the sweep finds it. Each doctored request is what would arrive if one fence were not
    /// looked at.
    @Test(arguments: [Sweep.Attack.noToken, .wrongToken, .crossSite, .foreignOrigin, .nullOrigin, .plainText])
    func `the sweep sees when a fence is missing`(missing: Sweep.Attack) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        var sweep = Sweep(test: test, watched: browser)
        let sender = Sweep.Sender.member(browser)
        let route = try #require(test.site.routes.first { $0.method == "POST" && $0.path == "/organisations/add" })
        let good = sweep.request(route, route.path, sender, nil)
        sweep.doctored = { _ in good }
        #expect(try await sweep.broken(route, route.path, sender, missing)?.contains("changed") == true)
    }

    @Test func `a form of an older session is offered again with its text, and saves nothing by itself`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let old = TestSite.Browser(token: browser.token, formToken: String(repeating: "0", count: 64))
        let answer = await test.post("/organisations/add", ["request": "o", "org_Name": "Haus <Linde>"], as: old)
        #expect(answer.status == 403 && answer.text.contains("value=\"Haus &lt;Linde&gt;\""))
        #expect(answer.hidden("form-token") == browser.formToken)
        #expect(!(await test.get("/organisations", as: browser)).text.contains("Linde"))
    }

    @Test func `leaving at once leads to the ordinary page even from a page that is too old`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let answer = await test.post("/quick-exit", [:], headers: [("cookie", "e=\(EntityID.random())")])
        #expect(answer.status == 403 && answer.text.contains("Onions") && answer.header("clear-site-data") != nil)
        let foreign = await test.post("/quick-exit", [:], headers: [("sec-fetch-site", "cross-site")])
        #expect(foreign.status == 403 && foreign.header("clear-site-data") == nil)
    }
}
