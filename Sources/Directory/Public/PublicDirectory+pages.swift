// SPDX-License-Identifier: Apache-2.0

import Interchange

extension PublicDirectory {
    /// Pages hold at most so many services.
    public static let pageSizeMost = 200

    /// One page of what fits, as the specification's read API answers `GET /services`.
    ///
    /// - Parameters:
    ///   - number: From 1; a page beyond the last is empty.
    ///   - size: 1…`pageSizeMost`; what lies outside is moved in.
    public func page(_ number: Int, size: Int, of query: DirectoryQuery = DirectoryQuery()) -> [UInt8] {
        let hits = find(query)
        let size = min(max(1, size), Self.pageSizeMost)
        let pages = max(1, (hits.count + size - 1) / size)
        let first = number >= 1 && number <= pages ? (number - 1) * size : hits.count
        let shown = hits.dropFirst(first).prefix(size).map { PublicTree.service($0.entry) }
        let members: [(String, WrittenJSON)] = [
            ("total_items", .number("\(hits.count)")), ("total_pages", .number("\(pages)")),
            ("page_number", .number("\(number)")), ("size", .number("\(shown.count)")),
            ("first_page", .flag(number == 1)), ("last_page", .flag(number == pages)),
            ("empty", .flag(shown.isEmpty)), ("contents", .list(Array(shown))),
        ]
        return WrittenJSON.object(members.map { JSONMember(key: $0.0, value: $0.1) }).bytes
    }

    /// One service, as the read API answers `GET /services/{id}`; nil when none of this id is public.
    public func service(_ id: String) -> [UInt8]? {
        listings.lazy.map(\.searched).first { $0.id == id }.map { PublicTree.service($0).bytes }
    }
}
