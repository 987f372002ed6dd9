// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Store
import Workflows

@testable import Web

/// The pages for those who have no account: shut unless opened, without a cookie, and alike whatever becomes of a try.
@Suite struct TicketSiteTests {
    private func opened(_ body: (TestSite, TestSite.Browser) async throws -> Void) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let store = try #require(test.site.gate.store)
        let console = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
        try await setDoors(OfficeDoors(tickets: true, reports: true), by: console, in: store)
        try await body(test, try await test.signIn())
    }

    /// What somebody sends who brings no cookie at all.
    private func send(_ test: TestSite, _ path: String, _ form: FormPairs) async -> WebResponse {
        let text = form.pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")]
        return await test.site.respond(
            to: WebRequest("POST", path, headers: headers, body: Array(text.joined(separator: "&").utf8)))
    }

    private func answer(_ question: String, _ test: TestSite) throws -> String {
        let store = try #require(test.site.gate.store)
        return try #require(
            (0..<4_000_000).lazy.map { String($0) }.first {
                store.digest(ofFile: Array("\(question):\($0)".utf8)).hasPrefix("0000")
            })
    }

    private func tried(_ test: TestSite, _ number: String, _ word: String) async throws -> WebResponse {
        let question = try #require(await test.get("/hello").hidden("question"))
        return await send(
            test, "/hello",
            ["number": number, "word": word, "question": question, "answer": try answer(question, test)])
    }

    @Test func `both doors are shut unless somebody opens them`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        for path in ["/hello", "/tell"] {
            #expect(await test.get(path).status == 404)
            #expect(await send(test, path, ["said": "x", "number": "1"]).status == 404)
        }
    }

    @Test func `no page says what this is, and none sets a cookie`() async throws {
        try await opened { test, _ in
            for path in ["/hello", "/tell"] {
                let page = await test.get(path)
                #expect(page.status == 200 && page.header("set-cookie") == nil)
                #expect(page.header("cache-control") == "no-store" && page.text.contains("<title>Notes</title>"))
                for word in ["case", "victim", "traffick", "survivor", "wayhouse", "house by the lake", "sign in"] {
                    #expect(!page.text.lowercased().contains(word), "\(path) \(word)")
                }
            }
        }
    }

    @Test func `whoever is signed in in the same browser does not show on these pages`() async throws {
        try await opened { test, browser in
            let page = await test.get("/hello", as: browser).text
            #expect(!page.contains(browser.formToken) && !page.contains("dilani") && !page.contains("/cases"))
        }
    }

    @Test func `from the slip to the view and out again without a cookie`() async throws {
        try await opened { test, browser in
            let made = await test.post("/cases", ["request": "k", "prs_FirstName": "Lani"], as: browser)
            let address = try #require(made.header("location")?.split(separator: "?").first.map { String($0) })
            let slip = await test.post("\(address)/ticket", ["order": "give", "word": "orange lantern"], as: browser)
            let number = try #require(slip.text.firstMatch(of: #/0\d{3}( \d{3}){4}/#)).output.0
            let wrong = try await tried(test, String(number), "another word")
            let right = try await tried(test, String(number), "ORANGE-lantern")
            #expect(wrong.status == 200 && right.status == 200)
            #expect(wrong.text.contains("This did not open.") && right.text.contains("What we do for you"))
            let pass = try #require(right.hidden("pass"))
            let sent = await send(test, "/hello/write", ["pass": pass, "text": "Good <day>", "kind": "Message"])
            #expect(sent.text.contains("Good &lt;day&gt;") && !sent.text.contains("Lani"))
            #expect(await test.get(address, as: browser).text.contains("one message waits"))
            #expect([wrong, right, sent].allSatisfy { $0.header("set-cookie") == nil })
            _ = await send(test, "/hello/close", ["pass": pass])
            let over = await send(test, "/hello/write", ["pass": pass, "text": "x", "kind": "Message"])
            #expect(over.text.contains("Type the number and the word"))
        }
    }

    @Test func `a ticket is given by its own page only, not field by field`() async throws {
        try await opened { test, browser in
            let made = await test.post("/cases", ["request": "k", "prs_FirstName": "Lani"], as: browser)
            let address = try #require(made.header("location")?.split(separator: "?").first.map { String($0) })
            for kind in ["ticket", "message"] {
                #expect(await test.get("\(address)/add/\(kind)", as: browser).status == 404)
            }
        }
    }
}
