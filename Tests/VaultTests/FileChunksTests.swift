// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Vault

@Suite struct FileChunksTests {
    private static let scope = [UInt8](repeating: 7, count: 16)

    private static func key() -> FileKey {
        let agency = RootKey.generate().newAgencyKey().key
        return agency.newScopeKey(scope: scope, epoch: 1).key.newFileKey(file: [UInt8](repeating: 9, count: 16)).key
    }

    private static func place(_ rendition: Int = 0, file: UInt8 = 9) -> Place {
        Place(
            install: [1], agency: [2], scope: scope, table: "fileChunk", column: "sealed",
            record: [UInt8](repeating: file, count: 16), version: rendition)
    }

    private static func sealed(_ chunks: FileChunks, _ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let bytes = [UInt8](repeating: UInt8(number + 1), count: FileChunks.chunkBytes)
            return try chunks.seal(bytes, number: number, isLast: number == count - 1)
        }
    }

    @Test func `a chunk opens in its own place only`() throws {
        let key = Self.key()
        let chunks = key.chunks(at: Self.place())
        let rows = try Self.sealed(chunks, 3)
        for number in 0..<3 {
            #expect(try chunks.open(rows[number], number: number, isLast: number == 2).first == UInt8(number + 1))
        }
        // Swapped, moved, made the last though it is not, the last made one in the middle: a cut or added file.
        #expect(throws: VaultError.damaged) { try chunks.open(rows[1], number: 0, isLast: false) }
        #expect(throws: VaultError.damaged) { try chunks.open(rows[0], number: 1, isLast: false) }
        #expect(throws: VaultError.damaged) { try chunks.open(rows[1], number: 1, isLast: true) }
        #expect(throws: VaultError.damaged) { try chunks.open(rows[2], number: 2, isLast: false) }
        #expect(throws: VaultError.damaged) { try chunks.open(rows[2], number: 3, isLast: true) }
        for other in [Self.place(1), Self.place(file: 8)] {
            #expect(throws: VaultError.damaged) { try key.chunks(at: other).open(rows[0], number: 0, isLast: false) }
        }
        #expect(throws: VaultError.damaged) {
            try Self.key().chunks(at: Self.place()).open(rows[0], number: 0, isLast: false)
        }
    }

    @Test func `no byte of a chunk can be flipped, and none cut off`() throws {
        let chunks = Self.key().chunks(at: Self.place())
        let row = try chunks.seal([1, 2, 3], number: 0, isLast: true)
        for position in row.indices {
            for bit in [UInt8(1), 128] {
                var flipped = row
                flipped[position] ^= bit
                #expect(throws: VaultError.self) { try chunks.open(flipped, number: 0, isLast: true) }
            }
        }
        for length in 0..<row.count {
            #expect(throws: VaultError.damaged) { try chunks.open(Array(row[..<length]), number: 0, isLast: true) }
        }
        #expect(throws: VaultError.damaged) { try chunks.open(row + [0], number: 0, isLast: true) }
        #expect(try chunks.open(row, number: 0, isLast: true) == [1, 2, 3])
    }

    @Test func `a file key opens under its own case and file only`() throws {
        let agency = RootKey.generate().newAgencyKey().key
        let file = [UInt8](repeating: 9, count: 16)
        let (key, other) = (
            agency.newScopeKey(scope: Self.scope, epoch: 1).key, agency.newScopeKey(scope: Self.scope, epoch: 1).key
        )
        let (fileKey, wrapped) = key.newFileKey(file: file)
        let row = try fileKey.chunks(at: Self.place()).seal([5], number: 0, isLast: true)
        let again = try key.fileKey(unwrapping: wrapped, file: file)
        #expect(try again.chunks(at: Self.place()).open(row, number: 0, isLast: true) == [5])
        #expect(throws: VaultError.damaged) { try other.fileKey(unwrapping: wrapped, file: file) }
        #expect(throws: VaultError.damaged) {
            try key.fileKey(unwrapping: wrapped, file: [UInt8](repeating: 8, count: 16))
        }
    }

    @Test func `a padded length says little and costs at most an eighth`() {
        for count in [0, 1, 1022, 1023, 1024, 65_535, 65_536, 65_537, 1_000_000, 1 << 31] {
            let padded = FileChunks.paddedBytes(count)
            #expect(padded > count)
            if count >= 1023 { #expect(Double(padded) <= Double(count + 1) * 1.125) }
        }
        #expect(Set((0..<1023).map { FileChunks.paddedBytes($0) }) == [1024])
        #expect(Set((1_000_000..<1_100_000).map { FileChunks.paddedBytes($0) }).count < 8)
    }
}
