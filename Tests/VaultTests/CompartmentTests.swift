// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

/// ENC-4: what is sealed in a compartment needs the private key of a person it was shared with.
struct CompartmentTests {
    private let text = Array("Calle de la Luna 7, third floor".utf8)
    private let context = CompartmentKey.context(
        install: Example.install, agency: Example.agency, scope: Example.scope, compartment: "location", epoch: 1)

    /// Everything that a thief of the running server has: all keys but those of the people who may open it.
    private struct Thief {
        let scope: ScopeKey
        let users: [UserKey]
        let envelopes: [[UInt8]]
        let context: [UInt8]

        /// The text, if any combination of what the thief holds opens it.
        func open(_ sealed: [UInt8]) -> [UInt8]? {
            var keys = [scope, scope.compartment(.random())]
            for envelope in envelopes {
                for user in users {
                    guard let key = try? CompartmentKey.open(envelope, with: user, context: context) else { continue }
                    keys.append(scope.compartment(key))
                }
            }
            return keys.lazy.compactMap { try? $0.open(sealed, at: Example.place) }.first
        }
    }

    @Test func `the server with every key but the right person's opens nothing`() throws {
        let scope = Example.scopeKey()
        let compartment = CompartmentKey.random()
        let (ana, custodians) = (UserKey.random(), UserKey.random())
        let others = (0..<20).map { _ in UserKey.random() }
        let envelopes = try [ana, custodians].map { user in
            try compartment.shared(with: user.publicKey, context: context)
        }
        let sealed = try scope.compartment(compartment).seal(text, at: Example.place)

        #expect(Thief(scope: scope, users: others, envelopes: envelopes, context: context).open(sealed) == nil)
        for user in [ana, custodians] {
            let friend = Thief(scope: scope, users: others + [user], envelopes: envelopes, context: context)
            #expect(friend.open(sealed) == text)
        }
        // the control: the same text sealed without the compartment is what the thief reads
        let plain = try scope.seal(text, at: Example.place)
        #expect(Thief(scope: scope, users: others, envelopes: envelopes, context: context).open(plain) == text)
    }

    @Test func `a person's key without the scope's opens nothing`() throws {
        let (scope, compartment) = (Example.scopeKey(), CompartmentKey.random())
        let sealed = try scope.compartment(compartment).seal(text, at: Example.place)
        #expect(try scope.compartment(compartment).open(sealed, at: Example.place) == text)
        #expect(throws: VaultError.damaged) {
            try Example.scopeKey().compartment(compartment).open(sealed, at: Example.place)
        }
        #expect(throws: VaultError.damaged) {
            try scope.compartment(.random()).open(sealed, at: Example.place)
        }
    }

    @Test func `an envelope is laid out as documented and differs each time`() throws {
        let (compartment, user) = (CompartmentKey.random(), UserKey.random())
        let envelope = try compartment.shared(with: user.publicKey, context: context)
        #expect(envelope.count == 82 && Array(envelope[..<2]) == [1, 1])
        #expect(envelope != (try compartment.shared(with: user.publicKey, context: context)))
    }

    @Test func `an envelope altered, cut or lengthened anywhere is refused`() throws {
        let user = UserKey.random()
        let envelope = try CompartmentKey.random().shared(with: user.publicKey, context: context)
        for place in envelope.indices {
            for bit in 0..<8 {
                var altered = envelope
                altered[place] ^= 1 << UInt8(bit)
                // the top bit of an encapsulated key is not part of the number, but is part of the key schedule
                #expect(throws: VaultError.self) {
                    try CompartmentKey.open(altered, with: user, context: context)
                }
            }
            #expect(throws: VaultError.damaged) {
                try CompartmentKey.open(Array(envelope[..<place]), with: user, context: context)
            }
        }
        #expect(throws: VaultError.damaged) { try CompartmentKey.open(envelope + [0], with: user, context: context) }
    }

    @Test func `an envelope of another install, agency, scope, compartment or epoch is refused`() throws {
        let user = UserKey.random()
        let envelope = try CompartmentKey.random().shared(with: user.publicKey, context: context)
        let (a, b, c) = (Example.install, Example.agency, Example.scope)
        let others = [
            (b, b, c, "location", 1), (a, a, c, "location", 1), (a, b, a, "location", 1), (a, b, c, "clinical", 1),
            (a, b, c, "location", 2), (a, b, c, "location", 0), (a, b + c, [], "location", 1),
        ].map { CompartmentKey.context(install: $0, agency: $1, scope: $2, compartment: $3, epoch: $4) }
        #expect(Set(others + [context]).count == others.count + 1)
        for other in others + [[], context + [0]] {
            #expect(throws: VaultError.damaged) { try CompartmentKey.open(envelope, with: user, context: other) }
        }
        #expect(throws: Never.self) { try CompartmentKey.open(envelope, with: user, context: context) }
    }

    /// Points of small order would give everybody the same key.
    @Test func `nothing is shared with what is no public key`() throws {
        let one = [1] + [UInt8](repeating: 0, count: 31)
        let eighth = bytes(hex: "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
        for wrong in [[], [UInt8](repeating: 0, count: 32), one, eighth, [UInt8](repeating: 9, count: 31)] {
            #expect(throws: VaultError.damaged) {
                try CompartmentKey.random().shared(with: wrong, context: context)
            }
        }
        // the control: the library alone would share with a point that anybody can answer for
        let zero = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: [UInt8](repeating: 0, count: 32))
        let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
        #expect(throws: Never.self) { try HPKE.Sender(recipientKey: zero, ciphersuite: suite, info: Data()) }
    }

    #if DEBUG
        @Test func `with sealing taken out a compartment shows its text too`() throws {
            let root = SealingControl.$isOff.withValue(true) { RootKey.generate() }
            let scope = root.newAgencyKey().key.newScopeKey(scope: Example.scope, epoch: 1).key
            let key = CompartmentKey.random()
            let sealed = try scope.compartment(key).seal(text, at: Example.place)
            #expect(sealed.indices.contains { sealed[$0...].starts(with: text) })
            #expect(try scope.compartment(key).open(sealed, at: Example.place) == text)
        }
    #endif

    /// RFC 9180 A.2.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, first message.
    @Test func `HPKE opens the message of RFC 9180`() throws {
        let key = try Curve25519.KeyAgreement.PrivateKey(
            rawRepresentation: bytes(hex: "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"))
        var recipient = try HPKE.Recipient(
            privateKey: key, ciphersuite: .Curve25519_SHA256_ChachaPoly,
            info: Data(bytes(hex: "4f6465206f6e2061204772656369616e2055726e")),
            encapsulatedKey: Data(bytes(hex: "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")))
        let message = bytes(
            hex: """
                1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db
                21993c62ce81883d2dd1b51a28
                """)
        let plain = try recipient.open(message, authenticating: bytes(hex: "436f756e742d30"))
        #expect(String(decoding: plain, as: UTF8.self) == "Beauty is truth, truth beauty")
    }
}
