// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// One record that a page is about: where it stands, who else belongs to it.
struct RecordTarget {
    let id: EntityID
    /// The record whose key seals it.
    let scope: EntityID
    /// Oldest first; the last is current and not removed.
    let versions: [Stored]
    let back: Place.Step
    /// What the reader may do in its case; nil for an organisation.
    let sight: CaseSight?
    /// Where its pages begin; `/edit`, `/remove` and `/history` follow.
    let address: String

    var current: Stored { versions.last! }
    var kind: RecordKind { current.record.kind }

    /// Where a record is read and written that has verbs of its own.
    var ownPage: String {
        switch kind {
        case .task: "/cases/\(scope)/tasks/\(id)"
        case .step, .notice: "/cases/\(scope)/work"
        case .likeness: "/duplicates"
        case .ticket, .message: "/cases/\(scope)/ticket"
        default: "/cases/\(scope)/interviews/\(id)"
        }
    }

    /// A record of a case, or one of the people in it.
    ///
    /// - Throws: `Failure.notFound` when the case does not hold it.
    init(inCase member: Member) async throws {
        let caseID = try member.visit.id("case")
        let recordID = try member.visit.id("record")
        let file = try await readCase(caseID, by: member.access, in: member.store)
        guard file.records.contains(where: { $0.id == recordID }) || file.people[recordID] != nil else {
            throw Failure.notFound
        }
        let isPerson = file.people[recordID] != nil
        try await self.init(
            recordID, scope: isPerson ? recordID : caseID, in: isPerson ? .person : .caseFile,
            back: .init(
                caseID.code,
                AgePage.home(of: file.records.first { $0.id == recordID }?.record.kind ?? .person, in: caseID)),
            address: "/cases/\(caseID)/records/\(recordID)",
            sight: try await lookAround(file, by: member.access, in: member.store), member)
    }

    /// An organisation.
    init(organisation member: Member) async throws {
        let id = try member.visit.id("record")
        try await self.init(
            id, scope: id, in: .organisation, back: .init(member.context.words["menu.organisations"], "/organisations"),
            address: "/organisations/\(id)", sight: nil, member)
        guard kind == .organisation else { throw Failure.notFound }
    }

    private init(
        _ id: EntityID, scope: EntityID, in kind: RecordKind, back: Place.Step, address: String, sight: CaseSight?,
        _ member: Member
    ) async throws {
        versions = try await readVersions(of: id, in: scope, kind: kind, by: member.access, store: member.store)
        guard let last = versions.last, !last.isRemoved else { throw Failure.notFound }
        self.id = id
        self.scope = scope
        self.sight = sight
        self.back = back
        self.address = address
    }

    /// The version with this number.
    func version(_ text: String?) -> Stored? {
        text.flatMap { Int($0) }.flatMap { number in versions.first { $0.version == number } }
    }
}
