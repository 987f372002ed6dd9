// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension Draft {
    /// The same with the day on which a case was closed or opened again, when its status changes and nobody gave one:
    /// follow-ups are counted from it. So with a referral that is followed by hand and was answered.
    func dated(over latest: Record, today: PartialDate) -> Draft {
        if kind == .referral { return answered(over: latest, today: today) }
        guard kind == .caseFile else { return self }
        let status = values["cas_Status"]
        guard status != latest["cas_Status"], case .codes(let codes)? = status, let code = codes.first else {
            return self
        }
        let isClosed = code == "Closed" || code == "ClosedReferred"
        var draft = self
        let name: FieldName = isClosed ? "wh_ClosedDate" : "wh_ReopenedDate"
        if isClosed != latest.isClosedCase, values[name] == nil || values[name] == latest[name] {
            draft.values[name] = .date(today)
        }
        return draft
    }
    private func answered(over latest: Record, today: PartialDate) -> Draft {
        let (status, day): (FieldName, FieldName) = ("wh_ReferralStatus", "wh_ReferralAnswered")
        guard latest.code("wh_ReferralDirection") == "Outgoing", latest.code(status) == "Proposed", values[day] == nil,
            let now = values[status], now != latest[status]
        else { return self }
        var draft = self
        draft.values[day] = .date(today)
        return draft
    }
}
