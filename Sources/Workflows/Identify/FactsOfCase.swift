// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

extension CaseFile {
    /// Everything that this case says of the facts about one victim: coded fields, accounts, what is known of the age,
    /// and the answers of interviews. What a permit masks is not there and says nothing.
    public func factSheet(of victim: Stored) -> FactSheet {
        var sheet = FactReader().sheet(of: victim, in: self)
        sheet.assertions += factsFromAdministrations(of: self, person: victim.record.links[.person])
        return sheet
    }

    /// The classes of content in which such facts may lie.
    var factClasses: Set<FieldClass> {
        FactReader.classes.union(records(.administration).isEmpty ? [] : [.f4, .f7])
    }
}
