// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

/// AUTHN-4: right answers with bits flipped.
struct PasskeyMutationTests {
    private struct Answer {
        var data: [UInt8]
        var client: [UInt8]
        var signature: [UInt8]
    }

    private let challenge = PasskeyChallenge.random(at: SoftAuthenticator.now)

    private func answer(_ authenticator: SoftAuthenticator) throws -> Answer {
        let (data, client) = (authenticator.authenticatorData, authenticator.clientData(challenge))
        return Answer(data: data, client: client, signature: try authenticator.sign(data, client))
    }

    private func isAccepted(_ answer: Answer, _ credential: PasskeyCredential) -> Bool {
        let checked = try? credential.check(
            authenticatorData: answer.data, clientDataJSON: answer.client, signature: answer.signature,
            challenge: challenge, for: SoftAuthenticator.party, at: SoftAuthenticator.now)
        return checked != nil
    }

    @Test(arguments: PasskeyAlgorithm.allCases)
    func `a flip of any bit of the signature, or its cut, is refused`(algorithm: PasskeyAlgorithm) throws {
        let authenticator = SoftAuthenticator(algorithm)
        let credential = try authenticator.registered()
        let right = try answer(authenticator.signingIn)
        #expect(isAccepted(right, credential))
        var signatures = right.signature.indices.map { Array(right.signature[..<$0]) } + [right.signature + [0]]
        for place in right.signature.indices {
            for bit in 0..<8 {
                var flipped = right.signature
                flipped[place] ^= 1 << UInt8(bit)
                signatures.append(flipped)
            }
        }
        for signature in signatures {
            #expect(throws: PasskeyFault.signature) {
                try credential.check(
                    authenticatorData: right.data, clientDataJSON: right.client, signature: signature,
                    challenge: challenge, for: SoftAuthenticator.party, at: SoftAuthenticator.now)
            }
        }
    }

    /// 20,000 answers: up to four bytes changed, dropped, doubled or put elsewhere.
    @Test(arguments: PasskeyAlgorithm.allCases)
    func `no answer with bytes changed at random is accepted`(algorithm: PasskeyAlgorithm) throws {
        var random = Seeded(4_011)
        let authenticator = SoftAuthenticator(algorithm)
        let credential = try authenticator.registered()
        let right = try answer(authenticator.signingIn)
        for _ in 0..<10_000 {
            var bent = right
            switch Int.random(in: 0..<3, using: &random) {
            case 0: mutate(&bent.data, using: &random)
            case 1: mutate(&bent.client, using: &random)
            default: mutate(&bent.signature, using: &random)
            }
            let isSame = bent.data == right.data && bent.client == right.client && bent.signature == right.signature
            #expect(isAccepted(bent, credential) == isSame)
        }
    }

    /// A registration is signed by nobody, so that a changed one may be another good one; it must never give a
    /// credential that the real passkey's answers fit but for the same key.
    @Test(arguments: PasskeyAlgorithm.allCases)
    func `no registration with bytes changed at random crashes or confuses keys`(algorithm: PasskeyAlgorithm) throws {
        var random = Seeded(4_012)
        let authenticator = SoftAuthenticator(algorithm)
        let credential = try authenticator.registered()
        let right = try answer(authenticator.signingIn)
        var accepted = 0
        for _ in 0..<10_000 {
            var (object, client) = (authenticator.attestationObject, authenticator.clientData(challenge))
            if Bool.random(using: &random) { mutate(&object, using: &random) } else { mutate(&client, using: &random) }
            let made = try? Passkey.register(
                clientDataJSON: client, attestationObject: object, challenge: challenge,
                for: SoftAuthenticator.party, at: SoftAuthenticator.now)
            guard let made else { continue }
            accepted += 1
            #expect((made.publicKey == credential.publicKey) == isAccepted(right, made))
        }
        #expect(accepted < 10_000)
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout Seeded) {
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(bytes[place], at: place)
            case 2: bytes.swapAt(place, Int.random(in: bytes.indices, using: &random))
            case 3:
                bytes[place] = [0, 1, 0x18, 0x1B, 0x5B, 0x7F, 0x80, 0x9F, 0xBB, 0xFF].randomElement(using: &random)!
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
    }

    @Test func `bytes that are nothing at all never crash the readers`() {
        var random = Seeded(4_013)
        for _ in 0..<20_000 {
            let bytes = [UInt8].random(Int.random(in: 0...60, using: &random), using: &random)
            var reader = CBORReader(bytes)
            while reader.item() != nil {}
            #expect(FlatJSON.members(bytes) == nil)
            #expect(throws: PasskeyFault.self) { try AuthenticatorData(bytes + [0xFF], isRegistration: true) }
        }
    }

    /// Why points of small order are refused at registration: one signature fits every message.
    @Test func `without that refusal a made-up signature would sign anything`() throws {
        let weak = [1] + [UInt8](repeating: 0, count: 31)
        let madeUp = weak + [UInt8](repeating: 0, count: 32)
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: weak)
        #expect(key.isValidSignature(madeUp, for: Array("any message".utf8)))
        #expect(throws: PasskeyFault.key) { try PasskeyKey(.edDSA, raw: weak) }
    }

    /// The control of the challenge: the same answer passes once more where the same challenge is asked once more.
    @Test func `without a new challenge an answer would be accepted twice`() throws {
        let authenticator = SoftAuthenticator(.es256)
        let (credential, right) = (try authenticator.registered(), try answer(authenticator.signingIn))
        #expect(isAccepted(right, credential) && isAccepted(right, credential))
    }
}
