// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

/// AUTHN-4: what a passkey's right answers do.
struct PasskeyTests {
    private let party = SoftAuthenticator.party
    private let now = SoftAuthenticator.now

    private func signIn(
        _ authenticator: SoftAuthenticator, _ credential: PasskeyCredential
    ) throws -> (credential: PasskeyCredential, counterRegressed: Bool) {
        let challenge = PasskeyChallenge.random(at: now)
        let (data, client) = (authenticator.authenticatorData, authenticator.clientData(challenge))
        return try credential.check(
            authenticatorData: data, clientDataJSON: client, signature: try authenticator.sign(data, client),
            challenge: challenge, for: party, at: now + 119_999)
    }

    @Test(arguments: PasskeyAlgorithm.allCases)
    func `a passkey registers and signs in`(algorithm: PasskeyAlgorithm) throws {
        let authenticator = SoftAuthenticator(algorithm)
        let credential = try authenticator.registered()
        #expect(credential.algorithm == algorithm && credential.counter == 7)
        #expect(Base64URL.bytes(credential.id) == authenticator.id)
        let answer = try signIn(authenticator.signingIn, credential)
        #expect(answer.credential.counter == 8 && !answer.counterRegressed)
        let stored = try JSONDecoder().decode(PasskeyCredential.self, from: JSONEncoder().encode(answer.credential))
        #expect(stored == answer.credential)
        #expect(try signIn(authenticator.signingIn, stored).counterRegressed)
    }

    @Test func `another passkey does not sign in, of either kind`() throws {
        for (mine, other) in [(PasskeyAlgorithm.es256, PasskeyAlgorithm.es256), (.edDSA, .edDSA), (.es256, .edDSA)] {
            let credential = try SoftAuthenticator(mine).registered()
            #expect(throws: PasskeyFault.signature) { try signIn(SoftAuthenticator(other).signingIn, credential) }
        }
    }

    @Test(arguments: [
        (0, 0, 0, false), (7, 8, 8, false), (7, 7, 7, true), (7, 3, 7, true), (7, 0, 7, true), (0, 1, 1, false),
    ])
    func `a counter that does not go up is told`(stored: UInt32, said: UInt32, kept: UInt32, regressed: Bool) throws {
        var authenticator = SoftAuthenticator(.es256)
        authenticator.counter = stored
        let credential = try authenticator.registered()
        authenticator = authenticator.signingIn
        authenticator.counter = said
        let answer = try signIn(authenticator, credential)
        #expect(answer.credential.counter == kept && answer.counterRegressed == regressed)
    }

    @Test func `what browsers and authenticators may add is accepted`() throws {
        let more = [
            "", ",\"crossOrigin\":false,\"other_keys_can_be_added_here\":\"do not compare clientDataJSON against\"",
            ",\"tokenBinding\":{\"status\":\"supported\",\"n\":[1,-2.5e+3,null,true,{}]}",
            ",\"x\":\"\\uD83D\\uDE00\\n\"",
        ]
        for extra in more {
            var authenticator = SoftAuthenticator(.edDSA)
            authenticator.extra = extra
            #expect(throws: Never.self) { try authenticator.registered() }
        }
        var authenticator = SoftAuthenticator(.es256)
        authenticator.flags = 0xDD  // can be and is backed up, with extensions
        authenticator.tail = Written.map([(.text("credProtect"), .integer(2))]).encoded
        let credential = try authenticator.registered()
        authenticator = authenticator.signingIn
        authenticator.flags = 0x9D
        #expect(try signIn(authenticator, credential).credential.id == credential.id)
    }

    @Test func `other attestations are read and not judged`() throws {
        var authenticator = SoftAuthenticator(.es256)
        authenticator.format = .text("packed")
        authenticator.statement = .map([
            (.text("alg"), .integer(-7)), (.text("sig"), .bytes([1, 2, 3])),
            (.text("x5c"), .array([.bytes([UInt8](repeating: 0x30, count: 900))])),
        ])
        #expect(throws: Never.self) { try authenticator.registered() }
    }

    @Test func `a challenge is good for two minutes from when it was made`() {
        let challenge = PasskeyChallenge.random(at: now)
        #expect(challenge.text.count == 43 && challenge != .random(at: now))
        #expect(challenge.isFresh(at: now) && challenge.isFresh(at: now + 119_999))
        #expect(!challenge.isFresh(at: now + 120_000) && !challenge.isFresh(at: now - 1))
    }

    @Test func `a relying party is a secure origin with a name`() {
        for (origin, id) in [
            ("https://records.example.org", "records.example.org"), ("https://a.example:8443", "a.example"),
            ("http://localhost:8080", "localhost"), ("https://localhost", "localhost"),
            ("https://xn--h-0ga.la", "xn--h-0ga.la"),
        ] {
            #expect(RelyingParty(origin: origin)?.id == id)
        }
        for wrong in [
            "", "https://", "http://records.example.org", "https://192.168.1.10", "https://[::1]", "https://A.example",
            "https://a.example/", "https://a.example:443", "http://localhost:80", "https://a.example:0", "https://a..b",
            "https://a.example:08", "https://a.example:99999", "https://a.example:1:2", "ftp://a.example",
            "https://-a.b",
            "https://bücher.example", "https://a b.example", "https://u@a.example", "null",
        ] {
            #expect(RelyingParty(origin: wrong) == nil, "\(wrong)")
        }
        #expect(RelyingParty(origin: "https://a.b.example", id: "b.example")?.id == "b.example")
        for wrong in ["example", "other.example", ".b.example", "xb.example", ""] {
            #expect(RelyingParty(origin: "https://a.b.example", id: wrong) == nil)
        }
    }
}
