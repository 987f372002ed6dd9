// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension OpenScope {
    /// Seals something of this scope that is no record, as JSON, bound to its table, id and revision.
    func seal(_ value: some Encodable, table: String, id: EntityID, revision: Int) throws -> [UInt8] {
        try seal(Array(try JSONEncoder().encode(value)) as [UInt8], table: table, id: id, revision: revision)
    }

    /// - Throws: `StoreError.damaged`.
    func open<Content: Decodable>(
        _ envelope: [UInt8], as type: Content.Type, table: String, id: EntityID, revision: Int
    ) throws -> Content {
        let bytes: [UInt8] = try open(envelope, table: table, id: id, revision: revision)
        do { return try JSONDecoder().decode(Content.self, from: Data(bytes)) } catch {
            throw StoreError.damaged(table)
        }
    }
}
