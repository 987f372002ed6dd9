// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Synchronization
import Vault

/// What a browser says for a passkey, as its script sends it: base64url throughout.
public struct PasskeyAnswer: Sendable {
    var id: String
    var client: [UInt8]
    /// The authenticator's data, or the attestation when the passkey is new.
    var data: [UInt8]
    var signature: [UInt8]
    /// The site as the browser saw it, such as `https://records.example`.
    var origin: String

    /// Nil when one of the texts is not base64url, or there is no id.
    public init?(id: String?, client: String?, data: String?, signature: String?, origin: String) {
        guard let id, !id.isEmpty, let client = Self.bytes(client), let data = Self.bytes(data),
            let signature = Self.bytes(signature ?? "")
        else { return nil }
        (self.id, self.client, self.data, self.signature, self.origin) = (id, client, data, signature, origin)
    }

    private static func bytes(_ text: String?) -> [UInt8]? {
        guard var text, text.utf8.count < 200_000 else { return nil }
        text = text.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text).map { Array($0) }
    }
}

/// The challenges that were given out and not answered: one for each holder of a token, used once, for two minutes.
public final class PasskeyChallenges: Sendable {
    private let given = Mutex<[[UInt8]: PasskeyChallenge]>([:])
    /// At most; older ones have run out long before.
    private static let max = 10_000

    public init() {}

    /// A new challenge for the holder of a cookie, in place of any other.
    ///
    /// - Returns: 43 characters of base64url; nil without a cookie.
    public func give(_ cookie: String?, now: Int64) -> String? {
        guard let holder = cookie.flatMap({ Token($0) })?.digest else { return nil }
        let challenge = PasskeyChallenge.random(at: now)
        given.withLock { given in
            given = given.filter { $0.value.isFresh(at: now) }
            if given.count < Self.max { given[holder] = challenge }
        }
        return challenge.text
    }

    func take(_ cookie: String?) -> PasskeyChallenge? {
        guard let holder = cookie.flatMap({ Token($0) })?.digest else { return nil }
        return given.withLock { $0.removeValue(forKey: holder) }
    }
}

/// A passkey that a browser has just made, with what it was made for.
public struct NewPasskey: Sendable {
    let answer: PasskeyAnswer
    let challenge: PasskeyChallenge

    /// Takes the challenge of the holder of a cookie; nil when there is none.
    public init?(_ answer: PasskeyAnswer, cookie: String?, challenges: PasskeyChallenges) {
        guard let challenge = challenges.take(cookie) else { return nil }
        self.answer = answer
        self.challenge = challenge
    }

    /// - Throws: `SignInRefusal.wrong`.
    func credential(at now: Int64) throws(SignInRefusal) -> PasskeyCredential {
        guard let party = RelyingParty(origin: answer.origin) else { throw .wrong }
        do {
            return try Passkey.register(
                clientDataJSON: answer.client, attestationObject: answer.data, challenge: challenge, for: party,
                at: now)
        } catch { throw .wrong }
    }
}

/// Makes a passkey one's own, from a browser's answer.
///
/// - Throws: `SignInRefusal.wrong`; `Refusal` (`stepUp`).
public func addPasskey(_ passkey: NewPasskey, by access: Access, in store: CaseStore) async throws {
    guard access.isStepUpFresh else { throw Refusal(.accountManage, .stepUp) }
    let credential = try passkey.credential(at: store.clock.now())
    let actor = access.actor
    try await store.changePeople { people in
        var account = try people.account(actor.id)
        guard account.passkeys.count < 10, !account.passkeys.contains(where: { $0.id == credential.id }) else {
            throw SignInRefusal.wrong
        }
        account.passkeys.append(credential)
        people.note(actor, action: "user.passkey")
        try people.put(account)
    }
}

/// Takes a passkey away. The last second factor stays where the office asks for one.
public func removePasskey(_ id: String, by access: Access, in store: CaseStore) async throws {
    guard access.isStepUpFresh else { throw Refusal(.accountManage, .stepUp) }
    let actor = access.actor
    try await store.changePeople { people in
        var account = try people.account(actor.id)
        let left = account.passkeys.filter { $0.id != id }
        guard account.seed != nil || !left.isEmpty else { throw SignInRefusal.wrong }
        account.passkeys = left
        people.note(actor, action: "user.passkeyGone")
        try people.put(account)
    }
}

/// Checks a passkey as second factor.
///
/// - Throws: `SignInRefusal`.
public func showPasskey(
    _ answer: PasskeyAnswer, of id: EntityID, cookie: String?, challenges: PasskeyChallenges, device: EntityID? = nil,
    address: String? = nil, in store: CaseStore, throttle: SignInThrottle
) async throws -> FactorShown {
    let challenge = challenges.take(cookie)
    guard let known = store.account(id) else { throw SignInRefusal.wrong }
    let attempt = try throttle.admit(known.name, device: device, address: address, store: store)
    do {
        return try await store.changePeople { people in
            var account = try people.account(id)
            guard let place = account.passkeys.firstIndex(where: { $0.id == answer.id }), let challenge,
                let party = RelyingParty(origin: answer.origin)
            else { throw SignInRefusal.wrong }
            let checked = try? account.passkeys[place].check(
                authenticatorData: answer.data, clientDataJSON: answer.client, signature: answer.signature,
                challenge: challenge, for: party, at: store.clock.now())
            guard let checked else { throw SignInRefusal.wrong }
            account.passkeys[place] = checked.credential
            try people.put(account)
            try throttle.succeeded(attempt, store, people)
            // A counter that went back may be a copied authenticator: it is let in, and the log says so.
            people.note(
                account.actor(device: device), action: "user.factor",
                outcome: checked.counterRegressed ? "passkeyCounter" : FactorShown.passkey.rawValue)
            return .passkey
        }
    } catch SignInRefusal.wrong {
        try await noteFailure(of: known, attempt, store, throttle, action: "user.factor")
        throw SignInRefusal.wrong
    }
}
