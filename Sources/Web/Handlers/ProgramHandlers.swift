// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Tokens for programs, in one's own name.
enum ProgramHandlers {
    static func make(_ member: Member) async throws -> WebResponse {
        let form = member.form
        let token = try await makeProgramToken(
            named: form["program"] ?? "", scopes: Set(form.all("scope").compactMap { Action(rawValue: $0) }),
            days: Int(DateBoxes.asciiDigits(form["days"] ?? "")) ?? 30, by: member.access, in: member.store)
        return .page(ProgramTokenPage(token: token).markup(in: member.context))
    }

    static func end(_ member: Member) async throws -> WebResponse {
        try await revokeProgramToken(member.form["program"] ?? "", by: member.access, in: member.store)
        return .see("/account")
    }
}
