// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Vault

/// The key of one scope with the keys derived from it so far; used on one thread.
final class OpenScope {
    let id: EntityID
    private let key: ScopeKey
    private var place: Place
    private var channels: [SealingChannel?] = Array(repeating: nil, count: SealedPart.allCases.count)

    init(id: EntityID, key: ScopeKey, keys: StoreKeys) {
        self.id = id
        self.key = key
        place = Place(
            install: keys.install, agency: keys.agencyBytes, scope: id.bytes, table: "record", column: "", record: [],
            version: 0)
    }

    /// Where a part of a version of a record lies; the record's id as its bytes.
    func place(_ part: SealedPart, of record: [UInt8], version: Int) -> Place {
        place.column = part.column
        place.record = record
        place.version = version
        return place
    }

    func channel(_ part: SealedPart) -> SealingChannel {
        let position = Int(part.rawValue)
        if let known = channels[position] { return known }
        let channel = key.channel(table: "record", column: part.column)
        channels[position] = channel
        return channel
    }
}

/// Turns records into sealed rows and back. A row holds one envelope for each part of the record:
/// `count (1) | part (1) | length (4) | envelope …`, each bound to its place and version.
struct RecordSealer: Sendable {
    let keys: StoreKeys
    let codec: RecordCodec

    func seal(_ record: Record, id: EntityID, version: Int, in scope: OpenScope) throws -> [UInt8] {
        let bodies = codec.bodies(of: record)
        let bytes = id.bytes
        var row: [UInt8] = []
        row.reserveCapacity(bodies.reduce(1) { $0 + Self.envelopeBytesMax(of: $1.body) })
        row.append(UInt8(bodies.count))
        for (part, body) in bodies {
            let place = scope.place(part, of: bytes, version: version)
            let envelope = try scope.channel(part).seal(body, at: place)
            row.append(part.rawValue)
            row.appendLength(envelope.count)
            row.append(contentsOf: envelope)
        }
        return row
    }

    /// Opens the first part, which says what the record is, and those that hold fields of the given classes; the others
    /// stay closed, and fields of other classes stay out. Of a record of a kind that is not wanted no more is opened.
    func open(_ row: [UInt8], id: EntityID, version: Int, in scope: OpenScope, _ filter: RecordFilter) throws
        -> Record
    {
        let bytes = id.bytes
        var reader = ByteReader(row)
        var bodies: [[UInt8]] = []
        for position in 0..<(try reader.byte()) {
            guard let part = SealedPart(rawValue: try reader.byte()) else { throw StoreError.damaged("part") }
            let envelope = try reader.bytes(try reader.length())
            guard position == 0 || filter.parts.contains(part) else { continue }
            let place = scope.place(part, of: bytes, version: version)
            do { bodies.append(try scope.channel(part).open(Array(envelope), at: place)) } catch {
                throw StoreError.damaged("envelope")
            }
            if position == 0, !filter.takes(try codec.kind(of: bodies[0])) { break }
        }
        return try codec.record(from: bodies, filter)
    }

    /// The scope's key, unwrapped.
    func scope(_ id: EntityID, epoch: Int, wrapped: [UInt8]) throws -> OpenScope {
        do {
            return OpenScope(
                id: id, key: try keys.agencyKey.scopeKey(unwrapping: wrapped, scope: id.bytes, epoch: epoch),
                keys: keys)
        } catch {
            throw StoreError.damaged("scope key")
        }
    }

    /// A new scope's key, and how to keep it.
    func newScope(_ id: EntityID, epoch: Int = 1) -> (scope: OpenScope, wrapped: [UInt8]) {
        let (key, wrapped) = keys.agencyKey.newScopeKey(scope: id.bytes, epoch: epoch)
        return (OpenScope(id: id, key: key, keys: keys), wrapped)
    }

    /// Room for an envelope with what stands before it; padding adds an eighth, or up to 256 bytes.
    private static func envelopeBytesMax(of body: [UInt8]) -> Int {
        5 + SealingChannel.overhead + Swift.max(256, body.count + body.count / 8 + 1)
    }
}
