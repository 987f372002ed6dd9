// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Interchange
import Store

/// A public file, and what may be said of how it came to be.
public struct PublishedFile: Sendable {
    public let bytes: [UInt8]
    public let release: Release
    /// People left out because they refused, or withdrew, consent.
    public let withheld: Int
    public let digest: String
}

/// The register as the 63 CTDC columns in which every combination of what others may know is shared by at least k
/// people.
///
/// Names and everything else that identifies stay behind; people who refused consent, or withdrew it, stay out. Rows
/// that would stand out are left out. An independent recount must agree, else there is no file.
///
/// - Parameters:
///   - k: The smallest group, in people; 2 or more.
///   - columns: Columns to empty for everybody: what a refusal's advice names. Names that are no column change nothing.
/// - Throws: `DisclosureRefusal` with what to coarsen; `Refusal`; `StoreError`.
public func publishDataset(
    k: Int = 10, leavingOut columns: Set<String> = [], by access: Access, in store: CaseStore
) async throws -> PublishedFile {
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    let readable = try await PublishablePeople.read(permit, from: store)
    let (people, withheld) = (readable.people, readable.withheld)
    do {
        let release = try CTDCExport.release(of: people, k: k, leavingOut: columns)
        let bytes = CTDCWriter.csv(release)
        let digest = store.digest(ofFile: bytes)
        try await store.note(permit, count: release.rowsKept, outcome: "written, k \(k)", digest: digest)
        return PublishedFile(bytes: bytes, release: release, withheld: withheld, digest: digest)
    } catch let refusal as DisclosureRefusal {
        try await store.note(permit, count: 0, outcome: "refused, k \(k)")
        throw refusal
    }
}
