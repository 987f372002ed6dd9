// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// Exactly what a share would give away, before it is made: the versions that stand, in the classes chosen, whether or
/// not what is left of a record could stand alone. The look is in the audit log before this returns.
///
/// - Throws: `Refusal` (consent, state, role); what `shareCase` would throw about the agreement is said there.
public func previewShare(
    _ id: EntityID, _ order: ShareOrder, by access: Access, in store: CaseStore
) async throws -> CaseFile {
    _ = try await access.permit(.caseRead, case: id, in: store)
    let standing = try await store.consentStanding(
        order.consent, ofCase: id, for: order.taker, purpose: order.purpose)
    let permit = try await access.permit(.caseShare, case: id, in: store) { $0.consentInQuestion = standing }
    let file = try await store.caseFile(id, permit: permit, hand: nil)
    func kept(_ stored: Stored) -> Stored? {
        let record = stored.record.keeping(order.classes, under: store.codebook)
        return record.values.isEmpty
            ? nil
            : Stored(
                id: stored.id, version: stored.version, day: stored.day, isRemoved: false, record: record,
                author: stored.author)
    }
    return CaseFile(
        id: id, records: file.records.filter { !$0.record.kind.staysAtHome }.compactMap(kept),
        people: file.people.compactMapValues(kept),
        organisations: file.organisations.compactMapValues(kept), permit: permit)
}
