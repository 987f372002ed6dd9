// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// One interview of a case, with the case; the look is in the audit log before this returns.
///
/// - Throws: `InterviewObstacle`; `Refusal`; `StoreError.notFound`.
public func readInterview(
    _ id: EntityID, ofCase scope: EntityID, by access: Access, in store: CaseStore
) async throws -> (interview: Interview, file: CaseFile) {
    let file = try await readCase(scope, by: access, in: store)
    guard let stored = file.records(.administration).first(where: { $0.id == id }) else { throw StoreError.notFound }
    return (try Interview(stored, under: file.permit), file)
}

extension CaseFile {
    /// The interviews of the case that the reader may see the answers of, oldest first.
    public var interviews: [Interview] { records(.administration).compactMap { try? Interview($0, under: permit) } }

    /// The ids of interviews that a later one corrects.
    public var replacedInterviews: Set<EntityID> {
        Set(
            records(.administration).compactMap { $0.record.text("wh_AdministrationReplaces").flatMap { EntityID($0) } }
        )
    }
}

/// What the answers of the interviews of a case say of the facts, with each interview as the source; those that a later
/// interview corrects say nothing any more. Pure: from a case that somebody was given.
///
/// - Parameter person: Only what was asked of this person, and what was asked of nobody by name; nil for everything.
public func factsFromAdministrations(of file: CaseFile, person: EntityID? = nil) -> [Assertion] {
    let replaced = file.replacedInterviews
    return file.interviews.flatMap { interview -> [Assertion] in
        guard !replaced.contains(interview.id) else { return [] }
        if let person, let asked = interview.person, asked != person { return [] }
        return interview.administration.assertions(
            of: (interview.person ?? person)?.description ?? "person", record: interview.id)
    }
}
