// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Vault

/// Which key of which compartment of a scope.
struct CompartmentEpoch: Hashable, Sendable {
    let part: SealedPart
    /// From 1; a new one when somebody who held the key no longer may.
    let epoch: Int
}

/// One part of a sealed row, as it lies there.
struct KeptPart: Sendable {
    let part: SealedPart
    /// Nil when the scope's key alone opens it.
    let epoch: Int?
    /// The version that it was sealed at.
    let version: Int
    let envelope: ArraySlice<UInt8>

    private static let compartmentMark: UInt8 = 0x80

    init(part: SealedPart, epoch: Int?, version: Int, envelope: ArraySlice<UInt8>) {
        (self.part, self.epoch, self.version, self.envelope) = (part, epoch, version, envelope)
    }

    /// - Throws: `StoreError.damaged`.
    init(from reader: inout ByteReader, version: Int) throws {
        let mark = try reader.byte()
        guard let part = SealedPart(rawValue: mark & ~Self.compartmentMark) else { throw StoreError.damaged("part") }
        self.part = part
        let isInCompartment = mark & Self.compartmentMark != 0
        epoch = isInCompartment ? try reader.length() : nil
        self.version = isInCompartment ? try reader.length() : version
        envelope = try reader.bytes(try reader.length())
    }

    func append(to row: inout [UInt8]) {
        precondition(epoch != nil, "only what lies in a compartment is carried on unopened")
        row.append(part.rawValue | Self.compartmentMark)
        row.appendLength(epoch!)
        row.appendLength(version)
        row.appendLength(envelope.count)
        row.append(contentsOf: envelope)
    }

    /// What opens it; nil when its compartment is closed.
    func channel(in scope: OpenScope) -> SealingChannel? {
        guard let epoch else { return scope.channel(part) }
        return scope.channel(part, epoch: epoch)
    }
}

/// The key of one scope with the keys derived from it so far; used on one thread.
final class OpenScope {
    let id: EntityID
    /// Whose it is.
    let agency: EntityID
    private let key: ScopeKey
    private var place: Place
    private var channels: [SealingChannel?] = Array(repeating: nil, count: SealedPart.allCases.count)

    init(id: EntityID, key: ScopeKey, install: [UInt8], agency: EntityID) {
        self.id = id
        self.agency = agency
        self.key = key
        place = Place(
            install: install, agency: agency.bytes, scope: id.bytes, table: "record", column: "", record: [], version: 0
        )
    }

    /// Where a part of a version of a record lies; the record's id as its bytes.
    func place(_ part: SealedPart, of record: [UInt8], version: Int) -> Place {
        place.column = part.column
        place.record = record
        place.version = version
        return place
    }

    /// What rows are sealed in once more when the scope's key changes, so that its earlier keys open nothing on disk.
    var outer: SealingChannel { key.channel(table: "record", column: OuterLayer.column) }

    /// Where the outer layer of a version lies.
    func outerPlace(of record: [UInt8], version: Int) -> Place {
        place.column = OuterLayer.column
        place.record = record
        place.version = version
        return place
    }

    /// Seals something of this scope that is no record, bound to its table, id and revision.
    func seal(_ plaintext: [UInt8], table: String, id: EntityID, revision: Int) throws -> [UInt8] {
        try key.seal(plaintext, at: place(table, id, revision))
    }

    /// - Throws: `StoreError.damaged`.
    func open(_ envelope: [UInt8], table: String, id: EntityID, revision: Int) throws -> [UInt8] {
        do { return try key.open(envelope, at: place(table, id, revision)) } catch {
            throw StoreError.damaged(table)
        }
    }

    /// A new key for a file of this scope, and how to keep it.
    func newFileKey(_ file: EntityID) -> (key: FileKey, wrapped: [UInt8]) { key.newFileKey(file: file.bytes) }

    /// - Throws: `StoreError.damaged`.
    func fileKey(_ file: EntityID, _ wrapped: [UInt8]) throws -> FileKey {
        do { return try key.fileKey(unwrapping: wrapped, file: file.bytes) } catch {
            throw StoreError.damaged("file key")
        }
    }

    /// What the chunks of one rendition of a file are bound to.
    func filePlace(_ file: EntityID, _ rendition: CaseAttachment.Rendition) -> Place {
        place("fileChunk", file, rendition.rawValue)
    }

    private func place(_ table: String, _ id: EntityID, _ revision: Int) -> Place {
        var place = place
        place.table = table
        place.column = "sealed"
        place.record = id.bytes
        place.version = revision
        return place
    }

    private var compartments: [CompartmentEpoch: (key: CompartmentKey, channel: SealingChannel)] = [:]

    /// Opens one epoch of a compartment for as long as this scope is open.
    func unlock(_ place: CompartmentEpoch, with compartment: CompartmentKey) {
        let channel = key.compartment(compartment).channel(table: "record", column: place.part.column)
        compartments[place] = (compartment, channel)
    }

    func channel(_ part: SealedPart, epoch: Int) -> SealingChannel? {
        compartments[CompartmentEpoch(part: part, epoch: epoch)]?.channel
    }

    /// The key of an epoch that is open here, to be given to somebody else.
    func compartmentKey(_ place: CompartmentEpoch) -> CompartmentKey? { compartments[place]?.key }

