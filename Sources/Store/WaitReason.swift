// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Why a case waits for somebody. Raw values stand in addresses.
public enum WaitReason: String, Sendable, Codable, CaseIterable {
    /// Came from a file and has to be looked over.
    case draft
    /// Not closed, and nothing in it changed for 14 days, or for 21.
    case still14, still21
    /// Not closed, and the consent to manage its data ends within 14 days or has ended.
    case consent
}

/// The days that waiting is judged by.
struct WaitDays: Sendable {
    let days14Ago: PartialDate
    let days21Ago: PartialDate
    let in14Days: PartialDate

    /// - Parameter now: Milliseconds since 1970.
    init(now: Int64) {
        func day(_ days: Int64) -> PartialDate { Clock.day(of: now + days * 86_400_000) }
        days14Ago = day(-14)
        days21Ago = day(-21)
        in14Days = day(14)
    }
}

/// An answer to whether the data may be managed, as the index keeps it.
struct ConsentTerm: Sendable, Hashable {
    let record: EntityID
    let isGiven: Bool
    let end: PartialDate?

    /// Nil for a consent to something else.
    init?(_ stored: Stored) {
        guard (stored.record.code("wh_ConsentPurpose") ?? "ManageData") == "ManageData" else { return nil }
        record = stored.id
        isGiven = stored.record.code("wh_ConsentStatus") == "Given"
        end = stored.record.date("wh_ConsentExpiry")
    }
}

extension CaseSummary {
    func waits(_ reason: WaitReason, _ days: WaitDays) -> Bool {
        if reason == .draft { return isDraft }
        guard status != "Closed", !isDraft else { return false }
        switch reason {
        case .draft: return isDraft
        case .still14: return changed <= days.days14Ago
        case .still21: return changed <= days.days21Ago
        case .consent:
            guard let last = terms.last, last.isGiven, let end = last.end else { return false }
            return end.bounds.last <= days.in14Days.bounds.first
        }
    }
}
