// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// The files of a case: list, add, open, take out of sight, put back.
enum AttachmentHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        try await list(member, problem: nil)
    }

    private static func list(_ member: Member, problem: String?) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let files = try await listFiles(ofCase: id, by: member.access, in: member.store)
        let directory = Directory(in: member.store)
        let lines = files.map { file in
            AttachmentsPage.Line(
                file: file, author: directory.name(of: file.author),
                remover: file.removedBy.map { directory.name(of: $0) }, isOwnRemoval: file.removedBy == member.actor.id)
        }
        var page = AttachmentsPage(caseID: id, lines: lines, problem: problem)
        let sight = sight(of: id, member)
        page.kinds = CaseAttachment.Kind.allCases.filter { sight?.offer(.create, $0.fieldClass, isOwn: true) == .now }
        page.mayRemove = sight?.offer(.delete, .f7).isMade ?? false
        page.mayDecide = member.access.actor.role.powers.contains(.approveRequests)
        page.done = member.query["done"].flatMap { AttachmentsPage.Done(rawValue: $0) }
        return .page(page.markup(in: member.context), status: problem == nil ? 200 : 422)
    }

    private static func sight(of id: EntityID, _ member: Member) -> CaseSight? {
        member.store.facts(ofCase: id).map {
            CaseSight(actor: member.actor, context: member.access.context(), facts: $0, now: member.store.clock.now())
        }
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let upload = member.visit.upload, let name = upload.fileName, !name.isEmpty,
            let kind = member.form["kind"].flatMap({ CaseAttachment.Kind(rawValue: $0) })
        else { return try await list(member, problem: member.context.words["files.incomplete"]) }
        do {
            _ = try await attachFile(
                AttachmentHead(name: name, kind: kind), to: id, from: { try await upload.body.next() },
                mayGoOn: { try member.insist() }, by: member.access, in: member.store)
            return .see("/cases/\(id)/files?done=added")
        } catch let obstacle as AttachmentObstacle {
            return try await list(member, problem: member.context.words[.fileObstacle, obstacle.rawValue])
        }
    }

    static func open(_ member: Member) async throws -> WebResponse { try await send(member, original: false) }

    static func openOriginal(_ member: Member) async throws -> WebResponse { try await send(member, original: true) }

    /// Always as a file to save, in a page's sandbox should a browser show it all the same.
    private static func send(_ member: Member, original: Bool) async throws -> WebResponse {
        let (id, file) = (try member.visit.id("case"), try member.visit.id("file"))
        let reader = try await openFile(file, original: original, ofCase: id, by: member.access, in: member.store)
        var response = WebResponse(headers: [
            ("Content-Type", reader.attachment.content.mediaType),
            ("Content-Disposition", FileName.disposition(reader.attachment.name)),
            ("Content-Length", "\(reader.size)"),
        ])
        response.isSandboxed = true
        guard member.visit.request.method != "HEAD" else { return response }
        response.stream = StreamedBody(length: reader.size) { sink in
            let watch = SharedWatch(member.store.clock.tick())
            try await reader.forEachPiece {
                guard await watch.isDue(member.store.clock.tick()) else { return }
                try member.insist()
                try await insistOnReading(filesOf: id, by: member.access, in: member.store)
            } _: {
                try await sink($0)
            }
        }
        return response
    }

    static func remove(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        try await removeFile(
            try member.visit.id("file"), words: member.form["reason"] ?? "", ofCase: id, by: member.access,
            in: member.store)
        return .see("/cases/\(id)/files?done=removed")
    }

    static func putBack(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        try await putBackFile(
            try member.visit.id("file"), ofCase: id, by: member.access(for: .approveRequests), in: member.store)
        return .see("/cases/\(id)/files?done=putBack")
    }
}

/// `LeaveWatch` for a body that is written from anywhere.
private actor SharedWatch {
    private var watch: LeaveWatch
    init(_ tick: Int64) { watch = LeaveWatch(tick) }
    func isDue(_ tick: Int64) -> Bool { watch.isDue(tick) }
}

extension Member {
    /// Whether whoever came in is still signed in, with the role that they came in with: for what takes long.
    ///
    /// - Throws: `Failure.signedOut`.
    func insist() throws {
        let site = visit.site
        let isCall = session.scopes != nil
        guard site.account(of: session, in: store) != nil,
            isCall || site.sessions.touch(token, now: site.clock.now())?.role == session.role
        else { throw Failure.signedOut }
    }
}
