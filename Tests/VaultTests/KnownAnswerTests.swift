// SPDX-License-Identifier: Apache-2.0
import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import Vault

/// The published answers, through our own wrappers where they reach, and through the engine where they do not.
struct KnownAnswerTests {
    @Test func `SHA-256 of abc is the one of FIPS 180-4`() {
        let answer = bytes(hex: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(sha256(Array("abc".utf8)) == answer)
    }

    /// RFC 4231 §4.3.
    @Test func `HMAC-SHA-256 gives the answer of RFC 4231`() {
        let key = KeyMaterial(SymmetricKey(data: Array("Jefe".utf8)))
        let answer = bytes(hex: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(key.authenticate(Array("what do ya want for nothing?".utf8)) == answer)
    }

    @Test func `our HMAC is the library's for every length of key and message`() {
        for keyCount in [1, 31, 32, 63, 64] {
            let key = SymmetricKey(data: [UInt8].random(keyCount))
            let keyed = KeyedHash(key)
            for count in [0, 1, 31, 32, 55, 56, 63, 64, 65, 300] {
                let message = [UInt8].random(count)
                let theirs = HMAC<SHA256>.authenticationCode(for: message, using: key)
                #expect(Array(keyed.mark(message)) == Array(theirs))
            }
        }
    }

    /// RFC 5869 A.1: both halves of HKDF.
    @Test func `HKDF gives the answer of RFC 5869`() {
        let extracted = HKDF<SHA256>.extract(
            inputKeyMaterial: SymmetricKey(data: [UInt8](repeating: 0x0b, count: 22)), salt: [UInt8](0...12))
        let middle = bytes(hex: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
        #expect(Array(extracted) == middle)
        let expanded = HKDF<SHA256>.expand(pseudoRandomKey: extracted, info: [UInt8](0xf0...0xf9), outputByteCount: 42)
        let answer = bytes(
            hex: """
                3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
                """)
        #expect(expanded.withUnsafeBytes { Array($0) } == answer)
    }

    @Test func `one block of ours is HKDF-Expand`() {
        let key = KeyMaterial.random()
        var purpose = Parts("wayhouse/field/1")
        purpose.append("person")
        purpose.append(7)
        let ours = key.child(purpose).symmetric
        let theirs = HKDF<SHA256>.expand(pseudoRandomKey: key.symmetric, info: purpose.bytes, outputByteCount: 32)
        #expect(ours == theirs)
    }

    /// RFC 7914 §12, second and third vector, first 32 bytes.
    @Test func `scrypt gives the answer of RFC 7914`() throws {
        let small = try KeyCost(rounds: 1_024, blockSize: 8, parallelism: 16)
            .key(from: "password", salt: Array("NaCl".utf8))
        let answer = bytes(hex: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162")
        #expect(small.symmetric.withUnsafeBytes { Array($0) } == answer)
        let large = try KeyCost(rounds: 16_384, blockSize: 8, parallelism: 1)
            .key(from: "pleaseletmein", salt: Array("SodiumChloride".utf8))
        let other = bytes(hex: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
        #expect(large.symmetric.withUnsafeBytes { Array($0) } == other)
    }

    /// RFC 3394 §4.6.
    @Test func `key wrap gives the answer of RFC 3394`() throws {
        let wrapping = KeyMaterial(SymmetricKey(data: [UInt8](0...31)))
        let inner = KeyMaterial(
            SymmetricKey(data: bytes(hex: "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f")))
        let answer = bytes(
            hex: """
                28c9f404c4b810f4cbccb35cfb87f826 3f5786e2d80ed326
                cbc7f0e71a99f43b fb988b9b7a02dd21
                """)
        #expect(wrapping.wrap(inner) == answer)
        #expect(try wrapping.unwrap(answer).symmetric == inner.symmetric)
        for position in answer.indices {
            var altered = answer
            altered[position] ^= 1
            #expect(throws: VaultError.damaged) { try wrapping.unwrap(altered) }
        }
    }

    /// McGrew and Viega's test case 16, which SP 800-38D refers to.
    @Test func `AES-256-GCM gives the answer of test case 16`() throws {
        let key = SymmetricKey(data: bytes(hex: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let text = bytes(
            hex: """
                d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
                """)
        let nonce = try AES.GCM.Nonce(data: bytes(hex: "cafebabefacedbaddecaf888"))
        let context = bytes(hex: "feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let box = try AES.GCM.seal(text, using: key, nonce: nonce, authenticating: context)
        let answer = bytes(
            hex: """
                522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
                """)
        #expect(Array(box.ciphertext) == answer)
        #expect(Array(box.tag) == bytes(hex: "76fc6ece0f4e1768cddf8853bb2d551b"))
    }

    /// The envelope opened by hand, from its documented layout alone.
    @Test func `an envelope is AES-256-GCM over the padded text with the place as associated data`() throws {
        let field = KeyMaterial.random()
        let channel = SealingChannel(field, table: "person", column: "name", mode: .current)
        let envelope = try channel.seal(Array("Amina".utf8), at: Example.place)
        let box = try AES.GCM.SealedBox(combined: envelope[10...])
        let padded = try AES.GCM.open(
            box, using: field.symmetric, authenticating: Example.place.associatedData(suite: 1))
        #expect(Array(padded) == Array("Amina".utf8) + [0x80] + [UInt8](repeating: 0, count: 26))
        #expect(throws: (any Error).self) { try AES.GCM.open(box, using: field.symmetric) }
    }
}
