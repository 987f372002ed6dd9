// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// The cases of a person, under whichever of their records, each as far as the reader may see it, the one that is
/// asked from among them. Of cases that the reader may not know of nothing shows: neither how many nor that there are
/// any. Each look is in the audit log.
///
/// - Parameter id: A case that the reader sees and that the person is part of.
/// - Throws: `Refusal`; `StoreError.notFound` when the person is not part of that case.
public func readCases(
    of person: EntityID, from id: EntityID, by access: Access, in store: CaseStore
) async throws -> [CaseFile] {
    let first = try await readCase(id, by: access, in: store)
    guard first.people[person] != nil else { throw StoreError.notFound }
    var files = [first]
    let now = store.clock.now()
    let records = store.records(ofPerson: person)
    let all = Set(records.flatMap { store.facts(ofPerson: $0) })
    for facts in all.sorted(by: { $0.id < $1.id }) where facts.id != id {
        let context = access.context(isBreakGlass: store.isGlassBroken(facts.id, by: access.actor.id, now: now))
        // Asked first, so that what nobody meant to open leaves no refusal in the log.
        guard
            (try? Policy.permit(
                access.actor, .caseRead, facts, subject: .caseFile(facts.id), context, now: now)) != nil,
            let file = try? await readCase(facts.id, by: access, in: store),
            !records.isDisjoint(with: file.people.keys)
        else { continue }
        files.append(file)
    }
    return files
}
