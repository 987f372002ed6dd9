// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

extension CaseStore {
    /// Begins to take a file into a case.
    ///
    /// - Parameter permit: For `fileAdd` of the case.
    /// - Throws: `Refusal` when the permit does not let its actor write files of this kind; `StoreError.notFound`.
    public func beginFile(_ head: AttachmentHead, ofCase id: EntityID, permit: Permit) async throws -> FileIntake {
        try permit.covers(.fileAdd, subject: .caseFile(id))
        let fieldClass = head.kind.fieldClass
        guard permit.ownClasses.contains(fieldClass), permit.masks[fieldClass] == nil else {
            throw Refusal(.fileAdd, permit.withheld[fieldClass] ?? .role)
        }
        let (file, day) = (EntityID.random(), clock.today.description)
        return try await database.write { connection in
            let scope = try self.openScope(id, connection)
            let (key, wrapped) = scope.newFileKey(file)
            try connection.execute(
                """
                INSERT INTO file (id, scope, state, version, day, act, author, wrapped, sealed) VALUES
                (\(file.bytes), \(id.bytes), 0, 0, \(day), 0, \(permit.actor.id.bytes), \(wrapped), \([UInt8]()))
                """)
            let places = CaseAttachment.Rendition.allCases.map { scope.filePlace(file, $0) }
            return FileIntake(
                file, head, scope: id, key: key, wrapped: wrapped, places: places, permit: permit, in: self)
        }
    }

    /// Makes a file whose chunks are written, but for the last, part of its case.
    func commit(_ attachment: CaseAttachment, chunks: [[SQLValue]], digest: String, permit: Permit) async throws {
        let (id, scope) = (attachment.id, attachment.scope)
        try await database.write { connection in
            let kept = try self.attachments(in: scope, connection)
            let total = kept.reduce(attachment.size) { $0 + $1.size }
            guard total <= CaseAttachment.caseBytesMax else { throw AttachmentObstacle.caseFull }
            try Files.insert(chunks, connection)
            let act = try self.trail.begin(connection)
            let sealed = try self.seal(attachment, connection)
            let count = try connection.execute(
                """
                UPDATE file SET state = 1, version = 1, act = \(act), sealed = \(sealed)
                WHERE id = \(id.bytes) AND state = 0
                """)
            guard count == 1 else { throw StoreError.notFound }
            try self.append(
                self.entry(
                    permit, verb: .fileAdd, about: scope, act: act, count: 1, digest: digest, outcome: "done:\(id)"),
                connection)
        }
    }

    /// The files of a case that a permit shows, oldest first; those taken out of sight among them. Audited like a case
    /// that is read.
    ///
    /// - Parameter permit: For `fileRead` of the case.
    public func attachments(ofCase id: EntityID, permit: Permit) async throws -> [CaseAttachment] {
        try permit.covers(.fileRead, subject: .caseFile(id))
        let all = try await database.read { try self.attachments(in: id, $0) }
        let seen = all.filter { permit.shows($0.kind.fieldClass, isOwn: $0.author == permit.actor.id) }
        try await note(permit, count: seen.count)
        return seen
    }

    /// Opens one rendition of a file for reading; the look is in the log before this returns.
    ///
    /// - Parameter permit: For `fileRead` of the case.
    /// - Throws: `StoreError.notFound`; `Refusal` when the permit does not show what the rendition holds.
    public func openFile(
        _ id: EntityID, _ rendition: CaseAttachment.Rendition?, ofCase scope: EntityID, permit: Permit
    ) async throws -> FileReader {
        try permit.covers(.fileRead, subject: .caseFile(scope))
        let (attachment, chunks) = try await database.read { connection in
            let attachment = try self.attachment(id, in: scope, connection)
            let rendition = rendition ?? attachment.daily
            let key = try self.fileKey(id, in: scope, connection)
            let place = try self.openScope(scope, connection).filePlace(id, rendition)
            return (attachment, key.chunks(at: place))
        }
        let rendition = rendition ?? attachment.daily
        guard attachment.state == .kept, rendition == .original || attachment.copy != nil else {
            throw StoreError.notFound
        }
        let isOwn = attachment.author == permit.actor.id
        guard permit.shows(attachment.kind.fieldClass, isOwn: isOwn) else { throw StoreError.notFound }
        let fieldClass = attachment.fieldClass(of: rendition)
        guard permit.shows(fieldClass, isOwn: isOwn) else { throw Refusal(.fileRead, .role) }
        if rendition == .original, attachment.copy != nil, !permit.context.isStepUpFresh {
            throw Refusal(.fileRead, .stepUp)
        }
        let mark = rendition == .original && attachment.copy != nil ? "original:" : ""
        try await note(permit, count: 1, outcome: "done:\(mark)\(id)")
        return FileReader(attachment, rendition, chunks, in: database)
    }

