// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Being told by e-mail that something waits.
enum NoticesHandlers {
    static func page(_ member: Member) -> WebResponse {
        var page = shown(member, address: member.account.noticeAddress ?? "")
        page.isDone = member.query["done"] == "saved"
        return .page(page.markup(in: member.context))
    }

    static func save(_ member: Member) async throws -> WebResponse {
        let address = member.form["address"] ?? ""
        do {
            try await setNoticeAddress(address, by: member.access, in: member.store)
            return .see("/notices?done=saved")
        } catch let rejected as Rejected {
            var page = shown(member, address: address)
            page.finding = rejected.findings.first?.message
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    private static func shown(_ member: Member, address: String) -> NoticesPage {
        NoticesPage(address: address, isOn: member.visit.site.settings.sendsMail)
    }
}
