// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Something that cannot wait for the end of an interview.
public enum HelpAlert: String, Sendable, Hashable, CaseIterable {
    /// The person is held: nobody who was trafficked belongs into detention.
    case detention
    /// Those who did harm know the place, or threaten.
    case danger
    case childInDanger
    case othersHeld
    case selfHarm
    /// There is a safety plan, and nobody wrote down how the person may be reached.
    case noContactProfile
}

extension CaseFile {
    /// What the stays say: somebody is in detention now. Only for who is shown where the person stays.
    public func isHeld(on day: PartialDate) -> Bool {
        let begun = records(.stay).map(\.record).filter { stay in
            stay.date("wh_PlaceSince").map { $0.bounds.first <= day.bounds.last } ?? true
        }
        return begun.contains { stay in
            let isOver = stay.date("wh_PlaceUntil").map { $0.bounds.last < day.bounds.first } ?? false
            return !isOver && stay.code("wh_PlaceType") == "Detention"
        }
    }
}
