// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage
import Standard

/// Somebody who looks for people that may be one, in the register of one agency, for as long as the index is held.
final class LikenessLook {
    let register: RegisterIndex
    let office: OfficeIndex
    private var viewer: ListViewer
    private let isConsole: Bool
    private var known: [EntityID: Bool] = [:]

    init(_ office: OfficeIndex, of agency: EntityID, _ viewer: ListViewer) {
        self.office = office
        self.viewer = viewer
        isConsole = viewer.actor.role == .custodian
        register = office.agencies[agency] ?? RegisterIndex()
    }

    /// Whether some case shows all that is compared of a person.
    func isShown(_ person: EntityID) -> Bool {
        if let known = known[person] { return known }
        let isShown = (register.casesOfPerson[person] ?? []).contains { shows($0) }
        known[person] = isShown
        return isShown
    }

    /// A person as lists show them, with the cases that show them whole; nil when none does.
    func shown(_ person: EntityID) -> (person: PersonSummary, cases: [EntityID])? {
        let cases = (register.casesOfPerson[person] ?? []).sorted().filter { shows($0) }
        guard let summary = register.people[person], !cases.isEmpty else { return nil }
        return (summary, cases)
    }

    /// Records of one person as one, at the place of the likeliest: the one that goes on when it is shown.
    func once(_ hits: [(person: EntityID, resemblance: Resemblance)]) -> [KnownPerson] {
        var met: Set<EntityID> = []
        return hits.compactMap { hit in
            if met.contains(hit.person) { return nil }
            let all = office.records(ofPerson: hit.person).sorted()
            met.formUnion(all)
            let stays = office.goesOn(hit.person)
            let seen = all.compactMap { shown($0) }
            guard let first = seen.first(where: { $0.person.id == stays }) ?? shown(hit.person) else { return nil }
            return KnownPerson(
                person: first.person, cases: seen.flatMap(\.cases), resemblance: hit.resemblance,
                others: seen.map(\.person.id).filter { $0 != first.person.id })
        }
    }

    private func shows(_ id: EntityID) -> Bool {
        isConsole && register.standings[id]?.isSignal == false || register.view(id, &viewer).shows(all: [.f1, .f2])
    }
}
