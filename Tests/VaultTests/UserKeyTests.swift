// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

struct UserKeyTests {
    private let user = UserKey.random()

    private func personalKey() -> PersonalKey {
        PersonalKey(key: .random())
    }

    private func isUser(_ other: UserKey) -> Bool {
        other.publicKey == user.publicKey && other.key.rawRepresentation == user.key.rawRepresentation
    }

    @Test func `the password opens the key and another does not`() throws {
        let personal = personalKey()
        let wrapped = user.wrapped(by: personal)
        #expect(wrapped.count == 40 && user.publicKey.count == 32)
        #expect(isUser(try UserKey.unwrap(wrapped, with: personal)))
        #expect(throws: VaultError.damaged) { try UserKey.unwrap(wrapped, with: personalKey()) }
        #expect(throws: VaultError.damaged) { try UserKey.unwrap([], with: personal) }
        for place in wrapped.indices {
            var altered = wrapped
            altered[place] ^= 0x10
            #expect(throws: VaultError.damaged) { try UserKey.unwrap(altered, with: personal) }
        }
    }

    /// What the password wraps as a user key is not what it wraps as anything else.
    @Test func `bytes wrapped for another purpose are no user key`() {
        let personal = personalKey()
        let other = personal.wrap([UInt8](repeating: 7, count: 32))
        #expect(throws: VaultError.damaged) { try UserKey.unwrap(other, with: personal) }
    }

    @Test func `the printed recovery secret opens the key and another does not`() throws {
        let secret = RecoverySecret.random()
        let wrapped = user.wrapped(by: secret)
        let typed = try #require(RecoverySecret(secret.text.lowercased().replacing("-", with: " ")))
        #expect(isUser(try UserKey.unwrap(wrapped, with: typed)))
        #expect(throws: VaultError.wrongKey) { try UserKey.unwrap(wrapped, with: RecoverySecret.random()) }
        #expect(throws: VaultError.wrongKey) { try UserKey.unwrap(wrapped.reversed(), with: secret) }
    }

    @Test func `slips in a typed recovery secret are noticed`() {
        let text = RecoverySecret.random().text
        #expect(text.count == 39 && text.split(separator: "-").count == 8)
        let letters = Array(text.filter { $0 != "-" })
        for place in letters.indices {
            for wrong in Base32.crockford where wrong != letters[place] {
                var typed = letters
                typed[place] = wrong
                #expect(RecoverySecret(String(typed)) == nil)
            }
            guard place > 0, letters[place] != letters[place - 1] else { continue }
            var typed = letters
            typed.swapAt(place, place - 1)
            #expect(RecoverySecret(String(typed)) == nil)
        }
        for wrong in ["", String(text.dropLast()), text + "0", OneTimeCode.random().text] {
            #expect(RecoverySecret(wrong) == nil)
        }
    }

    @Test func `a session's row opens with its token only`() throws {
        let token = Token.random()
        let sealed = user.sealed(for: token)
        #expect(sealed.count == 62 && sealed != user.sealed(for: token))
        #expect(isUser(try UserKey.open(sealed, for: token)))
        #expect(throws: VaultError.damaged) { try UserKey.open(sealed, for: Token.random()) }
        for place in sealed.indices {
            for bit in 0..<8 {
                var altered = sealed
                altered[place] ^= 1 << UInt8(bit)
                #expect(throws: VaultError.self) { try UserKey.open(altered, for: token) }
            }
        }
        for count in 0..<62 {
            #expect(throws: VaultError.damaged) { try UserKey.open(Array(sealed[..<count]), for: token) }
        }
        #expect(throws: VaultError.damaged) { try UserKey.open(sealed + [0], for: token) }
    }

    /// The server stores the token's digest beside the sealed key: it must not be what opens it.
    @Test func `the stored digest of a token opens nothing`() throws {
        let token = Token.random()
        let sealed = user.sealed(for: token)
        for guess in [token.digest, sha256(token.digest)] {
            let box = try AES.GCM.SealedBox(combined: sealed[2...])
            #expect(throws: (any Error).self) {
                try AES.GCM.open(box, using: SymmetricKey(data: guess), authenticating: Array(sealed[..<2]))
            }
        }
        // the control: the same opening with the key that the token gives
        let key = KeyMaterial.extracted(from: Array(token.text.utf8), label: "wayhouse/session/user key/1")
        let box = try AES.GCM.SealedBox(combined: sealed[2...])
        let opened = try AES.GCM.open(box, using: key.symmetric, authenticating: Array(sealed[..<2]))
        #expect(opened == user.key.rawRepresentation)
    }

    @Test func `no key shows itself when printed or dumped`() {
        for value in [user, RecoverySecret.random(), CompartmentKey.random()] as [Any] {
            var shown = String(describing: value) + String(reflecting: value)
            dump(value, to: &shown)
            #expect(!shown.contains("bytes") && !shown.contains("SecureBytes") && !shown.contains("PrivateKey"))
        }
    }

    /// RFC 7748 §6.1: Alice's key pair.
    @Test func `the public key is the one of RFC 7748`() throws {
        let secret = bytes(hex: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
        let answer = bytes(hex: "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        #expect(try UserKey(bytes: secret).publicKey == answer)
    }
}
