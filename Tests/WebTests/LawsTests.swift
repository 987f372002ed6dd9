// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Identification
import Standard
import Store
import Testing
import Workflows

@testable import Web

/// What the laws say, through the pages.
@Suite struct LawsTests {
    /// Somebody in Vietnam, exploited in prostitution; nobody recorded when, or what was done.
    private static let hoa: FormPairs = [
        "request": "hoa", "prs_FirstName": "Hoa", "prs_Birthdate.year": "2008", "prs_Birthdate.month": "2",
        "prs_Birthdate.day": "3", "prs_Citizenship": "Viet Nam", "vic_TypeOfExploitation": "SexualExploitation",
        "vic_TypeOfSexExploitation": "Prostitution", "wh_CountryOfExploitation": "Viet Nam",
    ]

    private func registered(_ test: TestSite, _ browser: TestSite.Browser) async throws -> String {
        let answer = await test.post("/cases", Self.hoa, as: browser)
        #expect(answer.status == 303, "\(answer.text.suffix(2000))")
        return try #require(answer.header("location")?.split(separator: "?").first.map(String.init))
    }

    /// What the page says of one definition, from its line to its end.
    private func box(_ page: WebResponse, _ title: String) -> Substring {
        let text = page.text
        guard let end = text.range(of: title)?.upperBound,
            let start = text[..<end].range(of: "<details", options: .backwards)
        else { return "" }
        let rest = text[start.lowerBound...]
        return rest[..<(rest.range(of: "</details>")?.lowerBound ?? rest.endIndex)]
    }

    @Test func `what was told is written down, judged, and named with its source`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let address = try await registered(test, browser)
        #expect(await test.get(address, as: browser).text.contains("What the laws say"))
        var page = await test.get("\(address)/laws", as: browser)
        #expect(page.status == 200 && page.text.contains("What to ask next"))
        #expect(box(page, "</span> Viet Nam, Law 53/2024").contains("Not known yet"), "no act is recorded")
        let form = await test.get("\(address)/facts/add", as: browser)
        #expect(form.status == 200 && form.text.contains("What would decide most"))
        let victim = try #require(form.hidden("victim"))
        var told: FormPairs = [
            "request": "told", "victim": victim, "wh_AccountSource": "person", "wh_AccountBy": "",
            "atom.act.recruitment": "yes",
            "wh_AccountAgeFrom": "17", "wh_AccountAgeTo": "17",
        ]
        for means in AtomCatalogue.current.atoms(in: .means) { told.append("atom.\(means.id.rawValue)", "no") }
        let saved = await test.post("\(address)/facts", told, as: browser)
        #expect(saved.status == 303, "\(saved.text.suffix(3000))")
        page = await test.get(try #require(saved.header("location")), as: browser)
        #expect(page.text.contains("It is written down"))
        #expect(box(page, "</span> Viet Nam, Law 53/2024").contains(">Met<"))
        #expect(box(page, "</span> Viet Nam, Penal Code article 150").contains(">Not met<"))
        #expect(page.text.contains("The person was recruited."))
        let paper: FormPairs = [
            "request": "paper", "victim": victim, "wh_AccountSource": "document", "atom.act.recruitment": "no",
        ]
        #expect(await test.post("\(address)/facts", paper, as: browser).status == 303)
        page = await test.get("\(address)/laws", as: browser)
        #expect(page.text.contains("Contradicted") && page.text.contains("a document"))
        let comparison = await test.get("/comparison?first=7&second=9", as: browser)
        #expect(comparison.status == 200 && comparison.text.contains("One person"))
        let acts = await test.get("/acts", as: browser)
        #expect(acts.text.contains("Looked at what the laws say of a case"))
        #expect(acts.text.contains("Compared the laws over the cases"))
    }

    @Test func `an empty account and ages the wrong way round come back with what was typed`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let address = try await registered(test, browser)
        let empty = await test.post(
            "\(address)/facts", ["request": "e", "wh_AccountSource": "person", "wh_AccountBy": "aunt"], as: browser)
        #expect(empty.status == 422 && empty.text.contains("Nothing is answered yet") && empty.text.contains("aunt"))
        let ages: FormPairs = ["request": "a", "wh_AccountAgeFrom": "19", "wh_AccountAgeTo": "15"]
        let wrong = await test.post("\(address)/facts", ages, as: browser)
        #expect(wrong.status == 422 && wrong.text.contains("above the higher"))
        let odd: FormPairs = ["request": "o", "atom.act.recruitment": "perhaps", "atom.nonsense": "yes"]
        #expect(
            await test.post("\(address)/facts", odd, as: browser).status == 422, "unknown names and answers say nothing"
        )
        #expect(await test.get("/cases/\(EntityID.random())/laws", as: browser).status == 404)
        #expect(
            await test.get("\(address)/laws?victim=\(EntityID.random())", as: browser).text.contains(
                "Nobody in this case"))
    }

    @Test func `facts in a class that is not shown count as unknown, and the page says so`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let address = try await registered(test, browser)
        let store = try #require(test.site.gate.store)
        let id = try #require(EntityID(String(address.dropFirst("/cases/".count))))
        let account = try #require(store.account(named: "dilani"))
        let whole = try await readLaws(
            of: id, under: .current, by: Access(account.actor(as: .supervisor)), in: store)
        let laws = try #require(whole.laws)
        #expect(!laws.reading.standings.isEmpty)
        // The control: the same case through a permit without coded facts.
        let masked = CaseFile(
            id: id, records: laws.file.records.map { $0.emptied() }, people: [:], permit: laws.file.permit)
        let reading = CaseReading(of: masked.victims[0], in: masked, reporting: PartialDate("2026-07-01")!)
        #expect(reading.standings.isEmpty)
        let page = LawsPage(
            laws: LawsReading(file: masked, victim: masked.victims[0], reading: reading, hidden: [.f1]))
        let html = page.markup(in: test.site.context(nil, today: PartialDate("2026-07-01")!, nonce: "n")).html
        #expect(html.contains("Whatever is there counts as unknown") && html.contains("Not known yet"))
    }
}

extension Stored {
    /// The same record without a field.
    fileprivate func emptied() -> Stored {
        let record = try! Draft(record.kind, [:], links: record.links).checked(under: .current)
        return Stored(id: id, version: version, day: day, isRemoved: false, record: record)
    }
}
