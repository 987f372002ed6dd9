// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// What a sealed row is put into when the key of its case changes: an envelope under the new key around the row as it
/// was written, `0xFF | envelope`.
///
/// The row inside stays byte for byte what the audit log's digest was made over, and what lies in compartments need not
/// be opened to be moved. Its own keys are kept under the new one; alone they open nothing that lies on disk.
enum OuterLayer {
    static let column = "outer"
    /// No row has so many parts.
    private static let mark: UInt8 = 0xFF

    static func covers(_ row: [UInt8]) -> Bool { row.first == mark }

    /// The row as it was written; the same when it has no layer.
    ///
    /// - Throws: `StoreError.damaged`.
    static func peel(_ row: [UInt8], id: EntityID, version: Int, in scope: OpenScope) throws -> [UInt8] {
        guard covers(row) else { return row }
        let place = scope.outerPlace(of: id.bytes, version: version)
        do { return try scope.outer.open(Array(row.dropFirst()), at: place) } catch {
            throw StoreError.damaged("envelope")
        }
    }

    /// The row in a layer.
    ///
    /// - Parameter row: Without one.
    static func put(_ row: [UInt8], id: EntityID, version: Int, in scope: OpenScope) throws -> [UInt8] {
        [mark] + (try scope.outer.seal(row, at: scope.outerPlace(of: id.bytes, version: version)))
    }
}