    /// Takes a file out of sight; a second person decides what becomes of it.
    ///
    /// - Parameter permit: For `fileRemove` of the case.
    public func removeFile(_ id: EntityID, words: String, ofCase scope: EntityID, permit: Permit) async throws {
        try permit.covers(.fileRemove, subject: .caseFile(scope))
        try await changeFile(id, in: scope, from: .kept) { file, connection in
            guard permit.shows(file.kind.fieldClass, isOwn: file.author == permit.actor.id) else {
                throw Refusal(.fileRemove, .role)
            }
            (file.state, file.removedBy, file.removedWords) = (.removed, permit.actor.id, String(words.prefix(1000)))
            return self.entry(permit, act: 0, count: 1, outcome: "done:\(id)")
        }
    }

    /// Puts a file back that somebody else took out of sight.
    ///
    /// - Parameter permit: For `recordReview` of the case.
    /// - Throws: `Refusal` (`ownRequest`) for whoever took it out.
    public func putBack(file id: EntityID, ofCase scope: EntityID, permit: Permit) async throws {
        try permit.covers(.recordReview, subject: .caseFile(scope))
        try await changeFile(id, in: scope, from: .removed) { file, connection in
            guard file.removedBy != permit.actor.id else { throw Refusal(.recordReview, .ownRequest) }
            (file.state, file.removedBy, file.removedWords) = (.kept, nil, "")
            return self.entry(permit, act: 0, count: 1, outcome: "putBack:\(id)")
        }
    }

    private func changeFile(
        _ id: EntityID, in scope: EntityID, from state: CaseAttachment.State,
        _ body: @escaping @Sendable (inout CaseAttachment, any SQLConnection) throws -> Act
    ) async throws {
        try await database.write { connection in
            var file = try self.attachment(id, in: scope, connection)
            guard file.state == state else { throw AttachmentObstacle.changed }
            var entry = try body(&file, connection)
            file.version += 1
            let sealed = try self.seal(file, connection)
            try connection.execute(
                """
                UPDATE file SET state = \(file.state.rawValue), version = \(file.version), sealed = \(sealed)
                WHERE id = \(id.bytes)
                """)
            entry.seq = try self.trail.begin(connection)
            try self.append(entry, connection)
        }
    }

    /// Deletes some of what uploads that never ended, and erased cases, left behind. To be called now and then.
    ///
    /// - Returns: how many steps were taken; 0 when there is nothing left to do.
    @discardableResult
    public func sweepFiles() async throws -> Int {
        // Two days by name are at least one by the clock.
        let day = Clock.day(of: clock.now() - 2 * 24 * 3_600_000).description
        guard try await database.read({ try Files.hasLeftovers(before: day, $0) }) else { return 0 }
        return try await database.write { try Files.sweep(before: day, $0) }
    }

    // What lies in the tables

    func attachments(in scope: EntityID, _ connection: any SQLConnection) throws -> [CaseAttachment] {
        let rows = try connection.query(
            "SELECT id, version, sealed FROM file WHERE scope = \(scope.bytes) AND state > 0 ORDER BY act")
        guard !rows.isEmpty else { return [] }
        let open = try openScope(scope, connection)
        return try rows.map { try attachment($0, in: open) }
    }

    private func attachment(_ id: EntityID, in scope: EntityID, _ connection: any SQLConnection) throws
        -> CaseAttachment
    {
        let row = try connection.query(
            """
            SELECT id, version, sealed FROM file
            WHERE id = \(id.bytes) AND scope = \(scope.bytes) AND state > 0
            """
        ).first
        guard let row else { throw StoreError.notFound }
        return try attachment(row, in: try openScope(scope, connection))
    }

    private func attachment(_ row: SQLRow, in scope: OpenScope) throws -> CaseAttachment {
        guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }), let version = row.int(1),
            let sealed = row.bytes(2)
        else { throw StoreError.damaged("file") }
        return try scope.open(sealed, as: CaseAttachment.self, table: "file", id: id, revision: version)
    }

    private func seal(_ file: CaseAttachment, _ connection: any SQLConnection) throws -> [UInt8] {
        try openScope(file.scope, connection).seal(file, table: "file", id: file.id, revision: file.version)
    }

    private func fileKey(_ id: EntityID, in scope: EntityID, _ connection: any SQLConnection) throws -> FileKey {
        guard let wrapped = try connection.query("SELECT wrapped FROM file WHERE id = \(id.bytes)").first?.bytes(0)
        else { throw StoreError.notFound }
        return try openScope(scope, connection).fileKey(id, wrapped)
    }
}

extension Permit {
    /// Whether all of a class is shown, not a part of it.
    fileprivate func shows(_ fieldClass: FieldClass, isOwn: Bool) -> Bool {
        classes(isOwn: isOwn).contains(fieldClass) && masks[fieldClass] == nil
    }
}
