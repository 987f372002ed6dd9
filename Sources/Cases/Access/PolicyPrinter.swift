// SPDX-License-Identifier: Apache-2.0

import Standard

/// The matrix of who may do what, from the policy itself: for printing, and for those who check it.
public enum PolicyPrinter {
    /// RFC 4180 CSV: `role,side,F0…F11,office`, a line for each role and side, cells as `Cell.sign`. `office` holds the
    /// powers of the role, parted by spaces; it stands in the role's first line.
    public static func csv(_ table: PolicyTable = .current) -> String {
        let head = ["role", "side"] + FieldClass.allCases.map(\.rawValue) + ["office"]
        let rows = PolicyTable.Side.allCases.flatMap { side in
            Role.allCases.map { role in
                let cells = FieldClass.allCases.map { table.cell(role, side, $0).sign }
                let powers = side == .owner ? powers(of: role).map(\.rawValue) : []
                return [role.rawValue, side.name] + cells + [powers.joined(separator: " ")]
            }
        }
        return ([head] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// One self-contained page to print: no script, nothing loaded from elsewhere.
    public static func html(_ table: PolicyTable = .current) -> String {
        """
        <!DOCTYPE html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Who may do what</title>
        <style>\(style)</style>
        </head>
        <body>
        <h1>Who may do what</h1>
        \(PolicyTable.Side.allCases.map { section($0, table) }.joined(separator: "\n"))
        <h2>The office as a whole</h2>
        <table><thead><tr><th scope="col">Role</th><th scope="col">May</th></tr></thead>
        <tbody>
        \(Role.allCases.map(officeRow).joined(separator: "\n"))
        </tbody></table>
        <h2>What the signs mean</h2>
        <dl>
        \(Cell.allCases.map { "<dt>\($0.sign)</dt><dd>\($0.meaning)</dd>" }.joined(separator: "\n"))
        </dl>
        </body>
        </html>

        """
    }

    private static func powers(of role: Role) -> [Power] { Power.allCases.filter(role.powers.contains) }

    private static func officeRow(_ role: Role) -> String {
        let may = powers(of: role).map { words($0.rawValue) }.joined(separator: ", ")
        return "<tr><th scope=\"row\">\(words(role.rawValue))</th><td>\(may.isEmpty ? "nothing" : may)</td></tr>"
    }

    private static func section(_ side: PolicyTable.Side, _ table: PolicyTable) -> String {
        let classes = FieldClass.allCases
        let head = classes.map { "<th scope=\"col\"><abbr title=\"\($0.content)\">\($0.rawValue)</abbr></th>" }
        let rows = Role.allCases.filter { role in classes.contains { table.cell(role, side, $0) != .none } }.map {
            role in
            let cells = classes.map { "<td>\(table.cell(role, side, $0).sign)</td>" }.joined()
            return "<tr><th scope=\"row\">\(words(role.rawValue))</th>\(cells)</tr>"
        }
        return """
            <h2>\(side.title)</h2>
            <table><thead><tr><th scope="col">Role</th>\(head.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>
            <p>Roles that are not listed see nothing.</p>
            """
    }

    /// `shelterManager` → `shelter manager`.
    private static func words(_ name: String) -> String {
        name.reduce(into: "") { text, letter in text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }
    }

    private static let style = """
        body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#111}table{border-collapse:collapse;margin:0 0 1em}\
        th,td{border:1px solid #888;padding:.2em .5em;text-align:left}thead th{background:#eee}\
        dt{float:left;clear:left;width:5em;font-weight:bold}dd{margin:0 0 .2em 5.5em}\
        @media print{body{margin:0;font-size:10px}h2{break-after:avoid}tr{break-inside:avoid}}
        """
}

extension FieldClass {
    /// What the class holds, in a few words.
    var content: String {
        switch self {
        case .f0: "id and state"
        case .f1: "coded facts"
        case .f2: "identity"
        case .f3: "contacts"
        case .f4: "services, plan, narrative"
        case .f5: "location (second tier)"
        case .f6: "clinical (second tier)"
        case .f7: "statements, evidence"
        case .f8: "suspects"
        case .f9: "immigration"
        case .f10: "children, family"
        case .f11: "pictures, body marks"
        }
    }
}

extension PolicyTable.Side {
    /// As `docs/access.md` names it.
    public var name: String {
        switch self {
        case .owner: "owner"
        case .referral: "referral"
        case .coManaged: "coManaged"
        }
    }

    var title: String {
        switch self {
        case .owner: "The agency that owns the case"
        case .referral: "An agency that it is referred to, with a consent that covers"
        case .coManaged: "An agency that manages it too, with a consent that covers"
        }
    }
}

extension Cell {
    /// As `docs/access.md` writes it.
    public var sign: String {
        switch self {
        case .none: "–"
        case .read: "R"
        case .write: "W"
        case .minimum: "min"
        case .firstName: "first"
        case .contact: "contact"
        case .own: "own"
        case .ownRead: "ownR"
        case .submit: "sub"
        case .stepUpRead: "R↑"
        case .compartmentRead: "cR"
        case .compartmentWrite: "cW"
        case .reviewRead: "rev"
        case .named: "named"
        }
    }

    var meaning: String {
        switch self {
        case .none: "does not know of it"
        case .read: "reads"
        case .write: "reads and writes"
        case .minimum: "reads gender, age and languages"
        case .firstName: "reads the name somebody goes by"
        case .contact: "reads that there is a contact"
        case .own: "reads and writes one's own"
        case .ownRead: "reads one's own"
        case .submit: "hands in, reads and corrects one's own until it is taken up"
        case .stepUpRead: "reads after showing the second factor again"
        case .compartmentRead: "second tier: reads, with one's own key"
        case .compartmentWrite: "second tier: reads and writes, with one's own key"
        case .reviewRead: "reads while the record waits for review"
        case .named: "second tier: reads when it is assigned to them; a second person hears of each look"
        }
    }
}
