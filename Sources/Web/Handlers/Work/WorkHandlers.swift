// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// What somebody has to do, over all their cases.
enum WorkHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        let clocks = member.visit.site.settings.clocks
        let only = member.query["part"].flatMap { WorkPart(rawValue: $0) }
        let number = min(max(1, member.query["page"].flatMap { Int($0) } ?? 1), 100_000) - 1
        let start = only == nil ? 0 : number * WorkPage.pageSize
        let count = only == nil ? WorkPage.linesShown : WorkPage.pageSize
        let board = try await readWork(
            clocks, shown: start..<start + count, by: member.access, in: member.store)
        var context = member.context
        context.today = board.today.date
        return .page(WorkPage(board, time: clocks.time, only: only, page: number).markup(in: context))
    }

    private struct Line: Encodable {
        let `case`: EntityID
        let code: String
        let part: String
        let title: String
        let lastDay: String?
        let task: EntityID?
        let deadline: String?
    }

    /// The same for programs: each line with its part.
    static func list(_ member: Member) async throws -> WebResponse {
        let board = try await readWork(
            member.visit.site.settings.clocks, shown: 0..<0, by: member.access, in: member.store)
        let lines = WorkPart.allCases.flatMap { part in
            (board.parts[part] ?? []).map { duty -> Line in
                var (title, task, deadline) = ("", EntityID?.none, String?.none)
                switch duty.what {
                case .deadline(let one): (title, deadline) = (one.rule.title, one.rule.id)
                case .task(let one): (title, task) = (one.title, one.id)
                }
                return Line(
                    case: duty.caseID, code: duty.caseID.code, part: part.rawValue, title: title,
                    lastDay: duty.day?.description, task: task, deadline: deadline)
            }
        }
        return try .json(lines)
    }
}
