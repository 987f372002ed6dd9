// SPDX-License-Identifier: Apache-2.0

/// Why a passkey's answer is refused. No case carries what was sent. A person needs only "that did not work"; the log
/// and the alerts tell the cases apart.
public enum PasskeyFault: Error, Sendable, Equatable, CaseIterable {
    /// A part is longer than any browser sends.
    case tooLong
    /// The client data is not one strict JSON object in UTF-8 with what it must have: a byte order mark, a name
    /// twice, bytes after the end.
    case clientData
    /// A registration offered as a sign-in, or the other way round.
    case type
    /// The answer is to another challenge: replayed, or made up.
    case challenge
    /// The challenge is older than it may be, or from the future.
    case expired
    /// The answer was given to another site: somebody stands between.
    case origin
    /// The page was inside another site's page.
    case crossOrigin
    /// The attestation object is not the CBOR map that it must be.
    case attestation
    /// The authenticator's data is cut, too long or contradicts itself.
    case authenticatorData
    /// The passkey answered for another relying party.
    case relyingParty
    /// Nobody touched the authenticator.
    case userPresence
    /// The authenticator did not check who holds it (PIN, finger, face).
    case userVerification
    /// Neither ES256 nor EdDSA.
    case algorithm
    /// The public key is not one of its curve, or not written as it must be.
    case key
    /// The credential's id is empty or longer than 1,023 bytes.
    case credential
    /// The signature is not the passkey's over this answer.
    case signature
}
