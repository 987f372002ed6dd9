// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Linkage
import Standard
import Store
import Testing

@testable import Workflows

/// Whom a register counts, and what of it leaves.
struct CountedPeopleTests {
    private func counted(_ world: SameWorld, needsConsent: Bool) async throws -> CountedPeople {
        var access = world.lead
        access.purpose = .statistics
        let permit = try await access.permit(.peopleCount, by: .publishDataset, in: world.store)
        return try await CountedPeople.read(needsConsent: needsConsent, permit, from: world.store)
    }

    private func answer(_ purpose: String, _ status: String, of person: EntityID, _ world: SameWorld) async throws {
        let draft = Draft(
            .consent, ["wh_ConsentPurpose": .codes([purpose]), "wh_ConsentStatus": .codes([status])])
        _ = try await addRecord(
            draft, toCase: world.cases[person], by: world.office.owner, store: world.store)
    }

    @Test func `records of one person count as one, by the record that goes on`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"))
            let two = try await world.add(SameWorld.fields("Meryem", "Hadad"))
            _ = try await world.add(SameWorld.fields("Linh", "Tran"))
            let before = try await counted(world, needsConsent: false)
            #expect(before.rows.count == 3 && Set(before.rows.map(\.person)).count == 3)
            try await world.say(.same(goesOn: two), of: one, two)
            try await world.settle(one, two)
            let after = try await counted(world, needsConsent: false)
            let both = after.rows.filter { $0.person == two.description }
            #expect(Set(after.rows.map(\.person)).count == 2 && both.map(\.given) == ["Meryem", "Mariam"])
            #expect(both[0].birth == BirthDate(year: 1998, month: 5, day: 12) && both[0].sex == "F")
        }
    }

    @Test func `who said no to anything is left out, and who was not asked where consent is needed`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let names = ["Amara", "Linh", "Oksana", "Priya", "Kwame"]
            var people: [EntityID] = []
            for (place, name) in names.enumerated() {
                people.append(try await world.add(SameWorld.fields(name, "Okafor", born: 1980 + place)))
            }
            try await answer("Statistics", "Given", of: people[0], world)
            try await answer("ManageData", "Given", of: people[1], world)
            try await answer("Statistics", "Refused", of: people[2], world)
            try await answer("Statistics", "Given", of: people[3], world)
            try await answer("ManageData", "Refused", of: people[3], world)
            let asked = try await counted(world, needsConsent: true)
            #expect(asked.rows.map(\.given) == ["Amara"] && asked.withheld == 4)
            let lawful = try await counted(world, needsConsent: false)
            #expect(Set(lawful.rows.map(\.given)) == ["Amara", "Linh", "Kwame"] && lawful.withheld == 2)
        }
    }

    @Test func `only who may publish turns people into tokens, and each step is in the log`() async throws {
        try await Office.with { office in
            try await PartyFolders.with({ $0.needsConsent = false }) { parties in
                try await Self.register(60, office)
                let rounds = CountingRounds(parties.path)
                await #expect(throws: Refusal(.peopleCount, .role)) {
                    try await askKeyServers(of: "2026-Q3", in: rounds, by: office.owner, of: office.store)
                }
                let lead = office.supervisor
                let listed = try await readCountingRounds(in: rounds, by: lead, of: office.store)
                #expect(listed.map(\.you) == ["Lantern House"] && listed[0].state == "ready")
                let question = try await askKeyServers(of: "2026-Q3", in: rounds, by: lead, of: office.store)
                let again = try await askKeyServers(of: "2026-Q3", in: rounds, by: lead, of: office.store)
                #expect(question.people == 60 && question.points == again.points)
                let answers = try Self.answers(question, parties)
                await #expect(throws: CountingRefusal.self) {
                    try await sealTokens(
                        of: "2026-Q3", answers: answers.map { $0.dropLast(65) }, in: rounds, by: lead,
                        of: office.store)
                }
                let sealed = try await sealTokens(
                    of: "2026-Q3", answers: answers, in: rounds, by: lead, of: office.store)
                let unit = try parties.folder("Statistics Office").party()
                let file = try SealedTokens.open(sealed, by: unit, under: parties.agreement)
                #expect(file.agency == "Lantern House" && file.figures.people == 60)
                let lost = try await sealTokens(
                    of: "2026-Q3", answers: [], in: rounds, by: lead, of: office.store)
                #expect(lost == sealed)
                // Once only, and a restart does not make it twice.
                for rounds in [rounds, CountingRounds(parties.path)] {
                    await #expect(throws: CountingRefusal.self) {
                        try await askKeyServers(of: "2026-Q3", in: rounds, by: lead, of: office.store)
                    }
                }
                let acts = try await readActs(latest: 400, by: lead, in: office.store)
                    .filter { $0.action == "people.count" }
                let tokens = acts.filter { $0.outcome == "written, tokens of round 2026-Q3" }
                #expect(
                    tokens.count == 2 && tokens.allSatisfy { $0.count == 60 }
                        && tokens[0].digest == parties.agreement.mark)
                #expect(acts.filter { $0.outcome == "refused" }.count == 3)
                #expect(acts.contains { $0.outcome == "denied:role" })
            }
        }
    }

    @Test func `an office of another name, a round that is over, too few people: nothing is asked`() async throws {
        try await Office.with { office in
            func refusal(_ parties: PartyFolders, _ round: String = "2026-Q3") async throws -> String? {
                do {
                    _ = try await askKeyServers(
                        of: round, in: CountingRounds(parties.path), by: office.supervisor, of: office.store)
                } catch let refusal as CountingRefusal { return refusal.message }
                return nil
            }
            try await PartyFolders.with { parties in
                #expect(try await refusal(parties, "2027-Q1")?.contains("no agency of this agreement") == true)
                #expect(try await refusal(parties)?.contains("fewer than 50") == true)
                // Somebody else's secret, put into this office's folder by mistake.
                let wrong = parties.path + "/moved"
                try FileManager.default.createDirectory(atPath: wrong, withIntermediateDirectories: true)
                try FileManager.default.moveItem(atPath: parties.path + "/Night Line", toPath: wrong + "/Lantern House")
                let rounds = CountingRounds(wrong)
                await #expect(throws: CountingRefusal.self) {
                    try await askKeyServers(of: "2026-Q3", in: rounds, by: office.supervisor, of: office.store)
                }
            }
        }
    }

    private static func register(_ count: Int, _ office: Office) async throws {
        var lines = ["prs_FirstName,prs_SecondName,prs_Gender,prs_Birthdate"]
        for row in PartyFolders.people(count, seed: 5) {
            let date = row.birth.map { "\($0.year)-\(two($0.month))-\(two($0.day))" } ?? ""
            lines.append("\(row.given),\(row.surname),Feminine,\(date)")
        }
        let taken = try await office.take(lines.joined(separator: "\n"))
        #expect(taken.rows == count)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func answers(_ question: CountingQuestion, _ parties: PartyFolders) throws -> [Data] {
        try PartyFolders.servers.enumerated().map { place, name in
            var server = try #require(try parties.folder(name).party().server)
            return Data(
                try server.answer(
                    [UInt8](question.points), signature: [UInt8](question.servers[place].signature),
                    of: question.agency, under: parties.agreement))
        }
    }
}
