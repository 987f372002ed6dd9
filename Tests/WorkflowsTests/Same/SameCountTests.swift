// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Standard
import Statistics
import Store
import Testing

@testable import Workflows

/// Two records of one person are one person wherever people are counted, and two again when they are parted.
@Suite struct SameCountTests {
    private static func total(_ facts: OpenedFacts, by columns: [FactColumn] = []) throws -> FactResult {
        try facts.table.count(FactQuery(by: columns), among: facts.mask)
    }

    private static func publishable(_ world: SameWorld) async throws -> PublishablePeople {
        var access = world.lead
        access.purpose = .statistics
        let permit = try await access.permit(.datasetPublish, by: .publishDataset, in: world.store)
        return try await PublishablePeople.read(permit, from: world.store)
    }

    @Test func `reports, protected counts and public files count one person, and two after they are parted`()
        async throws
    {
        try await Office.with { office in
            var world = SameWorld(office: office)
            var fields = SameWorld.fields("Mariam", "Haddad")
            fields["prs_Citizenship"] = .codes(["SY"])
            fields["vic_TypeOfExploitation"] = .codes(["ForcedLabour"])
            let one = try await world.add(fields)
            var other = SameWorld.fields("Meryem", "Haddad")
            other["prs_Gender"] = nil
            other["vic_TypeOfExploitation"] = .codes(["SexualExploitation"])
            let two = try await world.add(other)
            try await world.add(SameWorld.fields("Linh", "Nguyễn", born: 1971))
            func counts() async throws -> [Int] {
                let own = try await openFacts(as: world.lead, in: world.store)
                let safe = try await openFacts(protected: true, as: world.lead, in: world.store)
                let published = try await Self.publishable(world)
                #expect(published.marks.count == published.people.count)
                return [try Self.total(own).total, try Self.total(safe).total, published.people.count]
            }
            #expect(try await counts() == [3, 3, 3], "the control")
            try await world.say(.same(goesOn: one), of: one, two)
            #expect(try await counts() == [3, 3, 3], "it waits for a second person")
            try await world.settle(one, two)
            #expect(try await counts() == [2, 2, 2])
            let bySex = try Self.total(try await openFacts(as: world.lead, in: world.store), by: [.sex])
            #expect(bySex.count(["Female"]) == 2 && bySex.count([nil]) == 0)
            let person = try #require(
                try await Self.publishable(world).people.first { $0.values["vic_TypeOfExploitation"] != nil })
            #expect(person.values["vic_TypeOfExploitation"] == .codes(["ForcedLabour", "SexualExploitation"]))
            #expect(person.values["prs_Gender"] == .codes(["Feminine"]))
            try await world.say(.apart(give: [:]), of: one, two)
            try await world.settle(one, two)
            #expect(try await counts() == [3, 3, 3], "and two again")
        }
    }

    @Test func `whoever sees one of the two cases counts that one as if there were no other`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let (amal, bao) = (office.access(.caseworker, 11), office.access(.caseworker, 12))
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"), by: amal)
            var unknown = SameWorld.fields("Meryem", "Haddad")
            unknown["prs_Gender"] = nil
            let two = try await world.add(unknown, by: bao)
            try await world.say(.same(goesOn: one), of: one, two)
            try await world.settle(one, two)
            for (access, answer) in [(amal, "Female"), (bao, nil)] as [(Access, String?)] {
                let result = try Self.total(try await openFacts(as: access, in: world.store), by: [.sex])
                #expect(result.total == 1 && result.count([answer]) == 1)
            }
            #expect(try Self.total(try await openFacts(as: world.lead, in: world.store)).total == 1)
        }
    }
}
