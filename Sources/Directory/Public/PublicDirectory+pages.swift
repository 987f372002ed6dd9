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
        Self.page(number, size: size, of: find(query)) { PublicTree.service($0.entry) }
    }

    /// One service, as the read API answers `GET /services/{id}`; nil when none of this id is public.
    public func service(_ id: String) -> [UInt8]? {
        listings.lazy.map(\.searched).first { $0.id == id }.map { PublicTree.service($0).bytes }
    }

    /// One page of organisations that have open services, as the read API answers `GET /organizations`.
    ///
    /// - Parameter text: Words that all stand in its name or in what is said of it; nil for all.
    public func organizations(_ number: Int, size: Int, holding text: String? = nil) -> [UInt8] {
        let words = FoldedText.words(text ?? "")
        let found = organizations.filter { one in words.allSatisfy { one.text.contains($0) } }
        return Self.page(number, size: size, of: found) { PublicTree.organization($0.known, id: $0.id) }
    }

    /// One organisation with its open services, as the read API answers `GET /organizations/{id}`; nil when none of
    /// this id has any.
    public func organization(_ id: String) -> [UInt8]? {
        organizations.first { $0.id == id }.map {
            PublicTree.organization($0.known, id: $0.id, services: $0.services).bytes
        }
    }

    private static func page<One>(
        _ number: Int, size: Int, of all: [One], _ tree: (One) -> WrittenJSON
    ) -> [UInt8] {
        let size = min(max(1, size), pageSizeMost)
        let pages = max(1, (all.count + size - 1) / size)
        let first = number >= 1 && number <= pages ? (number - 1) * size : all.count
        let shown = all.dropFirst(first).prefix(size).map(tree)
        let members: [(String, WrittenJSON)] = [
            ("total_items", .number("\(all.count)")), ("total_pages", .number("\(pages)")),
            ("page_number", .number("\(number)")), ("size", .number("\(shown.count)")),
            ("first_page", .flag(number == 1)), ("last_page", .flag(number == pages)),
            ("empty", .flag(shown.isEmpty)), ("contents", .list(Array(shown))),
        ]
        return WrittenJSON.object(members.map { JSONMember(key: $0.0, value: $0.1) }).bytes
    }
}
