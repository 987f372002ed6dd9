// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Workflows

@testable import Web

/// Sends every route that changes something what another site could send, and says where anything got through.
///
/// It is made from the route table, so a new route is swept as soon as it stands there.
struct Sweep {
    let test: TestSite
    /// Somebody whose session must live on.
    let watched: TestSite.Browser
    /// What stands between a sweep and the site: nothing, or in a control what a missing fence would let pass.
    var doctored: @Sendable (WebRequest) -> WebRequest = { $0 }

    /// A way in which a request can come from elsewhere.
    enum Attack: String, CaseIterable {
        case noToken, wrongToken, crossSite, sameSite, foreignOrigin, nullOrigin, noOrigin, byGet, plainText
    }

    /// Everything that the routes ask for at once, so that one body does for all.
    static let form: FormPairs = [
        "prs_FirstName": "Amara", "org_Name": "Lake", "cco_CaseComment": "x", "request": "r", "version": "1",
        "unsaved-address": "/cases", "name": "Amara", "text": "Amara", "format": "htcds-csv", "held": "h",
        "account": "dilani", "passphrase": TestSite.passphrase, "again": TestSite.passphrase, "code": "AAAA",
    ]
    static let json = """
        {"values":{"prs_FirstName":"Amara"},"kind":"comment","account":"dilani","text":"A","name":"A",\
        "passphrase":"\(TestSite.passphrase)","format":"htcds-csv"}
        """

    /// The path with real ids in its braces where there are such.
    func path(_ route: Route, _ ids: [String: String]) -> String {
        route.path.split(separator: "/").map { part in
            part.first == "{" ? ids[String(part.dropFirst().dropLast())] ?? EntityID.random().description : String(part)
        }.reduce("") { $0 + "/" + $1 }
    }

    /// What our own page would send, or what an attack makes of it.
    func request(_ route: Route, _ path: String, _ sender: Sender, _ attack: Attack?) -> WebRequest {
        var headers = [("cookie", sender.cookie), ("host", "localhost:8080")]
        var token: String? = sender.token
        var method = route.method
        var site: String? = "same-origin"
        switch attack {
        case .noToken: token = nil
        case .wrongToken: token = String(sender.token.reversed())
        case .crossSite: site = "cross-site"
        case .sameSite: site = "same-site"
        case .foreignOrigin: headers.append(("origin", "http://evil.example"))
        case .nullOrigin: headers.append(("origin", "null"))
        case .byGet: method = "GET"
        case .noOrigin, .plainText, nil: break
        }
        if [.foreignOrigin, .nullOrigin, .noOrigin].contains(attack) { site = nil }
        if let site { headers.append(("sec-fetch-site", site)) }
        if let token { headers.append(("x-form-token", token)) }
        let type = attack == .plainText ? "text/plain" : Self.type(route)
        headers.append(("content-type", type))
        let body = route.isAPI ? Self.json : Self.encoded(token)
        let target = attack == .byGet && !route.isAPI ? "\(path)?\(body)" : path
        return WebRequest(method, target, headers: headers, body: attack == .byGet ? [] : Array(body.utf8))
    }

    private static func type(_ route: Route) -> String {
        if route.path == SecurityHeaders.reportAddress { return "application/csp-report" }
        return route.isAPI ? "application/json" : "application/x-www-form-urlencoded"
    }

    private static func encoded(_ token: String?) -> String {
        let pairs = form.pairs + (token.map { [(name: "form-token", value: $0)] } ?? [])
        return pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    /// Who sends: their cookie and the token of their pages.
    struct Sender {
        let cookie: String
        let token: String
        static let stranger = Sender(cookie: "e=\(TestSite.entryToken)", token: TestSite.entryToken)
        static func member(_ browser: TestSite.Browser) -> Sender {
            Sender(cookie: "\(browser.cookie)=\(browser.token)", token: browser.formToken)
        }
    }

    /// What one attack on one route showed: nil when it was turned away and changed nothing.
    func broken(_ route: Route, _ path: String, _ sender: Sender, _ attack: Attack) async throws -> String? {
        let before = try await state()
        let answer = await test.site.respond(to: doctored(request(route, path, sender, attack)))
        let after = try await state()
        let what = "\(attack.rawValue) \(route.method) \(path): \(answer.status)"
        if before != after { return "\(what), and something changed" }
        if attack == .byGet, test.site.route("GET", path) != nil { return nil }
        return (400..<500).contains(answer.status) ? nil : what
    }

    /// All that a request could change: what was done in the register, who is signed in, what waits to be saved.
    func state() async throws -> [String] {
        let store = test.site.gate.store!
        let account = store.account(named: "dilani")!
        let access = Access(account.actor(as: .supervisor))
        let acts = try await readActs(latest: 100_000, by: access, in: store)
        // Who was refused has changed nothing.
        let carriedOut = acts.filter { !$0.outcome.hasPrefix("denied") && $0.outcome != "hidden" }
        let done = carriedOut.filter { !Self.reading.contains($0.action) }.map {
            "\($0.action) \($0.subject.map { "\($0)" } ?? "-")"
        }
        let unsaved = test.site.unsaved.text(for: "/cases", of: account.id, now: test.site.clock.now())
        let isSignedIn = await test.get("/cases", as: watched).status == 200
        return done.sorted() + ["\(isSignedIn)", "\(unsaved != nil)", "\(test.site.policyReports.count)"]
    }

    private static let reading: Set<String> = [
        "case.read", "case.classify", "case.list", "register.compare", "register.search", "audit.read", "register.list",
        "person.search", "person.compare",
        "organisation.read", "register.export", "dataset.publish", "people.count", "file.read", "ticket.read",
    ]
}
