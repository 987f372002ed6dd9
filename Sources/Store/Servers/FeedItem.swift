// SPDX-License-Identifier: Apache-2.0

import Cases

/// Something that a server changed and that the others have in memory: they read it again.
enum FeedItem: Sendable, Hashable {
    /// Records, assignments, reviews, shares or broken glass of a case, a person or an organisation.
    case scope(EntityID)
    /// The cases that came in a file.
    case batch(EntityID)
    case account(EntityID)
    case mark([UInt8])
    case agency(EntityID)
    case agreement(EntityID)
    case custodians(EntityID)
    case alertSettings
    /// A case or a person that is no more.
    case erased(EntityID)
    /// More than can be named.
    case everything

    var isAgency: Bool { if case .agency = self { true } else { false } }

    /// As it lies in the database.
    var row: (kind: Int, id: [UInt8]) {
        switch self {
        case .scope(let id): (1, id.bytes)
        case .batch(let id): (2, id.bytes)
        case .account(let id): (3, id.bytes)
        case .mark(let name): (4, name)
        case .agency(let id): (5, id.bytes)
        case .agreement(let id): (6, id.bytes)
        case .custodians(let id): (7, id.bytes)
        case .alertSettings: (8, [])
        case .erased(let id): (9, id.bytes)
        case .everything: (0, [])
        }
    }

    /// A kind that this version does not know can be anything.
    init(kind: Int, id bytes: [UInt8]) {
        switch (kind, EntityID(bytes: bytes)) {
        case (1, let id?): self = .scope(id)
        case (2, let id?): self = .batch(id)
        case (3, let id?): self = .account(id)
        case (4, _): self = .mark(bytes)
        case (5, let id?): self = .agency(id)
        case (6, let id?): self = .agreement(id)
        case (7, let id?): self = .custodians(id)
        case (8, _): self = .alertSettings
        case (9, let id?): self = .erased(id)
        default: self = .everything
        }
    }

    /// What others must read again after these updates, each once.
    static func of(_ updates: [IndexUpdate]) -> [FeedItem] {
        var seen: Set<FeedItem> = []
        return updates.flatMap { of($0) }.filter { seen.insert($0).inserted }
    }

    private static func of(_ update: IndexUpdate) -> [FeedItem] {
        switch update {
        case .record(let entry): [.scope(entry.scope)]
        case .state(let id, _, _), .assignment(let id, _, _, _): [.scope(id)]
        case .tier(.review(let review)): [.scope(review.scope)]
        case .tier(.reviews(let scope, _)): [.scope(scope)]
        case .tier(.grant(let grant)): [.scope(grant.caseID)]
        case .tier(.share(let share)): [.scope(share.caseID)]
        case .tier(.agreement(let agreement)): [.agreement(agreement.id)]
        case .tier(.custodians(let agency, _)): [.custodians(agency)]
        case .tier(.agency(let id, _, _)): [.agency(id)]
        case .erased(let scopes): scopes.map { .erased($0) }
        // Follows from a consent or a share of the same case, which comes with it.
        case .tier(.papers): []
        }
    }
}
