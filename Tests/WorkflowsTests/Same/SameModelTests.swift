// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// What a register of people who may be one must say, as plain as can be: a list of what holds, looked through each
/// time.
private struct SmallModel {
    struct Bond { let a: EntityID, b: EntityID, stays: EntityID }

    var bonds: [Bond] = []
    /// What waits for a second person: to be made one (a bond) or to be parted (nil).
    var waiting: [(a: EntityID, b: EntityID, bond: Bond?)] = []
    /// Every name that a person's own record had, oldest first.
    var names: [EntityID: [String]] = [:]

    func goesOn(_ person: EntityID) -> EntityID {
        guard let bond = bonds.first(where: { ($0.a == person || $0.b == person) && $0.stays != person }) else {
            return person
        }
        return goesOn(bond.stays)
    }

    func group(_ person: EntityID) -> Set<EntityID> {
        var group: Set = [person]
        var size = 0
        while size != group.count {
            size = group.count
            for bond in bonds where group.contains(bond.a) || group.contains(bond.b) {
                group.formUnion([bond.a, bond.b])
            }
        }
        return group
    }

    func waits(_ a: EntityID, _ b: EntityID) -> Int? {
        waiting.firstIndex { Set([$0.a, $0.b]) == [a, b] }
    }

    func isBound(_ a: EntityID, _ b: EntityID) -> Bool { bonds.contains { Set([$0.a, $0.b]) == [a, b] } }
}

@Suite struct SameModelTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `whatever is joined, parted, looked over and edited in any order, nothing is lost and nobody is another`(
        _ seed: UInt64
    ) async throws {
        try await Office.with { office in
            var (world, model, random) = (SameWorld(office: office), SmallModel(), SplitMix64(seed: seed))
            for number in 0..<6 {
                let person = try await world.add(SameWorld.fields("Mariam", "Haddad", born: 1990 + number))
                model.names[person] = ["Mariam"]
            }
            for step in 0..<60 { try await Self.act(step, world, &model, &random) }
            for person in world.people {
                let versions = try await readVersions(
                    of: person, in: person, kind: .person, by: office.owner, store: office.store)
                #expect(versions.map { $0.record.text("wh_OtherNames") ?? "Mariam" } == model.names[person])
                let file = try await readCase(world.cases[person]!, by: office.owner, in: office.store)
                #expect(Set(file.people.keys) == [person])
            }
        }
    }

    private static func act(
        _ step: Int, _ world: SameWorld, _ model: inout SmallModel, _ random: inout SplitMix64
    ) async throws {
        let pair = world.people.shuffled(using: &random).prefix(2).sorted()
        let (a, b) = (pair[0], pair[1])
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: try await join(a, b, stays: Bool.random(using: &random) ? a : b, world, &model)
        case 2: try await part(a, b, world, &model)
        case 3: try await settle(world, &model, &random)
        case 4: try await edit(a, "Name \(step)", world, &model)
        default:
            if model.waits(a, b) == nil, !model.isBound(a, b) { try await world.say(.different, of: a, b) }
        }
        for person in world.people {
            #expect(world.store.goesOn(person) == model.goesOn(person), "after step \(step)")
            #expect(world.store.records(ofPerson: person) == model.group(person), "after step \(step)")
        }
    }

    private static func join(
        _ a: EntityID, _ b: EntityID, stays: EntityID, _ world: SameWorld, _ model: inout SmallModel
    ) async throws {
        let isAsked = model.waiting.contains { $0.bond != nil && !Set([$0.a, $0.b]).isDisjoint(with: [a, b]) }
        let isFree = model.goesOn(a) == a && model.goesOn(b) == b && !isAsked
        let may = model.waits(a, b) == nil && !model.isBound(a, b) && isFree
        do {
            let receipt = try await world.say(.same(goesOn: stays), of: a, b)
            #expect(may && receipt.waits)
            model.waiting.append((a, b, SmallModel.Bond(a: a, b: b, stays: stays)))
        } catch is LikenessObstacle { #expect(!may) } catch is Refusal { #expect(model.waits(a, b) != nil) }
    }

    private static func part(
        _ a: EntityID, _ b: EntityID, _ world: SameWorld, _ model: inout SmallModel
    ) async throws {
        let may = model.waits(a, b) == nil && model.isBound(a, b)
        do {
            try await world.say(.apart(give: [:]), of: a, b)
            #expect(may)
            model.waiting.append((a, b, nil))
        } catch is LikenessObstacle { #expect(!may) } catch is Refusal { #expect(model.waits(a, b) != nil) }
    }

    private static func settle(
        _ world: SameWorld, _ model: inout SmallModel, _ random: inout SplitMix64
    ) async throws {
        guard let place = model.waiting.indices.randomElement(using: &random) else { return }
        let (a, b, bond) = model.waiting.remove(at: place)
        let isAccepted = Bool.random(using: &random)
        try await world.settle(a, b, isAccepted ? .accept : .revert)
        guard isAccepted else { return }
        if let bond { model.bonds.append(bond) } else { model.bonds.removeAll { Set([$0.a, $0.b]) == [a, b] } }
    }

    /// Adds what was empty, or changes what is not looked over: a name beside the one in use.
    private static func edit(
        _ person: EntityID, _ name: String, _ world: SameWorld, _ model: inout SmallModel
    ) async throws {
        guard model.names[person]?.count == 1 else { return }
        let owner = world.office.owner
        let now = try await readVersions(of: person, in: person, kind: .person, by: owner, store: world.store).last!
        var draft = now.record.draft
        draft.values["wh_OtherNames"] = .text(name)
        guard
            case .saved = try await editRecord(
                person, in: person, base: now.version, to: draft, by: owner, store: world.store)
        else { return #expect(Bool(false), "the edit is nobody else's") }
        model.names[person]?.append(name)
    }
}
