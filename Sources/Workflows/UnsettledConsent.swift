// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

extension CaseStore {
    /// Whether a changed consent of a case waits for a second person.
    ///
    /// What waits is read as it stood before. That must not be so for a consent that somebody took back: until it is
    /// settled nobody of the case stands in anything that leaves.
    func hasUnsettledConsent(_ id: EntityID) -> Bool {
        reviews(in: id).values.contains { $0.kind == .consent && $0.isOpen }
    }
}
