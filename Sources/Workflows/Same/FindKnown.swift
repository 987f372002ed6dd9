// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage
import Standard
import Store

/// Who is asked for: what somebody said of themself so far. Everything may be missing.
public struct KnownQuestion: Sendable, Hashable {
    /// All names in any order, spelling and script, or the beginning of one.
    public var name: String
    public var birthdate: PartialDate?
    /// A value name of `prs_Gender`.
    public var gender: String?
    /// ISO 3166 codes.
    public var citizenship: [String]
    public var document: String

    public init(
        name: String = "", birthdate: PartialDate? = nil, gender: String? = nil, citizenship: [String] = [],
        document: String = ""
    ) {
        self.name = name
        self.birthdate = birthdate
        self.gender = gender
        self.citizenship = citizenship
        self.document = document
    }

    public var isEmpty: Bool { name.allSatisfy(\.isWhitespace) && birthdate == nil && document.isEmpty }

    var traits: PersonTraits {
        PersonTraits(
            names: PersonTraits.Name(whole: name).map { [$0] } ?? [], birth: birthdate.map { BirthDate($0) },
            sex: gender ?? "", nationalities: citizenship, document: document)
    }
}

/// Somebody in the register who may be meant.
public struct KnownMatch: Sendable, Hashable {
    public let person: PersonSummary
    /// Their cases that the asker may see.
    public let cases: [EntityID]
    /// Why; nil for who was found by the beginning of a name alone.
    public let weights: LikenessWeights?
    /// Other records of the same person that the asker may see.
    public let others: [EntityID]
}

/// Whom a description may mean, likeliest first.
public struct KnownMatches: Sendable, Hashable {
    public let people: [KnownMatch]
    /// False while a register that was just opened is still being looked through.
    public let isWhole: Bool
}

/// “Is this person already known?”: whom a description may mean, likeliest first, with reasons, of those whom somebody
/// may see. Who is hidden from them leaves no trace: not in the answer, its number, or the time that it takes.
///
/// The look is in the audit log before this returns, the words sealed beside it.
///
/// - Throws: `Refusal`; `StoreError`.
public func findKnown(
    _ question: KnownQuestion, limit: Int = 20, by access: Access, in store: CaseStore
) async throws -> KnownMatches {
    let permit = try await access.permit(.registerSearch, by: .listCases, in: store)
    if question.isEmpty { return KnownMatches(people: [], isWhole: true) }
    let text = question.name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let found = try await store.known(question.traits, named: text, limit: limit, permit: permit)
    let people = found.people.map { known in
        KnownMatch(
            person: known.person, cases: known.cases, weights: known.resemblance.map { LikenessWeights($0) },
            others: known.others)
    }
    return KnownMatches(people: people, isWhole: found.isWhole)
}

/// The record that goes on for a person, for whoever may see it; the one that was asked for else. So an id that was
/// written down before two people were found to be one still leads on.
///
/// - Throws: `Refusal`, hidden for whoever may not see the one that was asked for.
public func leadOn(from person: EntityID, by access: Access, in store: CaseStore) async throws -> EntityID {
    _ = try await access.permit(.personCompare, person: person, in: store)
    return access.recordThatGoesOn(for: person, in: store)
}

extension Access {
    /// The record that goes on for a person, when the actor may see it; the same that was asked for else.
    public func recordThatGoesOn(for person: EntityID, in store: CaseStore) -> EntityID {
        let stays = store.goesOn(person)
        if stays == person { return person }
        let facts = store.facts(ofPerson: stays, for: actor, to: .read, context(), now: store.clock.now())
        return facts == nil ? person : stays
    }
}
