// SPDX-License-Identifier: Apache-2.0

/// What an authenticator says and signs (WebAuthn §6.1): for whom, how the person was checked, how often it signed, and
/// at registration the new credential.
struct AuthenticatorData {
    struct Attested {
        let id: [UInt8]
        /// COSE, not looked at yet.
        let key: CBOR
    }

    /// SHA-256 of the relying party's id.
    let relyingParty: [UInt8]
    let isPresent: Bool
    let isVerified: Bool
    let counter: UInt32
    /// At registration only.
    let attested: Attested?

    private static let fixedCount = 37
    private static let idMaximum = 1_023

    /// Throws `authenticatorData` when it is cut or goes on after its end, when a credential is there that should not
    /// be or is not there that should, or when it is said to be backed up and not to be one that can be;
    /// `credential` when the id's length cannot be; `key` when its key is not CBOR.
    init(_ bytes: [UInt8], isRegistration: Bool) throws(PasskeyFault) {
        guard bytes.count >= Self.fixedCount else { throw .authenticatorData }
        let flags = Flags(rawValue: bytes[32])
        guard flags.contains(.attested) == isRegistration else { throw .authenticatorData }
        guard flags.contains(.canBeBackedUp) || !flags.contains(.isBackedUp) else { throw .authenticatorData }
        var end = Self.fixedCount
        attested = isRegistration ? try Self.attested(bytes, &end) : nil
        if flags.contains(.extensions) { try Self.skipExtensions(bytes, &end) }
        guard end == bytes.count else { throw .authenticatorData }
        relyingParty = Array(bytes[..<32])
        isPresent = flags.contains(.present)
        isVerified = flags.contains(.verified)
        counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The checks that registration and sign-in have in common (WebAuthn §7.1 and §7.2): for this relying party,
    /// touched, and checked who holds it.
    func check(for party: RelyingParty) throws(PasskeyFault) {
        guard ConstantTime.equal(relyingParty, sha256(Array(party.id.utf8))) else { throw .relyingParty }
        guard isPresent else { throw .userPresence }
        guard isVerified else { throw .userVerification }
    }

    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let present = Flags(rawValue: 0x01)
        static let verified = Flags(rawValue: 0x04)
        static let canBeBackedUp = Flags(rawValue: 0x08)
        static let isBackedUp = Flags(rawValue: 0x10)
        static let attested = Flags(rawValue: 0x40)
        static let extensions = Flags(rawValue: 0x80)
    }

    /// §6.5.1: AAGUID (16), length of the id (2), id, public key.
    private static func attested(_ bytes: [UInt8], _ end: inout Int) throws(PasskeyFault) -> Attested {
        let start = end + 18
        guard bytes.count >= start else { throw .authenticatorData }
        let count = Int(bytes[start - 2]) << 8 | Int(bytes[start - 1])
        guard (1...idMaximum).contains(count) else { throw .credential }
        guard bytes.count - start >= count else { throw .authenticatorData }
        var reader = CBORReader(bytes, from: start + count)
        guard let key = reader.item() else { throw .key }
        end = reader.position
        return Attested(id: Array(bytes[start..<(start + count)]), key: key)
    }

    /// What extensions answered is not used, but must be a map.
    private static func skipExtensions(_ bytes: [UInt8], _ end: inout Int) throws(PasskeyFault) {
        var reader = CBORReader(bytes, from: end)
        guard case .map = reader.item() else { throw .authenticatorData }
        end = reader.position
    }
}
