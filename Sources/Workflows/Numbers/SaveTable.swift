// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Keeps a question under a name, in one's own account; one of the same name is replaced. At most forty.
///
/// - Parameter query: As the page's address has it; says nothing of any person.
/// - Throws: `StoreError`.
public func saveTable(named name: String, query: String, by access: Access, in store: CaseStore)
    async throws
{
    let name = String(name.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(80))
    guard !name.isEmpty else { return }
    let kept = Account.SavedTable(name: name, query: String(query.prefix(2000)))
    try await changeOwn(access, "user.table", in: store) { account in
        account.tables.removeAll { $0.name == name }
        account.tables = account.tables.suffix(39) + [kept]
    }
}

/// Forgets a question that was kept; nothing happens when there is none of this name.
public func forgetTable(named name: String, by access: Access, in store: CaseStore) async throws {
    try await changeOwn(access, "user.tableGone", in: store) {
        $0.tables.removeAll { $0.name == name }
    }
}
