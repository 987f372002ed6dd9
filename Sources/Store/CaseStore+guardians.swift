// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

extension CaseStore {
    /// Whether somebody of this id, or of this name, stands as a perpetrator in any case of an agency, whoever may see
    /// that case. Says no more than that: not where, and not of what.
    ///
    /// - Parameter name: Of two words or more it is looked for as search does, in any script and order; a single word
    ///   must be the whole name.
    public func isPerpetrator(named name: String, person: EntityID?, of agency: EntityID) -> Bool {
        let key = PersonSummary.nameKey([name])
        return index.withLock { index in
            index.with(agency) { register in
                var people = register.peopleByName[key] ?? []
                if key.contains(" ") { people += register.search(name).map(\.id) }
                if let person { people.append(person) }
                return people.contains { register.isPerpetrator($0) }
            }
        }
    }
}

extension RegisterIndex {
    fileprivate func isPerpetrator(_ person: EntityID) -> Bool {
        (casesOfPerson[person] ?? []).contains { id in
            cases[id]?.people.contains { $0.person == person && $0.role == .perpetrator } ?? false
        }
    }
}
