// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// From the register to a public file, in steps, with a second person before anything leaves.
enum PublishHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let all = try await readPublications(by: access(member), in: member.store)
        let lines = all.prefix(100).map { line($0, member) }
        return .page(PublicationsPage(lines: Array(lines)).markup(in: member.context))
    }

    static func method(_ member: Member) async throws -> WebResponse { try await step(.method, member) }
    static func columns(_ member: Member) async throws -> WebResponse { try await step(.columns, member) }
    static func size(_ member: Member) async throws -> WebResponse { try await step(.size, member) }

    private static func step(_ step: PublishStep, _ member: Member) async throws -> WebResponse {
        _ = try await access(member).permit(.datasetPublish, by: .publishDataset, in: member.store)
        return .page(PublishStepPage(step: step, form: PublishForm(member.query)).markup(in: member.context))
    }

    /// What the file would be. Why there is none is an answer like any other.
    static func look(_ member: Member) async throws -> WebResponse {
        let form = PublishForm(member.query)
        do {
            let account = try await preparePublication(form.checked(), by: access(member), in: member.store)
            return .page(PublishLookPage(form: form, account: account).markup(in: member.context))
        } catch let obstacle as PublicationObstacle {
            return .page(PublishRefusedPage(obstacle: obstacle, form: form).markup(in: member.context))
        }
    }

    static func ask(_ member: Member) async throws -> WebResponse {
        let form = PublishForm(member.form)
        do {
            let request = try await askToPublish(
                form.checked(), reason: member.form["reason"] ?? "", by: access(member), in: member.store)
            return .see("/publish/\(request.id)")
        } catch let obstacle as PublicationObstacle {
            return .page(PublishRefusedPage(obstacle: obstacle, form: form).markup(in: member.context), status: 422)
        }
    }

    /// One file that was asked for: what both who decide look at.
    static func show(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("request")
        guard let found = try await readPublications(by: access(member), in: member.store).first(where: { $0.id == id })
        else { throw StoreError.notFound }
        return .page(PublicationPage(line: line(found, member)).markup(in: member.context))
    }

    /// The file that was agreed to, once.
    static func write(_ member: Member) async throws -> WebResponse {
        do {
            let file = try await writePublication(
                try member.visit.id("request"), by: access(member), in: member.store)
            return .file(file.bytes, named: "table-\(member.context.today).csv", type: "text/csv; charset=utf-8")
        } catch let obstacle as PublicationObstacle {
            let page = PublishRefusedPage(obstacle: obstacle, form: PublishForm())
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    private static func access(_ member: Member) -> Access { member.access(for: .publishDataset) }

    private static func line(_ publication: Publication, _ member: Member) -> PublicationsPage.Line {
        let request = publication.request
        let isOpen = request.isOpen(at: member.now)
        let mayDecide = member.access(for: .approveRequests).actor.role.powers.contains(.approveRequests)
        return PublicationsPage.Line(
            publication: publication, asker: member.store.account(request.asker)?.calledName ?? "",
            decider: request.decidedBy.flatMap { member.store.account($0)?.calledName },
            isOwn: request.asker == member.actor.id, isOpen: isOpen,
            mayDecide: mayDecide && isOpen && request.state == .waiting)
    }
}
