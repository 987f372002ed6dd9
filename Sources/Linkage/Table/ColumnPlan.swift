// SPDX-License-Identifier: Apache-2.0

/// Which columns of a file are read as what.
struct ColumnPlan {
    /// By column; nil for columns that are passed over.
    private(set) var roles: [FieldRole?]
    private(set) var uses: [PersonTable.ColumnUse] = []

    /// Columns that `map` names, then those whose heading is recognised and whose role is still free.
    ///
    /// - Throws: `noColumn`, `twoColumns`.
    init(headings: [String], map: [(FieldRole, String)]) throws(LinkageError) {
        roles = Array(repeating: nil, count: headings.count)
        for (role, heading) in map {
            guard let place = headings.firstIndex(where: { $0 == heading }) else { throw .noColumn(heading) }
            roles[place] = role
        }
        let mapped = Set(map.map(\.0))
        var found: [FieldRole: String] = [:]
        for (place, heading) in headings.enumerated() where roles[place] == nil {
            guard let role = FieldRole(heading: heading), role.mayRepeat || !mapped.contains(role) else { continue }
            if !role.mayRepeat {
                if let other = found[role] { throw .twoColumns(role: role, other, heading) }
                found[role] = heading
            }
            roles[place] = role
        }
        for (place, heading) in headings.enumerated() {
            if let role = roles[place], role != .ignore { uses.append(.init(heading: heading, role: role)) }
        }
    }

    func has(_ role: FieldRole) -> Bool { roles.contains(role) }

    /// How many columns say where somebody is.
    var placeCount: Int { roles.count { $0 == .place } }
}
