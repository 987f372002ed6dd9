// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Vault
import Workflows

@testable import Web

/// A register in a folder of its own, with somebody signed in.
struct TestSite {
    let site: Site
    let folder: String
    static let passphrase = "seven quiet lanterns over the harbour"
    /// What a browser that has opened the sign-in page holds.
    static let entryToken = String(repeating: "5a", count: 32)
    static let rootPassphrase = "the register's own long passphrase"

    /// - Parameter isOpen: false leaves it sealed.
    init(isOpen: Bool = true, settings: SiteSettings = SiteSettings(), routes: [Route] = Routes.all) async throws {
        folder = NSTemporaryDirectory() + "wayhouse-web-\(UUID().uuidString)"
        let secret = Secret.passphrase(Self.rootPassphrase)
        let (sealed, _) = try await createInstance(
            in: folder, organisation: "House by the lake", owner: "dilani", secret: secret, cost: .trivial,
            secondFactor: .optional)
        let gate = Gate(sealed)
        let store = try await gate.unseal(with: secret)
        site = Site(
            gate: isOpen ? gate : Gate(sealed), settings: settings, clock: .system,
            throttle: SignInThrottle(cost: .trivial), routes: routes)
        // A passphrase that costs a millisecond to check; choosing one as people do is tested in SiteTests.
        guard var account = store.account(named: "dilani") else { throw SignInFailed(status: 0) }
        account.password = try PasswordHash.make(Self.passphrase, pepper: store.passwordPepper, cost: .trivial).hash
        try await store.save(account, action: "test.prepare")
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    func get(_ target: String, as browser: Browser? = nil, headers: [(String, String)] = []) async -> WebResponse {
        await site.respond(to: WebRequest("GET", target, headers: (browser?.headers ?? []) + headers))
    }

    func post(_ target: String, _ form: FormPairs, as browser: Browser? = nil, headers: [(String, String)] = []) async
        -> WebResponse
    {
        var form = form
        form.append("form-token", browser?.formToken ?? Self.entryToken)
        let cookie = browser?.headers ?? [("cookie", "\(Entry.name(site.settings.isSecure))=\(Self.entryToken)")]
        let text = form.pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(
            separator: "&")
        var type = [("content-type", "application/x-www-form-urlencoded")]
        if !headers.contains(where: { $0.0 == "sec-fetch-site" }) { type.append(("sec-fetch-site", "same-origin")) }
        return await site.respond(
            to: WebRequest("POST", target, headers: cookie + headers + type, body: Array(text.utf8)))
    }

    /// Sends a search as a form and follows it to its answer, whose address must hold none of its words.
    func search(_ target: String, _ form: FormPairs, as browser: Browser) async throws -> WebResponse {
        let sent = await post(target, form, as: browser)
        guard sent.status == 303, let address = sent.header("location") else { throw SignInFailed(status: sent.status) }
        for pair in form.pairs where address.contains(PercentCoding.encode(pair.value)) && pair.name != "names" {
            throw AddressSpeaks()
        }
        return await get(address, as: browser)
    }

    struct AddressSpeaks: Error {}

    func upload(_ target: String, file: [UInt8], named name: String, as browser: Browser) async -> WebResponse {
        let head = "--xYz\r\nContent-Disposition: form-data; name="
        let start = "\(head)\"form-token\"\r\n\r\n\(browser.formToken)\r\n\(head)\"file\"; filename=\"\(name)\"\r\n\r\n"
        let body = Array(start.utf8) + file + Array("\r\n--xYz--\r\n".utf8)
        return await site.respond(
            to: WebRequest(
                "POST", target,
                headers: browser.headers + [
                    ("content-type", "multipart/form-data; boundary=xYz"), ("sec-fetch-site", "same-origin"),
                ],
                body: body))
    }

    /// Signs in as people do, and remembers the cookie and the form token.
    func signIn() async throws -> Browser {
        let answer = await post("/sign-in", ["account": "dilani", "passphrase": Self.passphrase])
        guard
            let token = answer.header("set-cookie").flatMap({
                SessionCookie.token(in: $0, isSecure: site.settings.isSecure)
            }),
            let session = site.sessions.touch(token, now: site.clock.now())
        else { throw SignInFailed(status: answer.status) }
        return Browser(
            token: token, formToken: session.formToken, cookie: SessionCookie.name(isSecure: site.settings.isSecure))
    }

    struct SignInFailed: Error { let status: Int }

    struct Browser {
        let token: String
        let formToken: String
        var cookie = "s"
        var headers: [(String, String)] { [("cookie", "\(cookie)=\(token)")] }
    }
}

extension WebResponse {
    /// The value of the first hidden input of this name.
    func hidden(_ name: String) -> String? {
        text.firstMatch(of: try! Regex("name=\"\(name)\" value=\"([^\"]*)\"")).flatMap {
            $0.output[1].substring.map(String.init)
        }
    }
}
