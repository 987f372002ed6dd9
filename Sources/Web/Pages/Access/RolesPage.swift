// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Who may do what: a table for each side an agency can stand on, and one for the office, from the policy in force.
public struct RolesPage: Sendable {
    public init() {}

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["roles.heading"])", area: .roles, isWide: true)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["roles.lead"])</p>
                \(PolicyTable.Side.allCases.map { side($0, words) })\(office(words))
                """)
    }

    private func side(_ side: PolicyTable.Side, _ words: Words) -> Markup {
        let classes = FieldClass.allCases
        let head = classes.map { fieldClass -> Markup in
            "<th scope=\"col\">\(words[.fieldClass, fieldClass.rawValue])</th>"
        }
        let rows = Role.allCases.compactMap { role -> Markup? in
            let cells = classes.map { PolicyTable.current.cell(role, side, $0) }
            guard cells.contains(where: { $0 != .none }) else { return nil }
            let shown = zip(classes, cells).map { fieldClass, cell -> Markup in
                "<td data-label=\"\(words[.fieldClass, fieldClass.rawValue])\">\(words[.cell, "\(cell)"])</td>"
            }
            return "<tr><th scope=\"row\">\(words[.accountRole, role.rawValue])</th>\(shown)</tr>"
        }
        return """
            <section class="section"><h2>\(words[.side, "\(side)"])</h2><div class="scroll" tabindex="0" role="region" \
            aria-label="\(words[.side, "\(side)"])"><table class="stack"><thead><tr>\
            <th scope="col">\(words["roles.role"])</th>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
            <p class="soft">\(words["roles.others"])</p></section>
            """
    }

    private func office(_ words: Words) -> Markup {
        let rows = Role.allCases.map { role -> Markup in
            let may = Power.allCases.filter(role.powers.contains).map { words[.power, $0.rawValue] }
            return """
                <tr><th scope="row">\(words[.accountRole, role.rawValue])</th><td>\
                \(may.isEmpty ? words["roles.nothing"] : may.joined(separator: ", "))</td></tr>
                """
        }
        return """
            <section class="section"><h2>\(words["roles.office"])</h2><table><thead><tr>
            <th scope="col">\(words["roles.role"])</th><th scope="col">\(words["roles.may"])</th></tr></thead>
            <tbody>\(rows)</tbody></table></section>
            """
    }
}
