// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What a report counts of one case, whatever days and grants it is asked for. Some hundred bytes for each need.
public struct CaseHelp: Sendable, Hashable {
    struct Need: Sendable, Hashable {
        /// Nil when its days contradict each other, or nobody knows its day.
        let episode: Episode?
        /// How many deliveries name it, readable or not.
        let deliveries: Int
    }

    let needs: [Need]
    /// By person: `sex` and `form` (of exploitation), as value names.
    let traits: [EntityID: [String: String]]

    /// Costs some microseconds for each need.
    public init(_ file: CaseFile, under catalogue: ServiceCatalogue = .current) {
        needs = file.needs(under: catalogue).map {
            Need(episode: $0.episode(in: file.id), deliveries: $0.deliveries.count)
        }
        var traits: [EntityID: [String: String]] = [:]
        for person in Set(needs.compactMap(\.episode?.person)) { traits[person] = file.traits(of: person) }
        self.traits = traits
    }
}

extension CaseFile {
    /// What is known of somebody in the case.
    fileprivate func traits(of person: EntityID) -> [String: String] {
        var found: [String: String] = [:]
        found["sex"] = people[person]?.record.code("prs_Gender")
        let part = victims.first { $0.record.links[.person] == person }
        found["form"] = part?.record.code("vic_TypeOfExploitation")
        return found
    }
}
