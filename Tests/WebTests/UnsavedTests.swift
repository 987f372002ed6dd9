// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Workflows

@testable import Web

/// What is being written survives a lost line and an ended session, in memory only.
@Suite struct UnsavedTests {
    @Test func `text that was not saved is offered after signing in again, and gone once it is saved`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let first = try await test.signIn()
        let kept = await test.post(
            "/unsaved",
            ["unsaved-address": "/cases", "request": "key-7", "prs_FirstName": "Amara", "prs_Birthdate.year": "2008"],
            as: first)
        #expect(kept.status == 204 && kept.body.isEmpty)
        test.site.sessions.end(first.token)
        let again = try await test.signIn()
        let form = await test.get("/cases/new/form", as: again)
        #expect(form.text.contains("/cases/new/form?unsaved=yes") && !form.text.contains("Amara"))
        let back = await test.get("/cases/new/form?unsaved=yes", as: again)
        #expect(back.text.contains("value=\"Amara\"") && back.text.contains("value=\"2008\""))
        #expect(back.hidden("request") == "key-7", "sent twice it makes one case")
        #expect(await test.post("/cases", ["request": "key-7", "prs_FirstName": "Amara"], as: again).status == 303)
        #expect(!(await test.get("/cases/new/form", as: again)).text.contains("unsaved=yes"))
    }

    @Test func `it can be let go, and comes back to nobody else's form`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let sent: FormPairs = ["unsaved-address": "/organisations/add", "org_Name": "Clinic"]
        #expect(await test.post("/unsaved", sent, as: browser).status == 204)
        #expect(await test.get("/organisations/add", as: browser).text.contains("unsaved=yes"))
        #expect(!(await test.get("/cases/new/form", as: browser)).text.contains("unsaved=yes"))
        let dropped = await test.post(
            "/unsaved/drop", ["unsaved-address": "/organisations/add", "back": "/organisations/add"], as: browser)
        #expect(dropped.header("location") == "/organisations/add")
        #expect(!(await test.get("/organisations/add", as: browser)).text.contains("unsaved=yes"))
        for address in ["", "//evil.example", "https://evil.example"] {
            #expect(await test.post("/unsaved", ["unsaved-address": address], as: browser).status == 400)
        }
        let away = await test.post(
            "/unsaved/drop", ["unsaved-address": "/cases", "back": "//evil.example"], as: browser)
        #expect(away.header("location") == "/cases")
    }

    @Test func `a note in the middle of being written stands in the case again`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let made = await test.post("/cases", ["request": "k", "prs_FirstName": "Hoa"], as: browser)
        let address = try #require(made.header("location")?.split(separator: "?").first.map(String.init))
        let note = "\(address)/add/comment"
        let sent: FormPairs = ["unsaved-address": note, "cco_CaseComment": "She slept <well>"]
        #expect(await test.post("/unsaved", sent, as: browser).status == 204)
        #expect(await test.get(address, as: browser).text.contains("She slept &lt;well&gt;</textarea>"))
        #expect(await test.post(note, ["cco_CaseComment": "She slept well"], as: browser).status == 303)
        #expect(!(await test.get(address, as: browser)).text.contains("well&gt;"))
    }

    @Test func `a change resumed after somebody else's still meets it as a conflict`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        _ = await test.post("/organisations/add", ["request": "o", "org_Name": "Lake"], as: browser)
        let list = await test.get("/organisations", as: browser)
        let edit = try #require(list.text.firstMatch(of: #/href="(\/organisations\/[0-9a-f]+\/edit)"/#)).1
        let address = String(edit)
        let sent: FormPairs = ["unsaved-address": address, "version": "1", "org_Name": "River"]
        #expect(await test.post("/unsaved", sent, as: browser).status == 204)
        #expect(await test.post(address, ["version": "1", "org_Name": "Sea"], as: browser).status == 303)
        #expect(await test.post("/unsaved", sent, as: browser).status == 204)
        let back = await test.get("\(address)?unsaved=yes", as: browser)
        #expect(back.hidden("version") == "1" && back.text.contains("River"))
        #expect(await test.post(address, ["version": "1", "org_Name": "River"], as: browser).status == 409)
    }

    @Test func `a page that closed by itself keeps all its forms and opens again after signing in`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        test.site.sessions.end(browser.token)
        let closed = await test.post(
            "/unsaved",
            FormPairs([
                ("prs_FirstName", "Amara"), ("unsaved-address", "/cases"), ("org_Name", "Clinic"),
                ("unsaved-address", "/organisations/add"), ("unsaved-back", "/cases/new/form"),
            ]), as: browser)
        #expect(closed.status == 401 && !closed.text.contains("Amara") && !closed.text.contains("/cases/new/form"))
        let kept = try #require(closed.hidden("kept"))
        let page = await test.post(
            "/sign-in", ["account": "dilani", "passphrase": TestSite.passphrase, "kept": kept])
        #expect(page.text.contains("action=\"/unsaved\" data-at-once") && page.text.contains("value=\"Amara\""))
        let again = try await test.signIn()
        let form = try #require(KeptForm(in: ["kept": kept])).form
        let back = await test.post("/unsaved", form, as: again)
        #expect(back.status == 303 && back.header("location") == "/cases/new/form?unsaved=yes")
        #expect(await test.get("/cases/new/form?unsaved=yes", as: again).text.contains("value=\"Amara\""))
        #expect(await test.get("/organisations/add?unsaved=yes", as: again).text.contains("value=\"Clinic\""))
        let away: FormPairs = ["unsaved-address": "/cases", "unsaved-back": "//evil.example"]
        #expect(await test.post("/unsaved", away, as: again).status == 204)
    }

    @Test func `too much, too many and too old are let go`() {
        let texts = UnsavedTexts()
        let account = EntityID.random()
        func text(_ address: String, _ value: String = "x", at: Int64 = 0) -> UnsavedText {
            UnsavedText(address: address, form: ["a": value], at: at)
        }
        #expect(!texts.keep(text("/big", String(repeating: "x", count: UnsavedTexts.bytesMax)), of: account))
        for number in 0...UnsavedTexts.perAccount { #expect(texts.keep(text("/\(number)"), of: account)) }
        #expect(texts.text(for: "/0", of: account, now: 0) == nil)
        #expect(texts.text(for: "/1", of: account, now: 0) != nil)
        #expect(texts.text(for: "/1", of: .random(), now: 0) == nil)
        #expect(texts.text(for: "/1", of: account, now: UnsavedTexts.longestMilliseconds + 1) == nil)
    }
}
