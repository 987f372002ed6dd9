// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Something that the index must know, in the order it was written.
enum IndexUpdate: Sendable {
    /// The current version of a record.
    case record(IndexEntry)
    /// How a case stands whatever is recorded in it.
    case state(EntityID, agency: EntityID, RecordState?)
    case assignment(EntityID, agency: EntityID, account: EntityID, isAssigned: Bool)
    case tier(TierUpdate)
    /// Cases and people that are no more.
    case erased([EntityID])
}

/// All that is in memory of the registers of all agencies, each apart.
struct OfficeIndex: Sendable {
    private(set) var agencies: [EntityID: RegisterIndex] = [:]
    var tier = TierIndex()

    mutating func take(_ update: IndexUpdate) {
        switch update {
        case .record(let entry): agencies[entry.head.agency, default: RegisterIndex()].take(entry)
        case .state(let id, let agency, let state): agencies[agency]?.set(state, of: id)
        case .assignment(let id, let agency, let account, let isAssigned):
            agencies[agency, default: RegisterIndex()].assign(id, to: account, isAssigned)
        case .tier(let update): tier.take(update)
        case .erased(let scopes): forget(scopes)
        }
    }

    /// The register of one agency, to look into and to keep in order. One that has nothing yet is empty.
    mutating func with<T>(_ agency: EntityID, _ body: (inout RegisterIndex) throws -> T) rethrows -> T {
        try body(&agencies[agency, default: RegisterIndex()])
    }

    mutating func loosen(_ agency: EntityID) { agencies[agency]?.loosen() }

    mutating func settle() { for agency in agencies.keys { agencies[agency]?.settle() } }

    /// What the policy goes by; nil for what does not exist. Looks at every agency whoever asks, so that the time says
    /// nothing.
    func facts(ofCase id: EntityID) -> CaseFacts? {
        var found: CaseFacts?
        for (agency, register) in agencies {
            guard let standing = register.standings[id] else { continue }
            found = CaseFacts(
                id: id, agency: agency, state: standing.state, assigned: register.assigned[id] ?? [],
                author: standing.author, locked: tier.locked(in: id), shares: tier.shares(ofCase: id))
        }
        return found
    }

    /// The facts of each case that a person is part of, with the person's own locks.
    func facts(ofPerson id: EntityID) -> [CaseFacts] {
        let locked = tier.locked(in: id)
        var found: [CaseFacts] = []
        for register in agencies.values {
            for caseID in (register.casesOfPerson[id] ?? []).sorted() {
                guard var facts = facts(ofCase: caseID) else { continue }
                facts.locked.formUnion(locked)
                found.append(facts)
            }
        }
        return found
    }

    /// The agency that has a scope in its register, and which of its records stand in the index.
    func records(in scope: EntityID) -> (agency: EntityID, ids: Set<EntityID>)? {
        for (agency, register) in agencies {
            var ids: Set<EntityID> = []
            if let summary = register.cases[scope] {
                ids = Set([scope] + summary.people.map(\.record) + summary.terms.map(\.record))
                if let ticket = register.tickets[scope] { ids.insert(ticket.record) }
            }
            if register.people[scope] != nil || register.organisations[scope] != nil { ids.insert(scope) }
            ids.formUnion(register.likeness.records(in: scope))
            if !ids.isEmpty { return (agency, ids) }
        }
        return nil
    }

    /// What of a case is never to leave its office.
    func held(inCase id: EntityID) -> HeldMarks {
        var marks = HeldMarks()
        for register in agencies.values {
            for more in (register.held[id] ?? [:]).values { marks.form(more) }
        }
        return marks
    }

    /// How many cases and people there are in all.
    var counts: (cases: Int, people: Int) {
        agencies.values.reduce((0, 0)) { ($0.0 + $1.cases.count, $0.1 + $1.people.count) }
    }
}
