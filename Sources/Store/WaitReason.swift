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

/// All of a case that waiting is judged by, without a pointer, so that fifty thousand can be counted at each look.
struct WaitFacts: Sendable, Hashable {
    var isDraft = false
    var isClosed = false
    var changed: PartialDate
    /// When the consent that stands ends; nil when none was given or it does not end.
    var consentEnd: PartialDate?

    func waits(_ reason: WaitReason, _ days: WaitDays) -> Bool {
        if reason == .draft { return isDraft }
        if isClosed || isDraft { return false }
        switch reason {
        case .draft: return isDraft
        case .still14: return changed <= days.days14Ago
        case .still21: return changed <= days.days21Ago
        case .consent: return consentEnd.map { $0.bounds.last <= days.in14Days.bounds.first } ?? false
        }
    }
}

extension CaseSummary {
    var waitFacts: WaitFacts {
        let term = terms.last
        return WaitFacts(
            isDraft: isDraft, isClosed: status == "Closed", changed: changed,
            consentEnd: term?.isGiven == true ? term?.end : nil)
    }

    func waits(_ reason: WaitReason, _ days: WaitDays) -> Bool { waitFacts.waits(reason, days) }
}
