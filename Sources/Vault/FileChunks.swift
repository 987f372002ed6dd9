// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Seals a file chunk by chunk, in memory of one chunk, so that none can be changed, swapped, left out, added or cut
/// off unnoticed: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its
/// Nonce-Reuse Misuse-Resistance, CRYPTO 2015) over AES-256-GCM.
///
/// A chunk lies as `0x01 | suite 1 | ciphertext | tag (16)`. Its nonce is the chunk's number in 11 bytes, most
/// significant first, and one byte that says whether it is the last; the key belongs to this rendition of this file
/// alone, so no nonce comes twice. The file's place is the associated data.
public struct FileChunks: Sendable {
    /// Bytes of the file in every chunk but the last, which holds 1 to so many.
    public static let chunkBytes = 65_536
    /// Bytes that a chunk adds.
    public static let overhead = 18

    private let key: KeyMaterial
    private let context: [UInt8]
    private let mode: SealingMode
    private static let header: [UInt8] = [1, 1]

    init(_ key: KeyMaterial, at place: Place, mode: SealingMode) {
        self.key = key
        self.mode = mode
        context = place.associatedData(suite: 1)
    }

    /// One chunk, sealed. About 30 µs.
    ///
    /// - Parameters:
    ///   - piece: 1 to 65,536 bytes; 65,536 unless it is the last.
    ///   - number: From 0.
    public func seal(_ piece: [UInt8], number: Int, isLast: Bool) throws(VaultError) -> [UInt8] {
        precondition(isLast ? (1...Self.chunkBytes).contains(piece.count) : piece.count == Self.chunkBytes)
        if mode.isClear { return [0, isLast ? 1 : 0] + piece + [UInt8](repeating: 0, count: 16) }
        guard
            let box = try? AES.GCM.seal(
                piece, using: key.symmetric, nonce: Self.nonce(number, isLast), authenticating: context)
        else { throw .damaged }
        return Self.header + Array(box.ciphertext) + Array(box.tag)
    }

    /// The bytes of one chunk. Throws `damaged` when it was altered, is another chunk's or file's, or is not the last
    /// though it should be, or the other way round; `unsupported` when it says that it was made otherwise.
    public func open(_ sealed: [UInt8], number: Int, isLast: Bool) throws(VaultError) -> [UInt8] {
        guard sealed.count > Self.overhead, sealed.count <= Self.chunkBytes + Self.overhead else { throw .damaged }
        if mode.isClear {
            guard sealed[0] == 0, sealed[1] == (isLast ? 1 : 0) else { throw .damaged }
            return Array(sealed[2..<(sealed.count - 16)])
        }
        guard sealed[0] == Self.header[0] else { throw .unsupported(.version) }
        guard sealed[1] == Self.header[1] else { throw .unsupported(.algorithm) }
        let opened = sealed.withUnsafeBytes { bytes -> Data? in
            let end = bytes.count - 16
            guard let nonce = try? Self.nonce(number, isLast),
                let box = try? AES.GCM.SealedBox(
                    nonce: nonce, ciphertext: bytes[2..<end], tag: bytes[end...])
            else { return nil }
            return try? AES.GCM.open(box, using: key.symmetric, authenticating: context)
        }
        guard let opened else { throw .damaged }
        return Array(opened)
    }

    private static func nonce(_ number: Int, _ isLast: Bool) throws -> AES.GCM.Nonce {
        precondition(number >= 0, "chunks are counted from 0")
        var bytes = [UInt8](repeating: 0, count: 12)
        for place in 0..<8 { bytes[3 + place] = UInt8(truncatingIfNeeded: number >> (56 - 8 * place)) }
        bytes[11] = isLast ? 1 : 0
        return try AES.GCM.Nonce(data: bytes)
    }

    /// How long a file of so many bytes is made before it is sealed, so that its length says little: Padmé (Nikitin,
    /// Barman, Lueks, Underwood, Hubaux, Ford: Reducing Metadata Leakage from Encrypted Files, PoPETs 2019), at least
    /// 1 KiB; at most an eighth more, less for larger files. One byte 0x80 ends the file, zeros follow.
    public static func paddedBytes(_ count: Int) -> Int {
        let needed = max(count + 1, 1024)
        let exponent = Int.bitWidth - 1 - needed.leadingZeroBitCount
        let size = Int.bitWidth - exponent.leadingZeroBitCount
        let mask = (1 << max(0, exponent - size)) - 1
        return (needed + mask) & ~mask
    }
}
