// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Workflows

/// Passkeys: what the browser is asked, and one's own.
enum PasskeyHandlers {
    /// What the page's script needs; binary as base64url.
    private struct Options: Encodable {
        let challenge: String
        /// The host that passkeys of this site belong to.
        let party: String
        let name: String
        let user: String
        let account: String
        /// The ids of the person's passkeys.
        let known: [String]
    }

    static func atTheDoor(_ visit: Visit, _ store: CaseStore) throws -> WebResponse {
        switch try? visit.stage() {
        case .factor(let known)?: return try options(known.account, visit)
        case .enrolling(let enrolment)?:
            guard let account = store.account(enrolment.account) else { throw StoreError.notFound }
            return try options(account, visit)
        case nil: throw StoreError.notFound
        }
    }

    static func inside(_ member: Member) throws -> WebResponse { try options(member.account, member.visit) }

    static func add(_ member: Member) async throws -> WebResponse {
        guard let answer = member.visit.passkeyAnswer,
            let passkey = NewPasskey(answer, cookie: member.token, challenges: member.visit.site.challenges)
        else { throw Failure.malformed("passkey") }
        do { try await addPasskey(passkey, by: member.access, in: member.store) } catch SignInRefusal.wrong {
            throw Failure.malformed("passkey")
        }
        return .see("/account")
    }

    static func remove(_ member: Member) async throws -> WebResponse {
        do {
            try await removePasskey(member.form["passkey"] ?? "", by: member.access, in: member.store)
        } catch SignInRefusal.wrong { throw Failure.malformed("passkey") }
        return .see("/account")
    }

    private static func options(_ account: Account, _ visit: Visit) throws -> WebResponse {
        let site = visit.site
        guard let challenge = site.challenges.give(visit.cookie, now: site.clock.now()) else {
            throw StoreError.notFound
        }
        let user = Data(account.id.bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return try .json(
            Options(
                challenge: challenge, party: visit.host, name: site.settings.neutralName,
                user: user.replacing("=", with: ""), account: account.name, known: account.passkeyIDs))
    }
}

extension Visit {
    /// The host of the address, without its port.
    var host: String {
        let host = request.header("host") ?? "localhost"
        return String(host.split(separator: ":").first ?? "localhost")
    }

    /// What the script of the page put into the form; nil when no passkey was used.
    var passkeyAnswer: PasskeyAnswer? {
        let origin = (site.settings.isSecure ? "https://" : "http://") + (request.header("host") ?? "localhost")
        return PasskeyAnswer(
            id: form["passkey-id"], client: form["passkey-client"], data: form["passkey-data"],
            signature: form["passkey-signature"], origin: origin)
    }
}
