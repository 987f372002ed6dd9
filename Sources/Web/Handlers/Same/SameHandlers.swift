// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Who may stand in the register twice, side by side, and what is decided.
enum SameHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let number = max(1, member.query["page"].flatMap { Int($0) } ?? 1) - 1
        let (lines, total) = try await listLikenesses(
            page: number, size: DuplicatesPage.pageSize, by: member.access, in: member.store)
        let page = DuplicatesPage(
            lines: lines.map { line($0) }, total: total, page: number,
            done: member.query["done"].flatMap { DuplicatesPage.Done(rawValue: $0) })
        return .page(page.markup(in: member.context))
    }

    static func show(_ member: Member) async throws -> WebResponse {
        .page(LikenessPage(try await paper(member)).markup(in: member.context))
    }

    static func decide(_ member: Member) async throws -> WebResponse {
        let (first, second) = (try member.visit.id("first"), try member.visit.id("second"))
        guard let say = say(member.form), let base = member.form["base"].flatMap({ Int($0) }) else {
            throw Failure.malformed("say")
        }
        let reason = member.form["reason"] ?? ""
        let problem: LikenessPage.Problem
        do {
            let receipt = try await decideLikeness(
                first, second, say, reason: reason, base: base, seen: seen(member.form), by: member.access,
                in: member.store)
            return .see("/duplicates?done=\(receipt.waits ? "waits" : done(say).rawValue)")
        } catch is Rejected {
            problem = .short
        } catch StoreError.conflict {
            problem = .changed
        } catch let obstacle as LikenessObstacle {
            problem = LikenessPage.Problem(obstacle)
        } catch let refusal as Refusal where refusal.reason == .locked {
            problem = .locked
        }
        var page = LikenessPage(try await paper(member))
        (page.reason, page.problem) = (reason, problem)
        return .page(page.markup(in: member.context), status: problem == .short ? 422 : 409)
    }

    private static func paper(_ member: Member) async throws -> LikenessPaper {
        try await readLikeness(
            try member.visit.id("first"), try member.visit.id("second"), by: member.access, in: member.store)
    }

    private static func say(_ form: FormPairs) -> LikenessSay? {
        switch form["say"] {
        case "later": .later(nil)
        case "different": .different
        case "thought": .thought
        case "same": form["goesOn"].flatMap { EntityID($0) }.map { .same(goesOn: $0) }
        case "apart": .apart(give: Dictionary(pairs(form, "give")) { first, _ in first })
        default: nil
        }
    }

    private static func done(_ say: LikenessSay) -> DuplicatesPage.Done {
        switch say {
        case .later: .later
        case .different: .different
        case .thought: .thought
        case .same: .same
        case .apart: .apart
        }
    }

    private static func seen(_ form: FormPairs) -> [EntityID: Int] {
        let read = form.all("seen").compactMap { text -> (EntityID, Int)? in
            let sides = text.split(separator: "=")
            guard sides.count == 2, let id = EntityID(String(sides[0])), let version = Int(sides[1]) else { return nil }
            return (id, version)
        }
        return Dictionary(read) { first, _ in first }
    }

    private static func pairs(_ form: FormPairs, _ name: String) -> [(EntityID, EntityID)] {
        form.all(name).compactMap { text in
            let sides = text.split(separator: "=").compactMap { EntityID(String($0)) }
            return sides.count == 2 ? (sides[0], sides[1]) : nil
        }
    }

    private static func line(_ line: LikenessLine) -> DuplicatesPage.Line {
        func somebody(_ person: PersonSummary, _ cases: [EntityID]) -> DuplicatesPage.Somebody {
            DuplicatesPage.Somebody(id: person.id, name: person.name, birthdate: person.birthdate, cases: cases)
        }
        return DuplicatesPage.Line(
            first: somebody(line.first, line.firstCases), second: somebody(line.second, line.secondCases),
            weights: line.weights, isThought: line.entry?.decision == .thought)
    }
}

extension LikenessPage.Problem {
    init(_ obstacle: LikenessObstacle) {
        switch obstacle {
        case .joined: self = .joined
        case .apart: self = .apart
        case .waits: self = .waits
        }
    }
}
