// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

/// What a browser really sends: Chromium 156 with its virtual authenticator, on http://localhost:18777, asked to sign
/// 32 bytes of 7 at registration and 32 bytes of 9 at sign-in.
struct PasskeyBrowserTests {
    struct Recorded: Sendable {
        let id: String
        let made: String
        let object: String
        let used: String
        let data: String
        let signature: String
    }

    private static let template =
        #","other_keys_can_be_added_here":"do not compare clientDataJSON against a template. "#
        + #"See https://goo.gl/yabPex""#
    private static let site = #""origin":"http://localhost:18777","crossOrigin":false"#
    private static let made = #"{"type":"webauthn.create","challenge":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","#
    private static let used = #"{"type":"webauthn.get","challenge":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk","#

    static let es256 = Recorded(
        id: "phd43Hz8vsM8zSfS7OHszeTPDhI7sEhQnU_DUK05xj4",
        made: made + site + template + "}",
        object: "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQF"
            + "BgcIAQIDBAUGBwgAIKYXeNx8_L7DPM0n0uzh7M3kzw4SO7BIUJ1Pw1CtOcY-pQECAyYgASFYIDya989zpvVQ0Y6g9jv3BYTm"
            + "oOt5u_TWZk63D4wynrJ1Ilgg43sD8bW4sq49V0xAD7Jal3b_CmWJ5udmAqLGF-R9-nE",
        used: used + site + "}",
        data: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
        signature: "MEYCIQCSZGMuTTWFtMhZymFetR1gVyx_58xEnLQREJH9kC2pRwIhAOC5NCJkZ25assV8boTbHuPVpFKN-8bJlCcVr312soiZ")

    static let edDSA = Recorded(
        id: "vRoBN3I4K7mHmQW-wnDXnIh0sIpra0zl-ioeQ1JIYfU",
        made: made + site + "}",
        object: "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViBSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQF"
            + "BgcIAQIDBAUGBwgAIL0aATdyOCu5h5kFvsJw15yIdLCKa2tM5foqHkNSSGH1pAEBAycgBiFYIN47-UtgLdSbv9OI9UNR_9qZ"
            + "r-6A69dV0diXhjDShYGI",
        used: used + site + template + "}",
        data: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
        signature: "EqtyZj8VWSrLPU_9ihyoLy_aE9gWAkOuiDAgqMyb74mTPUPhWF1LfAJ_xvknduK5JAWeqmKf7_tkmDhHa8ZjCw")

    @Test(arguments: [(PasskeyAlgorithm.es256, es256), (PasskeyAlgorithm.edDSA, edDSA)])
    func `what Chromium sends registers and signs in`(algorithm: PasskeyAlgorithm, sent: Recorded) throws {
        let party = try #require(RelyingParty(origin: "http://localhost:18777"))
        func challenge(of byte: UInt8) -> PasskeyChallenge {
            PasskeyChallenge(text: Base64URL.text([UInt8](repeating: byte, count: 32)), issued: 0)
        }
        let credential = try Passkey.register(
            clientDataJSON: Array(sent.made.utf8), attestationObject: #require(Base64URL.bytes(sent.object)),
            challenge: challenge(of: 7), for: party, at: 0)
        #expect(credential.id == sent.id && credential.algorithm == algorithm && credential.counter == 1)
        let signature = try #require(Base64URL.bytes(sent.signature))
        func signIn(_ clientData: String) throws -> (credential: PasskeyCredential, counterRegressed: Bool) {
            try credential.check(
                authenticatorData: #require(Base64URL.bytes(sent.data)), clientDataJSON: Array(clientData.utf8),
                signature: signature, challenge: challenge(of: 9), for: party, at: 0)
        }
        let answer = try signIn(sent.used)
        #expect(answer.credential.counter == 2 && !answer.counterRegressed)
        #expect(throws: PasskeyFault.signature) { _ = try signIn(sent.used + " ") }
    }
}
