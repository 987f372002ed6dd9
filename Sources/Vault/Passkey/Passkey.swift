// SPDX-License-Identifier: Apache-2.0

/// The making of a passkey, checked as W3C Web Authentication level 3 §7.1 demands of a relying party that wants user
/// verification and no attestation. Bytes in, a credential or a fault out; signing in is
/// ``PasskeyCredential/check(authenticatorData:clientDataJSON:signature:challenge:for:at:)``.
public enum Passkey {
    private static let attestationMaximum = 65_536

    /// The credential that the browser made. `clientDataJSON` and `attestationObject` are the bytes of the browser's
    /// answer; `challenge` is the one this sign-up was given, to be forgotten whatever comes of it; `milliseconds` is
    /// now. Under 0.2 ms.
    ///
    /// Attestation `none` must be empty; the statements of other formats are read and not judged: which maker built the
    /// authenticator is not asked. Whether the credential's id is already somebody's is the caller's to check.
    public static func register(
        clientDataJSON: [UInt8], attestationObject: [UInt8], challenge: PasskeyChallenge,
        for party: RelyingParty, at milliseconds: Int64
    ) throws(PasskeyFault) -> PasskeyCredential {
        try ClientData(clientDataJSON).check(.register, challenge: challenge, party: party, at: milliseconds)
        let data = try AuthenticatorData(authenticatorData(of: attestationObject), isRegistration: true)
        try data.check(for: party)
        guard let attested = data.attested else { throw .authenticatorData }
        return PasskeyCredential(id: attested.id, key: try PasskeyKey(cose: attested.key), counter: data.counter)
    }

    /// §6.5.4: a map of `fmt`, `attStmt` and `authData`, and nothing else.
    private static func authenticatorData(of object: [UInt8]) throws(PasskeyFault) -> [UInt8] {
        guard object.count <= attestationMaximum else { throw .tooLong }
        var reader = CBORReader(object)
        guard
            let whole = reader.item(), reader.isAtEnd, case .map(let map) = whole, map.count == 3,
            case .text(let format) = whole["fmt"], let statement = whole["attStmt"],
            case .bytes(let data) = whole["authData"]
        else { throw .attestation }
        switch statement {
        case .map(let members): guard format != "none" || members.isEmpty else { throw .attestation }
        case .bytes: guard format != "none" else { throw .attestation }
        default: throw .attestation
        }
        return data
    }
}
