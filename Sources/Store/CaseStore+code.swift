// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

extension CaseStore {
    /// The case of an agency that a short code means; nil when none does, or more than one. For whoever may open a case
    /// that is not theirs: the answer must not be shown before the policy has spoken. One pass over the agency's cases.
    public func caseID(ofCode text: String, agency: EntityID) -> EntityID? {
        guard let bits = EntityID.bits(ofCode: text) else { return nil }
        return index.withLock { index in
            let found = index.agencies[agency]?.cases.keys.filter { $0.codeBits == bits } ?? []
            return found.count == 1 ? found.first : nil
        }
    }
}
