// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// The files of a case that somebody may see, oldest first.
///
/// - Throws: `Refusal`, hidden when there is no such case for them, or when it is another agency's: files are not
///   shared.
public func listFiles(ofCase id: EntityID, by access: Access, in store: CaseStore) async throws -> [CaseAttachment] {
    try await store.attachments(ofCase: id, permit: try await filePermit(.fileRead, id, access, store))
}

/// Opens a file for reading: the clean copy of a picture, or the original when there is no other or it is asked for.
/// The look is in the audit log before this returns.
///
/// - Throws: `Refusal` (`stepUp` for the original of a cleaned picture); `StoreError.notFound`.
public func openFile(
    _ file: EntityID, original: Bool = false, ofCase id: EntityID, by access: Access, in store: CaseStore
) async throws -> FileReader {
    let permit = try await filePermit(.fileRead, id, access, store)
    do {
        return try await store.openFile(file, original ? .original : nil, ofCase: id, permit: permit)
    } catch let refusal as Refusal {
        try await store.note(refusal, to: access.actor, .caseFile(id), for: access.purpose)
        throw refusal
    }
}

/// Whether somebody may still read the files of a case: for asking again while one is being sent.
///
/// - Throws: `Refusal`.
public func insistOnReading(filesOf id: EntityID, by access: Access, in store: CaseStore) async throws {
    _ = try await filePermit(.fileRead, id, access, store)
}

/// Takes a file out of sight; somebody else decides whether it stays out.
///
/// - Throws: `Refusal`; `AttachmentObstacle.changed`; `StoreError.notFound`.
public func removeFile(
    _ file: EntityID, words: String, ofCase id: EntityID, by access: Access, in store: CaseStore
) async throws {
    let permit = try await filePermit(.fileRemove, id, access, store)
    try await store.removeFile(file, words: words, ofCase: id, permit: permit)
}

/// Puts back a file that somebody else took out of sight.
///
/// - Throws: `Refusal` (`ownRequest` for whoever took it out); `AttachmentObstacle.changed`.
public func putBackFile(_ file: EntityID, ofCase id: EntityID, by access: Access, in store: CaseStore) async throws {
    let permit = try await filePermit(.recordReview, id, access, store)
    do { try await store.putBack(file: file, ofCase: id, permit: permit) } catch let refusal as Refusal {
        try await store.note(refusal, to: access.actor, .caseFile(id), for: access.purpose)
        throw refusal
    }
}

private func filePermit(_ verb: Verb, _ id: EntityID, _ access: Access, _ store: CaseStore) async throws -> Permit {
    let isOwn = verb == .recordReview ? false : nil
    let permit = try await access.permit(verb, case: id, isOwn: isOwn, in: store)
    guard store.facts(ofCase: id)?.agency == access.actor.agency else {
        let refusal = Refusal(verb, nil)
        try await store.note(refusal, to: access.actor, .caseFile(id), for: access.purpose)
        throw refusal
    }
    return permit
}
