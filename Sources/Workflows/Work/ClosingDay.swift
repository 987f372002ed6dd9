// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension Draft {
    /// The same with the day on which a case was closed or opened again, when its status changes and nobody gave one:
    /// follow-ups are counted from it.
    func dated(over latest: Record, today: PartialDate) -> Draft {
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
}