    /// What new versions of a part are sealed with; nil when no key of the compartment is open.
    func newestCompartment(_ part: SealedPart) -> (epoch: Int, channel: SealingChannel)? {
        guard part.isCompartment else { return nil }
        return compartments.filter { $0.key.part == part }.max { $0.key.epoch < $1.key.epoch }
            .map { ($0.key.epoch, $0.value.channel) }
    }

    func channel(_ part: SealedPart) -> SealingChannel {
        let position = Int(part.rawValue)
        if let known = channels[position] { return known }
        let channel = key.channel(table: "record", column: part.column)
        channels[position] = channel
        return channel
    }
}

/// Turns records into sealed rows and back. A row holds one envelope for each part of the record, each bound to its
/// place and version: `count (1)`, then `part (1) | length (4) | envelope`. What lies in a compartment says which of
/// the compartment's keys it needs and at which version it was sealed, since who does not hold that key carries it on
/// as it is: `0x80 + part (1) | epoch (4) | version (4) | length (4) | envelope`.
struct RecordSealer: Sendable {
    let keys: StoreKeys
    let codec: RecordCodec

    /// - Parameter kept: Parts of the version before that are carried on unopened; the record holds no field of theirs.
    func seal(
        _ record: Record, id: EntityID, version: Int, in scope: OpenScope, keeping kept: [KeptPart] = []
    ) throws -> [UInt8] {
        let bodies = codec.bodies(of: record)
        let bytes = id.bytes
        var row: [UInt8] = []
        row.reserveCapacity(bodies.reduce(1) { $0 + Self.envelopeBytesMax(of: $1.body) })
        row.append(UInt8(bodies.count + kept.count))
        for (part, body) in bodies {
            let place = scope.place(part, of: bytes, version: version)
            if let (epoch, channel) = scope.newestCompartment(part) {
                let envelope = try channel.seal(body, at: place)
                KeptPart(part: part, epoch: epoch, version: version, envelope: envelope[...]).append(to: &row)
                continue
            }
            let envelope = try scope.channel(part).seal(body, at: place)
            row.append(part.rawValue)
            row.appendLength(envelope.count)
            row.append(contentsOf: envelope)
        }
        for part in kept { part.append(to: &row) }
        return row
    }

    /// Opens the first part, which says what the record is, and those that hold fields of the given classes; the others
    /// stay closed, and fields of other classes stay out. Of a record of a kind that is not wanted no more is opened.
    func open(_ row: [UInt8], id: EntityID, version: Int, in scope: OpenScope, _ filter: RecordFilter) throws
        -> Record
    {
        try openKnowing(row, id: id, version: version, in: scope, filter).record
    }

    /// The same, and the classes that were asked for, have something in them and whose compartment is not open.
    func openKnowing(_ row: [UInt8], id: EntityID, version: Int, in scope: OpenScope, _ filter: RecordFilter) throws
        -> (record: Record, closed: Set<FieldClass>)
    {
        let bytes = id.bytes
        var reader = ByteReader(try OuterLayer.peel(row, id: id, version: version, in: scope))
        var bodies: [[UInt8]] = []
        var closed: Set<FieldClass> = []
        for position in 0..<(try reader.byte()) {
            let sealed = try KeptPart(from: &reader, version: version)
            guard position == 0 || filter.parts.contains(sealed.part) else { continue }
            guard let channel = sealed.channel(in: scope) else {
                sealed.part.compartmentClass.map { _ = closed.insert($0) }
                continue
            }
            let place = scope.place(sealed.part, of: bytes, version: sealed.version)
            do { bodies.append(try channel.open(Array(sealed.envelope), at: place)) } catch {
                throw StoreError.damaged("envelope")
            }
            if position == 0, !filter.takes(try codec.kind(of: bodies[0])) { break }
        }
        return (try codec.record(from: bodies, filter), closed)
    }

    /// What a row holds in compartments, unopened; legacy parts that the scope's key alone opens are left out.
    ///
    /// - Parameter row: Without its outer layer.
    func compartments(of row: [UInt8]) throws -> [KeptPart] {
        var reader = ByteReader(row)
        return try (0..<(try reader.byte())).map { _ in try KeptPart(from: &reader, version: 0) }
            .filter { $0.epoch != nil }
    }

    /// The scope's key, unwrapped.
    ///
    /// - Throws: `StoreError.damaged`.
    func scope(_ id: EntityID, agency: EntityID, epoch: Int, wrapped: [UInt8]) throws -> OpenScope {
        let agencyKey = try keys.key(of: agency)
        do {
            let key = try agencyKey.scopeKey(unwrapping: wrapped, scope: id.bytes, epoch: epoch)
            return OpenScope(id: id, key: key, install: keys.install, agency: agency)
        } catch {
            throw StoreError.damaged("scope key")
        }
    }

    /// A new scope's key, and how to keep it.
    func newScope(_ id: EntityID, agency: EntityID, epoch: Int = 1) throws -> (scope: OpenScope, wrapped: [UInt8]) {
        let (key, wrapped) = try keys.key(of: agency).newScopeKey(scope: id.bytes, epoch: epoch)
        return (OpenScope(id: id, key: key, install: keys.install, agency: agency), wrapped)
    }

    /// Room for an envelope with what stands before it; padding adds an eighth, or up to 256 bytes.
    private static func envelopeBytesMax(of body: [UInt8]) -> Int {
        5 + SealingChannel.overhead + Swift.max(256, body.count + body.count / 8 + 1)
    }
}
