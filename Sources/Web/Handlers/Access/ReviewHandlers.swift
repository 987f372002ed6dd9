// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Changes that wait for a second person.
enum ReviewHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let directory = Directory(in: member.store)
        let lines = try await listReviews(by: member.access(for: .approveRequests), in: member.store).map {
            line($0, directory, member)
        }
        return .page(ReviewsPage(lines: lines, isDone: member.query["done"] == "yes").markup(in: member.context))
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let paper = try await readReview(
            try member.visit.id("review"), by: member.access(for: .approveRequests), in: member.store)
        return .page(page(paper, member).markup(in: member.context))
    }

    static func decide(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("review")
        guard let verdict = member.form["verdict"].flatMap({ Verdict(rawValue: $0) }) else {
            throw Failure.malformed("verdict")
        }
        let reason = member.form["reason"] ?? ""
        do {
            try await reviewChange(
                id, verdict, reason: reason, by: member.access(for: .approveRequests), in: member.store)
            return .see("/reviews?done=yes")
        } catch is Rejected {
            var again = page(
                try await readReview(id, by: member.access(for: .approveRequests), in: member.store), member)
            again.reason = reason
            return .page(again.markup(in: member.context), status: 422)
        }
    }

    private static func line(_ waiting: WaitingChange, _ directory: Directory, _ member: Member) -> ReviewsPage.Line {
        let review = waiting.review
        var line = ReviewsPage.Line(
            id: review.id, kind: review.kind, caseID: member.caseID(of: review),
            editor: directory.name(of: review.pending.editor), opened: review.pending.opened,
            attention: waiting.attention)
        line.isOwn = waiting.obstacle == .ownRequest
        line.isAsked = review.pending.isAsked
        line.isRemoval = review.isRemoval
        return line
    }

    private static func page(_ paper: ChangePaper, _ member: Member) -> ReviewPage {
        let review = paper.review
        let caseID = member.caseID(of: review)
        let editor = Directory(in: member.store).name(of: review.pending.editor)
        var page = ReviewPage(
            id: review.id, kind: review.kind, caseID: caseID, editor: editor,
            opened: review.pending.opened, isRemoval: review.isRemoval,
            differences: paper.differences.filter { $0.field != "wh_LikenessFacts" },
            unseen: paper.unseen, history: member.history(of: review, in: caseID))
        page.isOwn = review.pending.editor == member.actor.id
        if review.pending.isAsked { page.asked = review.reason }
        return page
    }
}

extension Member {
    /// Where what a change stands among can be read.
    fileprivate func history(of review: Review, in caseID: EntityID) -> String {
        guard let entry = store.likeness(review.record) else {
            return "/cases/\(caseID)/records/\(review.record)/history"
        }
        return "/duplicates/\(entry.first)/\(entry.second)"
    }

    /// The case that a change is in; for a person's own record the first of their cases that the reader may know of.
    func caseID(of review: Review) -> EntityID {
        guard review.kind == .person || review.kind == .likeness else { return review.scope }
        let facts = store.facts(
            ofPerson: review.scope, for: actor, access.context(), now: store.clock.now())
        return facts?.id ?? review.scope
    }
}
