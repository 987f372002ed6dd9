// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Vault

/// The key of one scope with the keys derived from it so far; used on one thread.
final class OpenScope {
    let id: EntityID
    private let key: ScopeKey
    private var channels: [SealingChannel?] = Array(repeating: nil, count: FieldClass.allCases.count)

    init(id: EntityID, key: ScopeKey) {
        self.id = id
        self.key = key
    }

    func channel(_ fieldClass: FieldClass) -> SealingChannel {
        let position = Int(fieldClass.number)
        if let known = channels[position] { return known }
        let channel = key.channel(table: "record", column: fieldClass.rawValue)
        channels[position] = channel
        return channel
    }
}

/// Turns records into sealed rows and back. A row holds one envelope for each class of content in the record:
/// `count (1) | class (1) | length (4) | envelope …`, each bound to its place and version.
struct RecordSealer: Sendable {
    let keys: StoreKeys
    let codec: RecordCodec

    func seal(_ record: Record, id: EntityID, version: Int, in scope: OpenScope) throws -> [UInt8] {
        let parts = codec.parts(of: record)
        var row: [UInt8] = [UInt8(parts.count)]
        for part in parts {
            let place = place(part.fieldClass, id: id, version: version, scope: scope.id)
            let envelope = try scope.channel(part.fieldClass).seal(part.body, at: place)
            row.append(part.fieldClass.number)
            row.appendLength(envelope.count)
            row.append(contentsOf: envelope)
        }
        return row
    }

    /// Opens the parts of the given classes; the others stay closed and their fields stay out.
    func open(_ row: [UInt8], id: EntityID, version: Int, in scope: OpenScope, classes: Set<FieldClass>) throws
        -> Record
    {
        var reader = ByteReader(row)
        var parts: [(FieldClass, [UInt8])] = []
        for _ in 0..<(try reader.byte()) {
            let number = try reader.byte()
            let envelope = try reader.bytes(try reader.length())
            guard Int(number) < FieldClass.allCases.count else { throw StoreError.damaged("class") }
            let fieldClass = FieldClass.allCases[Int(number)]
            guard fieldClass == .f0 || classes.contains(fieldClass) else { continue }
            let place = place(fieldClass, id: id, version: version, scope: scope.id)
            do { parts.append((fieldClass, try scope.channel(fieldClass).open(Array(envelope), at: place))) } catch {
                throw StoreError.damaged("envelope")
            }
        }
        return try codec.record(from: parts)
    }

    /// The scope's key, unwrapped.
    func scope(_ id: EntityID, epoch: Int, wrapped: [UInt8]) throws -> OpenScope {
        do {
            return OpenScope(
                id: id, key: try keys.agencyKey.scopeKey(unwrapping: wrapped, scope: id.bytes, epoch: epoch))
        } catch {
            throw StoreError.damaged("scope key")
        }
    }

    /// A new scope's key, and how to keep it.
    func newScope(_ id: EntityID, epoch: Int = 1) -> (scope: OpenScope, wrapped: [UInt8]) {
        let (key, wrapped) = keys.agencyKey.newScopeKey(scope: id.bytes, epoch: epoch)
        return (OpenScope(id: id, key: key), wrapped)
    }

    private func place(_ fieldClass: FieldClass, id: EntityID, version: Int, scope: EntityID) -> Place {
        Place(
            install: keys.install, agency: keys.agency.bytes, scope: scope.bytes, table: "record",
            column: fieldClass.rawValue, record: id.bytes, version: version)
    }
}
