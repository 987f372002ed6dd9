// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Seals and opens the values of one column of one scope.
///
/// Envelope: `0x01 | suite (1) | key id (8) | nonce (12) | ciphertext | tag (16)`; suite 1 is AES-256-GCM (SP
/// 800-38D) over the padded text (``Padding``), with the ``Place`` as associated data. The key id is a one-way mark
/// of the key, so that a reader of several epochs finds the right one and no envelope opens under two keys of one
/// scope. Nonces are random; the bound of 2³² envelopes a key is far beyond what one column of one case can hold.
public struct SealingChannel: Sendable {
    /// Bytes that an envelope adds to the padded text.
    public static let overhead = headerCount + nonceCount + tagCount

    static let headerCount = 10
    static let nonceCount = 12
    static let tagCount = 16
    static let version: UInt8 = 1
    static let suite: UInt8 = 1

    /// Table and column whose places it serves.
    public let table: String
    public let column: String
    private let key: KeyMaterial
    private let keyID: UInt64
    private let mode: SealingMode
    /// Of epochs before: they open what was sealed then.
    private let earlier: [SealingChannel]

    init(_ key: KeyMaterial, table: String, column: String, mode: SealingMode, earlier: [SealingChannel] = []) {
        self.key = key
        self.earlier = earlier
        self.table = table
        self.column = column
        self.mode = mode
        keyID = key.keyed.mark(Self.keyIDLabel).withUnsafeBytes { UInt64(bigEndian: $0.load(as: UInt64.self)) }
    }

    private static let keyIDLabel = Parts("wayhouse/key id/1").bytes

    /// An envelope that opens at this place only; the same bytes give another envelope each time. About 2.2 µs for a
    /// short text. Throws `damaged` when the place is of another table or column.
    public func seal(_ plaintext: [UInt8], at place: Place) throws(VaultError) -> [UInt8] {
        guard place.table == table, place.column == column else { throw .damaged }
        let padded = Padding.pad(plaintext)
        if mode.isClear { return clear(padded) }
        guard
            let nonce = try? AES.GCM.Nonce(data: Entropy.bytes(Self.nonceCount)),
            let box = try? AES.GCM.seal(
                padded, using: key.symmetric, nonce: nonce, authenticating: place.associatedData(suite: Self.suite)),
            let body = box.combined
        else { throw .damaged }
        return envelope(version: Self.version, suite: Self.suite, count: body.count) { room in
            body.withUnsafeBytes { room.copyMemory(from: $0) }
        }
    }

    /// The bytes that were sealed at this place. About 1.3 µs for a short text. Throws `unsupported` when the envelope
    /// says it was made otherwise, `damaged` when it was altered, cut or belongs to another place, version or key.
    public func open(_ envelope: [UInt8], at place: Place) throws(VaultError) -> [UInt8] {
        guard place.table == table, place.column == column else { throw .damaged }
        guard envelope.count >= Self.overhead else { throw .damaged }
        if mode.isClear { return try openClear(envelope) }
        guard envelope[0] == Self.version else { throw .unsupported(.version) }
        guard envelope[1] == Self.suite else { throw .unsupported(.algorithm) }
        guard Self.keyID(of: envelope) == keyID else {
            guard let then = earlier.first(where: { $0.keyID == Self.keyID(of: envelope) }) else { throw .damaged }
            return try then.open(envelope, at: place)
        }
        let context = place.associatedData(suite: Self.suite)
        let padded = envelope.withUnsafeBytes { bytes -> Data? in
            guard let box = try? AES.GCM.SealedBox(combined: Data(bytes[Self.headerCount...])) else { return nil }
            return try? AES.GCM.open(box, using: key.symmetric, authenticating: context)
        }
        guard let padded else { throw .damaged }
        guard let text = padded.withUnsafeBytes({ Self.text($0) }) else { throw .damaged }
        return text
    }

    private static func text(_ padded: UnsafeRawBufferPointer) -> [UInt8]? {
        Padding.textCount(padded).map { Array(padded[..<$0]) }
    }

    private static func keyID(of envelope: [UInt8]) -> UInt64 {
        (2..<headerCount).reduce(0) { $0 << 8 | UInt64(envelope[$1]) }
    }

    private func envelope(
        version: UInt8, suite: UInt8, count: Int, body: (UnsafeMutableRawBufferPointer) -> Void
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.headerCount + count) { buffer, used in
            buffer[0] = version
            buffer[1] = suite
            for place in 0..<8 { buffer[2 + place] = UInt8(truncatingIfNeeded: keyID >> (56 - 8 * UInt64(place))) }
            body(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[Self.headerCount...]))
            used = Self.headerCount + count
        }
    }

    /// The control of the canary test (see ``SealingMode``): the same shape and length, nothing hidden.
    private func clear(_ padded: [UInt8]) -> [UInt8] {
        let count = Self.nonceCount + padded.count + Self.tagCount
        return envelope(version: 0, suite: 0, count: count) { room in
            room.initializeMemory(as: UInt8.self, repeating: 0)
            UnsafeMutableRawBufferPointer(rebasing: room[Self.nonceCount...]).copyBytes(from: padded)
        }
    }

    private func openClear(_ envelope: [UInt8]) throws(VaultError) -> [UInt8] {
        guard envelope[0] == 0 else { throw .unsupported(.version) }
        let padded = envelope[(Self.headerCount + Self.nonceCount)..<(envelope.count - Self.tagCount)]
        guard let text = padded.withUnsafeBytes({ Self.text($0) }) else { throw .damaged }
        return text
    }
}
