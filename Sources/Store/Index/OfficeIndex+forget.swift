// SPDX-License-Identifier: Apache-2.0

import Cases

extension OfficeIndex {
    /// Forgets cases and people that were erased, whoever's they were, with every word of their names.
    mutating func forget(_ scopes: [EntityID]) {
        for agency in agencies.keys { with(agency) { $0.forget(scopes) } }
        tier.forget(Set(scopes))
    }
}
