// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

/// Somebody to be called, or not.
public struct CallLine: Sendable, Identifiable {
    public let caseID: EntityID
    public let person: EntityID
    /// Whether a call is safe, and what to mind.
    public let answer: SafeContact.Answer
    /// What may be said and when: only when a call is safe, else nil.
    public let contact: SafeContact?
    /// The person's record: only when a call is safe, else nil.
    public let record: Record?
    /// What is open for them, the most urgent first.
    public let needs: [Need]

    public var id: String { "\(caseID) \(person)" }
}

/// The people of the cases that are assigned to somebody, to call them: a number, a name and words only where a call is
/// safe; of the others no more than the case, and why not. Each case that is read is in the log.
///
/// - Parameters:
///   - isPrinted: Asks for leave to print each case besides.
///   - limit: Most cases that are read.
/// - Throws: `Refusal`, with `stepUp` when it is to be printed and the second factor was not shown lately;
///   `StoreError`.
public func callList(
    isPrinted: Bool = false, limit: Int = 50, by access: Access, in store: CaseStore
) async throws -> [CallLine] {
    _ = try await access.permit(.registerList, by: .listCases, in: store)
    var lines: [CallLine] = []
    let assigned = store.cases(assignedTo: access.actor.id, of: access.actor.agency)
    let open = assigned.filter { id in
        guard let state = store.facts(ofCase: id)?.state else { return false }
        return ![.archived, .mergedAway, .erased, .draft].contains(state)
    }
    for id in open.prefix(limit) {
        let file = try await readCase(id, by: access, in: store)
        if isPrinted {
            let permit = try await access.permit(.casePrint, case: id, in: store)
            _ = try await store.caseFile(id, permit: permit, hand: access.hand)
        }
        lines += file.callLines(by: access, store: store)
    }
    return lines.filter(\.answer.isAllowed) + lines.filter { !$0.answer.isAllowed }
}

extension CaseFile {
    fileprivate func callLines(by access: Access, store: CaseStore) -> [CallLine] {
        let open = needs().filter(\.state.isOpen)
        return victims.compactMap { victim in
            guard let person = victim.record.links[.person] else { return nil }
            let contact = safeContact(of: person, in: self, by: access, store: store)
            let answer = contact.answer(.call)
            let isSafe = answer.isAllowed
            return CallLine(
                caseID: id, person: person, answer: answer, contact: isSafe ? contact : nil,
                record: isSafe ? people[person]?.record : nil,
                needs: open.filter { $0.record.links[.person] == nil || $0.record.links[.person] == person })
        }
    }
}
