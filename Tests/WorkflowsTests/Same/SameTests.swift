// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Testing

@testable import Workflows

@Suite struct SameTests {
    @Test func `people in other spellings and with a part of the date are found, with reasons`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let mariam = try await world.add(SameWorld.fields("Mariam", "Al-Haddad"))
            try await world.add(SameWorld.fields("Linh", "Nguyen", born: 1971))
            for (name, born) in [("Meryem Haddad", "1998"), ("HADDAD, Maryam", "1998-05"), ("مريم الحداد", "1998")] {
                let found = try await findKnown(
                    KnownQuestion(name: name, birthdate: PartialDate(born)), by: world.lead, in: world.store
                ).people
                #expect(found.first?.person.id == mariam, "\(name)")
                #expect(found.first?.weights?.reasons.contains { $0.field == "birth_date" && $0.speaksFor } == true)
            }
            #expect(try await findKnown(KnownQuestion(), by: world.lead, in: world.store).people.isEmpty)
            let begun = try await findKnown(KnownQuestion(name: "Lin"), by: world.lead, in: world.store).people
            #expect(begun.first?.person.name == "Linh Nguyen")
        }
    }

    @Test func `a pair with somebody hidden is neither listed nor counted nor told from a pair of nobody`() async throws
    {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let (amal, bao) = (office.access(.caseworker, 11), office.access(.caseworker, 12))
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"), by: amal)
            let two = try await world.add(SameWorld.fields("Meryem", "Haddad"), by: bao)
            #expect(try await listLikenesses(by: world.lead, in: world.store).total == 1, "the control")
            for somebody in [amal, bao] {
                let (lines, total) = try await listLikenesses(by: somebody, in: world.store)
                #expect(lines.isEmpty && total == 0)
                for (a, b) in [(one, two), (EntityID.random(), EntityID.random())] {
                    await #expect(throws: Refusal(.personCompare, nil)) {
                        try await readLikeness(a, b, by: somebody, in: world.store)
                    }
                    await #expect(throws: Refusal(.personDecide, nil)) {
                        try await decideLikeness(
                            a, b, .different, reason: "", base: 0, seen: [a: 1, b: 1], by: somebody, in: world.store)
                    }
                }
            }
            let mine = try await findKnown(KnownQuestion(name: "Meryem Haddad"), by: amal, in: world.store).people
            #expect(mine.map(\.person.id) == [one])
        }
    }

    @Test func `one person of two records is found once, and whoever sees only one of them sees that one`() async throws
    {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let (amal, bao) = (office.access(.caseworker, 11), office.access(.caseworker, 12))
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"), by: amal)
            let two = try await world.add(SameWorld.fields("Meryem", "Haddad"), by: bao)
            try await world.say(.same(goesOn: one), of: one, two)
            #expect(world.store.goesOn(two) == two, "it waits for a second person")
            try await world.settle(one, two)
            #expect(world.store.goesOn(two) == one)
            let asked = KnownQuestion(name: "Mariam Haddad")
            let whole = try await findKnown(asked, by: world.lead, in: world.store).people
            #expect(whole.map(\.person.id) == [one] && whole[0].others == [two] && whole[0].cases.count == 2)
            let part = try await findKnown(asked, by: bao, in: world.store).people
            #expect(part.map(\.person.id) == [two] && part[0].others.isEmpty && part[0].cases.count == 1)
            #expect(try await leadOn(from: two, by: world.lead, in: world.store) == one)
            #expect(try await leadOn(from: two, by: bao, in: world.store) == two)
            let acts = try await readActs(latest: 400, about: two, by: world.lead, in: world.store)
            #expect(acts.contains { $0.action == "person.merge" }, "the log knows of it on both sides")
        }
    }

    @Test func `what somebody changed meanwhile is a conflict, and nothing is written`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"))
            let two = try await world.add(SameWorld.fields("Meryem", "Haddad"))
            let seen = try await world.seen(one, two)
            var draft = Draft(.person, SameWorld.fields("Meryem", "Haddad"))
            draft.values["wh_OtherNames"] = .text("Umm Yusuf")
            _ = try await editRecord(two, in: two, base: 1, to: draft, by: office.owner, store: world.store)
            await #expect(throws: StoreError.conflict(two, current: 2)) {
                try await decideLikeness(
                    one, two, .same(goesOn: one), reason: "the same scar on the hand", base: 0, seen: seen,
                    by: world.lead, in: world.store)
            }
            #expect(world.store.likeness(of: one, two) == nil)
            try await world.say(.same(goesOn: one), of: one, two)
        }
    }

    @Test func `a caseworker makes no one of two, nor does anybody alone`() async throws {
        try await Office.with { office in
            var world = SameWorld(office: office)
            let one = try await world.add(SameWorld.fields("Mariam", "Haddad"))
            let two = try await world.add(SameWorld.fields("Meryem", "Haddad"))
            await #expect(throws: Refusal(.personMerge, .role)) {
                try await world.say(.same(goesOn: one), of: one, two, by: office.owner)
            }
            try await world.say(.thought, of: one, two, by: office.owner)
            #expect(try await listLikenesses(by: world.lead, in: world.store).lines.first?.entry?.decision == .thought)
            try await world.say(.same(goesOn: two), of: one, two)
            let review = try #require(world.store.reviews(of: world.store.agency).first)
            await #expect(throws: Refusal(.recordReview, .ownRequest)) {
                try await reviewChange(
                    review.id, .accept, reason: "I know what I wrote", by: world.lead, in: world.store)
            }
            #expect(world.store.goesOn(one) == one)
        }
    }
}
