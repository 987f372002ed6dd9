// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Which pages the office opens to those who have no account.
enum DoorsHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        guard member.account.roles.contains(where: { $0.powers.contains(.manageSettings) }) else {
            throw Refusal(.settingsManage, .role)
        }
        var page = DoorsPage(doors: try await readDoors(in: member.store))
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func set(_ member: Member) async throws -> WebResponse {
        let doors = OfficeDoors(tickets: member.form["tickets"] == "on", reports: member.form["reports"] == "on")
        try await setDoors(doors, by: member.access(for: .manageSettings), in: member.store)
        return .see("/doors?done=yes")
    }
}
