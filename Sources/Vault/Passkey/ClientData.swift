// SPDX-License-Identifier: Apache-2.0

/// What the browser says about the question that the passkey answers (WebAuthn §5.8.1).
struct ClientData {
    enum Ceremony: String {
        case register = "webauthn.create"
        case signIn = "webauthn.get"
    }

    private static let maximum = 8_192

    private let type: String
    private let challenge: String
    private let origin: String
    private let isCrossOrigin: Bool

    /// Throws `tooLong`, and `clientData` when it is not one strict JSON object with texts for type, challenge and
    /// origin. Names that are not known are passed over, as §5.8.1 demands.
    init(_ bytes: [UInt8]) throws(PasskeyFault) {
        guard bytes.count <= Self.maximum else { throw .tooLong }
        guard
            let members = FlatJSON.members(bytes), case .text(let type) = members["type"],
            case .text(let challenge) = members["challenge"], case .text(let origin) = members["origin"]
        else { throw .clientData }
        self.type = type
        self.challenge = challenge
        self.origin = origin
        switch members["crossOrigin"] {
        case nil: isCrossOrigin = members["topOrigin"] != nil  // said only from inside another site's page
        case .bool(let value): isCrossOrigin = value || members["topOrigin"] != nil
        default: throw .clientData
        }
    }

    /// Throws `type`, `challenge`, `expired`, `origin`, `crossOrigin`, in this order.
    func check(
        _ ceremony: Ceremony, challenge expected: PasskeyChallenge, party: RelyingParty, at milliseconds: Int64
    ) throws(PasskeyFault) {
        guard type.utf8.elementsEqual(ceremony.rawValue.utf8) else { throw .type }
        guard ConstantTime.equal(Array(challenge.utf8), Array(expected.text.utf8)) else { throw .challenge }
        guard expected.isFresh(at: milliseconds) else { throw .expired }
        guard origin.utf8.elementsEqual(party.origin.utf8) else { throw .origin }
        guard !isCrossOrigin else { throw .crossOrigin }
    }
}
