// SPDX-License-Identifier: Apache-2.0

import Interchange

/// What everybody may know of a directory, and nothing else: it is made from public listings only, so that no search
/// over it can tell more than they hold.
///
/// Who asks for what is near a point never finds a sheltered service, however near it is: else three questions would
/// tell where it lies.
public struct PublicDirectory: Sendable {
    public let listings: [PublicListing]
    /// Whose the open services are, by name.
    let organizations: [PublicOrganization]
    private let search: DirectorySearch

    /// Services that are closed are not public.
    public init(_ file: DirectoryFile, under vocabulary: DirectoryVocabulary) {
        self.init(DirectorySearch(file, under: vocabulary).entries)
    }

    init(_ entries: [DirectoryEntry]) {
        let places = PlaceGuard(entries)
        listings = entries.filter { $0.status == "active" }.map { PublicListing($0, guardedBy: places) }
        search = DirectorySearch(listings.map(\.searched))
        organizations = PublicOrganization.all(of: listings)
    }

    /// What fits, the nearest first. How much room there is and when somebody vetted it is known only of open services.
    public func find(_ query: DirectoryQuery, limit: Int = .max) -> [DirectoryHit] { search.find(query, limit: limit) }

    /// HSDS 3: a list of services with what is public of them.
    public var json: [UInt8] { WrittenJSON.list(listings.map { PublicTree.service($0.searched) }).bytes }
}
