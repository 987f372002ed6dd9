// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Statistics
import Store
import Testing

@testable import Workflows

/// Bonds between two records while something else happens to one of them.
@Suite struct SameEdgeTests {
    private static func erase(_ caseID: EntityID, _ office: Office, _ time: ErasureStateTests.Time) async throws {
        try await askToErase(
            caseID, .asked, identity: .codeWord, words: "She rang", by: office.supervisor, in: office.store)
        let request = try #require(try await openRequest(.erasure, about: caseID, in: office.store))
        try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 12), in: office.store)
        time.pass(days: 7)
        #expect(try await carryOutErasures(in: office.store).done.count == 1)
    }

    private static func hold(_ caseID: EntityID, _ order: HoldOrder, _ office: Office) async throws {
        let request = try await askForHold(
            caseID, order, words: "The court asked", by: office.supervisor, in: office.store)
        try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 12), in: office.store)
    }

    /// - Parameter goesFirst: Whether the record that goes on is the one that is erased.
    @Test(arguments: [true, false])
    func `who was erased leaves the other whole, counted once, and no bond`(_ goesFirst: Bool) async throws {
        let time = ErasureStateTests.Time()
        try await Office.with(clock: time.clock) { office in
            var world = SameWorld(office: office)
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"))
            let two = try await world.add(SameWorld.fields("Meryem", "Haddad"))
            try await world.say(.same(goesOn: one), of: one, two)
            try await world.settle(one, two)
            let (gone, left) = goesFirst ? (one, two) : (two, one)
            try await Self.erase(try #require(world.cases[gone]), office, time)
            #expect(world.store.goesOn(left) == left && world.store.records(ofPerson: left) == [left])
            #expect(world.store.joinedPeople.isEmpty)
            await #expect(throws: Refusal(.personCompare, nil)) { try await world.seen(one, two) }
            let found = try await findKnown(
                KnownQuestion(name: "Maryam Haddad", birthdate: PartialDate("1998")), by: world.lead, in: world.store)
            #expect(found.people.map(\.person.id) == [left] && found.people[0].others.isEmpty)
            let facts = try await openFacts(as: world.lead, in: world.store)
            #expect(facts.table.rowCount == 1)
            let again = try await world.add(SameWorld.fields("Maryam", "Al-Haddad"))
            try await world.say(.same(goesOn: left), of: left, again)
            try await world.settle(left, again)
            #expect(world.store.goesOn(again) == left, "who is left can be found to be one with somebody else")
        }
    }

    @Test func `a case held by law keeps two from being made one, or parted, until it is held no more`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"))
            let two = try await world.add(SameWorld.fields("Meryem", "Haddad"))
            let held = try #require(world.cases[two])
            try await Self.hold(held, .hold, office)
            #expect(try await readLikeness(one, two, by: world.lead, in: world.store).mergeObstacle == .state)
            await #expect(throws: Refusal(.personMerge, .state)) {
                try await world.say(.same(goesOn: one), of: one, two)
            }
            #expect(world.store.likeness(of: one, two) == nil)
            try await Self.hold(held, .lift, office)
            try await world.say(.same(goesOn: one), of: one, two)
            try await world.settle(one, two)
            try await Self.hold(held, .hold, office)
            await #expect(throws: Refusal(.personMerge, .state)) {
                try await world.say(.apart(give: [:]), of: one, two)
            }
            #expect(world.store.goesOn(two) == one, "what stood stands")
            #expect(try await openFacts(as: world.lead, in: world.store).table.rowCount == 2)
        }
    }

    @Test func `a bond that is made while somebody edits one of the two is written, or says that it was not`()
        async throws
    {
        try await Office.with { office in
            var world = SameWorld(office: office)
            for number in 0..<8 {
                let one = try await world.add(SameWorld.fields("Mariam", "Haddad", born: 1980 + number))
                let two = try await world.add(SameWorld.fields("Meryem", "Haddad", born: 1980 + number))
                let seen = try await world.seen(one, two)
                var draft = Draft(.person, SameWorld.fields("Meryem", "Haddad", born: 1980 + number))
                draft.values["wh_OtherNames"] = .text("Umm Yusuf")
                let (asked, store, lead) = (draft, world.store, world.lead)
                async let edit = editRecord(two, in: two, base: 1, to: asked, by: office.owner, store: store)
                async let bond = Self.isWritten {
                    try await decideLikeness(
                        one, two, .same(goesOn: one), reason: "the same scar on the hand", base: 0, seen: seen,
                        by: lead, in: store)
                }
                let (saved, isBound) = (try await edit, try await bond)
                guard case .saved = saved else { return #expect(Bool(false), "the edit is nobody else's") }
                #expect((store.likeness(of: one, two) != nil) == isBound)
                let versions = try await readVersions(
                    of: two, in: two, kind: .person, by: office.owner, store: store)
                #expect(versions.last?.record.text("wh_OtherNames") == "Umm Yusuf", "no edit is lost")
            }
        }
    }

    /// False for a conflict.
    private static func isWritten(_ body: @Sendable () async throws -> LikenessReceipt) async throws -> Bool {
        do {
            _ = try await body()
            return true
        } catch StoreError.conflict { return false }
    }
}
