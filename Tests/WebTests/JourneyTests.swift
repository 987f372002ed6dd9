// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Web

/// Whole ways through the register, as a browser without scripts takes them.
@Suite struct JourneyTests {
    private func registered(_ test: TestSite, _ browser: TestSite.Browser) async throws -> String {
        let answer = await test.post(
            "/cases",
            [
                "request": "key-1", "prs_FirstName": "Nguyễn Thị", "prs_SecondName": "Hoa", "prs_Birthdate.age": "17",
                "prs_Citizenship": "Viet Nam", "vic_TypeOfExploitation": "ForcedLabour", "wh_ConsentStatus": "Given",
                "prs_Gender": "?declined", "cas_CaseOwner": "dilani",
            ], as: browser)
        #expect(answer.status == 303)
        return try #require(answer.header("location")?.split(separator: "?").first.map(String.init))
    }

    @Test func `somebody is registered, found by an unaccented name, and read`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let address = try await registered(test, browser)
        #expect(
            await test.post(
                "/cases",
                [
                    "request": "key-1", "prs_FirstName": "Nguyễn Thị", "prs_SecondName": "Hoa",
                    "prs_Birthdate.age": "17", "prs_Citizenship": "Viet Nam", "vic_TypeOfExploitation": "ForcedLabour",
                    "wh_ConsentStatus": "Given", "prs_Gender": "?declined", "cas_CaseOwner": "dilani",
                ], as: browser
            ).header("location")?.hasPrefix(address) == true)
        let list = try await test.search("/cases/search", ["q": "nguyen hoa", "names": "yes"], as: browser)
        #expect(list.text.contains("Hoa") && list.text.contains("One case."))
        let initials = try await test.search("/cases/search", ["q": "nguyen hoa"], as: browser)
        #expect(initials.text.contains("One case.") && !initials.text.contains("<bdi>Nguyễn"))
        let known = try await test.search("/cases/new/search", ["name": "thi nguyen"], as: browser)
        #expect(known.text.contains(address))
        let page = await test.get(address, as: browser)
        #expect(page.status == 200 && page.text.contains("about 2009") && page.text.contains("Would rather not say"))
        #expect(await test.get("/acts", as: browser).text.contains("Opened a case"))
    }

    @Test func `a form with a mistake comes back with everything that was typed`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let answer = await test.post(
            "/cases", ["request": "k", "prs_FirstName": "Amara", "prs_Birthdate.day": "12"], as: browser)
        #expect(answer.status == 422)
        #expect(
            answer.text.contains("value=\"Amara\"") && answer.text.contains("value=\"12\"")
                && answer.text.contains("Add the year"))
        #expect(await test.get("/cases", as: browser).text.contains("Your cases will stand here"))
    }

    private func commentForm(_ test: TestSite, _ browser: TestSite.Browser, _ address: String) async throws -> String {
        _ = await test.post("\(address)/add/comment", ["request": "c1", "cco_CaseComment": "First words"], as: browser)
        let page = await test.get(address, as: browser)
        let links = page.text.matches(of: #/href="(\/cases\/[0-9a-f]+\/records\/[0-9a-f]+\/edit)">/#).map {
            String($0.1)
        }
        return try #require(links.last)
    }

    @Test func `two people who change the same words both keep theirs until one chooses`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let edit = try await commentForm(test, browser, try await registered(test, browser))
        #expect(await test.get(edit, as: browser).hidden("version") == "1")
        #expect(
            await test.post(
                edit, ["version": "1", "cco_CaseComment": "Hers", "wh_CommentAuthor": "dilani"], as: browser
            ).status == 303)
        let conflict = await test.post(
            edit, ["version": "1", "cco_CaseComment": "Mine", "wh_CommentAuthor": "dilani"], as: browser)
        #expect(conflict.status == 409)
        #expect(conflict.text.contains("<bdi>Mine</bdi>") && conflict.text.contains("<bdi>Hers</bdi>"))
        let settled = await test.post(
            edit,
            [
                "settle": "yes", "version": try #require(conflict.hidden("version")),
                "base": try #require(conflict.hidden("base")),
                "mine:cco_CaseComment": "Mine", "mine:wh_CommentAuthor": "dilani", "choose:cco_CaseComment": "edit",
                "edit:cco_CaseComment": "Hers and mine",
            ], as: browser)
        #expect(settled.status == 303)
        let history = await test.get(edit.replacing("/edit", with: "/history"), as: browser)
        for words in ["First words", "Hers", "Hers and mine"] { #expect(history.text.contains(words)) }
        #expect(await test.post(edit.replacing("/edit", with: "/remove"), ["version": "2"], as: browser).status == 409)
        #expect(await test.post(edit.replacing("/edit", with: "/remove"), ["version": "3"], as: browser).status == 303)
        #expect(await test.get(edit, as: browser).status == 404)
    }

    @Test(arguments: ["participation", "referral", "comment", "event", "plan", "consent", "assessment"])
    func `every kind of record can be added and changed`(kind: String) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let address = try await registered(test, browser)
        let form = await test.get("\(address)/add/\(kind)", as: browser)
        #expect(form.status == 200)
        let added = await test.post(
            "\(address)/add/\(kind)", ["request": "r-\(kind)", "prs_FirstName": "Salim"], as: browser)
        #expect(added.status == 303, "\(added.text.prefix(3000))")
        let page = await test.get(address, as: browser)
        for link in page.text.matches(of: #/href="(\/cases\/[0-9a-f]+\/records\/[0-9a-f]+\/(edit|history))"/#) {
            #expect(await test.get(String(link.1), as: browser).status == 200)
        }
        #expect(await test.get("\(address)/add/person", as: browser).status == 404)
    }

    @Test func `organisations are added, changed and removed`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        #expect(
            await test.post("/organisations/add", ["request": "o", "org_Name": "Clinic by the lake"], as: browser)
                .status == 303)
        let list = await test.get("/organisations", as: browser)
        let edit = try #require(
            list.text.firstMatch(of: #/href="(\/organisations\/[0-9a-f]+\/edit)"/#).map { String($0.1) })
        #expect(await test.post(edit, ["version": "1", "org_Name": "Clinic by the sea"], as: browser).status == 303)
        #expect(await test.get("/organisations", as: browser).text.contains("by the sea"))
        #expect(await test.post(edit.replacing("/edit", with: "/remove"), ["version": "2"], as: browser).status == 303)
        #expect(!(await test.get("/organisations", as: browser)).text.contains("by the sea"))
    }

    @Test func `a file is looked at, taken in, recognised the second time and taken back`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let file = Array("prs_FirstName,prs_Gender,Remarks\nAmara,Feminine,kind\nOumar,Zebra,\n".utf8)
        let preview = await test.upload("/import", file: file, named: "people.csv", as: browser)
        #expect(
            preview.status == 200 && preview.text.contains("Take in these 2 cases") && preview.text.contains("Remarks"))
        #expect(
            await test.get("/cases", as: browser).text.contains("Your cases will stand here"), "looking changes nothing"
        )
        let held = try #require(preview.hidden("held"))
        let mapped = await test.post(
            "/import/mapping", ["held": held, "header": "Remarks", "meaning": "ignore"], as: browser)
        #expect(mapped.status == 200)
        let mapping = await test.post(
            "/import/mapping.json", ["held": held, "header": "Remarks", "meaning": "ignore"], as: browser)
        #expect(mapping.text.contains("\"Remarks\" : \"ignore\""))
        let done = await test.post("/import/commit", ["held": held], as: browser)
        #expect(done.text.contains("2 cases were made."))
        #expect(await test.post("/import/commit", ["held": held], as: browser).status == 422, "the file was let go")
        #expect(await test.upload("/import", file: file, named: "again.csv", as: browser).status == 422)
        #expect(await test.get("/cases?status=draft", as: browser).text.contains("One case."))
        let start = await test.get("/import", as: browser)
        let undo = try #require(
            start.text.firstMatch(of: #/action="(\/import\/[0-9a-f]+\/undo)"/#).map { String($0.1) })
        #expect(await test.post(undo, [:], as: browser).header("location") == "/import?done=undone")
        #expect(await test.get("/cases", as: browser).text.contains("Your cases will stand here"))
    }

    @Test(arguments: ["", "%PDF-1.7 not a table", "PK\u{3}\u{4}broken"])
    func `a file that cannot be read gets a clear answer`(content: String) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let answer = await test.upload("/import", file: Array(content.utf8), named: "x.xlsx", as: browser)
        #expect(answer.status == 422 && answer.text.contains("error-summary"))
        #expect(await test.post("/import", [:], as: browser).text.contains("Choose a file first."))
    }

    @Test func `data is not taken out by one person alone, and not made public when it would not be safe`() async throws
    {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        _ = try await registered(test, browser)
        for format in ["htcds-csv", "htcds-json", "htcds-xlsx"] {
            let file = await test.post("/export", ["format": format], as: browser)
            #expect(file.status == 403 && file.text.contains("A second person must agree"), "\(format)")
            #expect(!file.text.contains("Hoa"), "\(format)")
        }
        #expect(await test.post("/export", ["format": "ctdc", "k": "10"], as: browser).status == 400)
        let unsafe = await test.get("/publish/look?k=10", as: browser)
        #expect(unsafe.text.contains("There is no file") && !unsafe.text.contains("Hoa"))
        #expect(await test.get("/publish/look?k=one", as: browser).text.contains("whole number, 2 or more"))
        #expect(await test.post("/export", ["format": "doc"], as: browser).status == 400)
    }
}
