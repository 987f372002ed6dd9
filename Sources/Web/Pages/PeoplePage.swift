// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// The accounts of an agency, for whoever looks after them.
struct PeoplePage {
    let lines: [(account: Account, isLocked: Bool)]
    let now: Int64
    /// How the register stands with backups; nil leaves the line out.
    var backup: BackupStanding?

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let rows = lines.map { line -> Markup in
            let account = line.account
            let roles = account.roles.map { words[.accountRole, $0.rawValue] }.joined(separator: ", ")
            let last = account.lastSignIn.map { MomentText.say($0, context) } ?? words["people.never"]
            return """
                <tr><th scope="row"><a href="/people/\(account.id.description)"><bdi>\(account.calledName)</bdi></a></th>
                <td data-label="\(words["people.name"])"><bdi>\(account.name)</bdi></td><td>\(roles)</td>
                <td>\(words[.accountState, Self.state(account, line.isLocked, now)])</td>
                <td data-label="\(words["people.last"])">\(last)</td></tr>
                """
        }
        return Layout.page(
            Place("\(words["people.heading"])", audience: words["people.audience"], isWide: true), in: context,
            content: """
                <div class="acts"><a class="button" href="/people/new">\(words["people.add"])</a></div>
                <table class="stack"><thead><tr><th scope="col">\(words["people.who"])</th>\
                <th scope="col">\(words["people.name"])</th><th scope="col">\(words["people.roles"])</th>\
                <th scope="col">\(words["people.state"])</th><th scope="col">\(words["people.last"])</th></tr></thead>
                <tbody>\(rows)</tbody></table>
                \(backup.map { BackupLine.markup($0, at: now, words) })
                """)
    }

    /// How an account stands, in one word of the catalogue.
    static func state(_ account: Account, _ isLocked: Bool, _ now: Int64) -> String {
        if account.state != .active { return account.state.rawValue }
        if isLocked { return "locked" }
        if account.password == nil {
            return account.code.map { now < $0.expires } == true ? "slip" : "noSlip"
        }
        return account.hasSecondFactor ? "active" : "noFactor"
    }

    static let states = ["active", "waiting", "disabled", "locked", "slip", "noSlip", "noFactor"]
}
