// SPDX-License-Identifier: Apache-2.0

/// What is stored of a passkey. Nothing in it is secret, but keep it sealed under the system key: who can replace the
/// public key signs in.
public struct PasskeyCredential: Sendable, Hashable, Codable {
    /// The credential's id in base64url, as the browser's `credential.id` has it.
    public let id: String
    public let algorithm: PasskeyAlgorithm
    /// base64url of 65 bytes (0x04, x, y) for ES256, of 32 for EdDSA.
    public let publicKey: String
    /// How often the authenticator says it has signed; 0 for ever when it does not count (most phones).
    public let counter: UInt32

    private static let authenticatorDataMaximum = 4_096
    private static let signatureMaximum = 128

    init(id: [UInt8], key: PasskeyKey, counter: UInt32) {
        self.init(
            id: Base64URL.text(id), algorithm: key.algorithm, publicKey: Base64URL.text(key.raw), counter: counter)
    }

    private init(id: String, algorithm: PasskeyAlgorithm, publicKey: String, counter: UInt32) {
        self.id = id
        self.algorithm = algorithm
        self.publicKey = publicKey
        self.counter = counter
    }

    /// Checks an answer to a challenge (WebAuthn §7.2, user verification required) and gives what to store in place of
    /// this credential. `clientDataJSON`, `authenticatorData` and `signature` are the bytes of the browser's answer;
    /// which credential answered, and whose it is, the caller has found by its id. Under 0.5 ms.
    ///
    /// `counterRegressed` says that the counter did not go up: there may be two copies of the authenticator. The person
    /// is who they say all the same; tell somebody. The higher count is kept, so that it is told again.
    public func check(
        authenticatorData: [UInt8], clientDataJSON: [UInt8], signature: [UInt8], challenge: PasskeyChallenge,
        for party: RelyingParty, at milliseconds: Int64
    ) throws(PasskeyFault) -> (credential: PasskeyCredential, counterRegressed: Bool) {
        guard authenticatorData.count <= Self.authenticatorDataMaximum else { throw .tooLong }
        guard signature.count <= Self.signatureMaximum else { throw .tooLong }
        try ClientData(clientDataJSON).check(.signIn, challenge: challenge, party: party, at: milliseconds)
        let data = try AuthenticatorData(authenticatorData, isRegistration: false)
        try data.check(for: party)
        guard let raw = Base64URL.bytes(publicKey) else { throw .key }
        let key = try PasskeyKey(algorithm, raw: raw)
        guard key.isSigned(authenticatorData + sha256(clientDataJSON), by: signature) else { throw .signature }
        let regressed = (data.counter != 0 || counter != 0) && data.counter <= counter
        return (counted(max(counter, data.counter)), regressed)
    }

    private func counted(_ counter: UInt32) -> PasskeyCredential {
        PasskeyCredential(id: id, algorithm: algorithm, publicKey: publicKey, counter: counter)
    }
}
