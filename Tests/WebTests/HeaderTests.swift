// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

/// SESS-5: every answer of every route carries every header, exactly, with a nonce of its own.
@Suite struct HeaderTests {
    /// As `security c.4` writes them, apart from the nonce; a second text beside the one in the source, on purpose.
    static let expected: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            """
            default-src 'none'; script-src 'nonce-…'; style-src 'nonce-…'; img-src 'self' blob:; connect-src 'self'; \
            form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
            require-trusted-types-for 'script'; report-uri /csp
            """
        ),
        ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "same-origin"), ("Strict-Transport-Security", "max-age=31536000"),
    ]

    /// What is wrong with the headers of one answer, and the nonce in them.
    static func wrong(_ answer: WebResponse) -> (problems: [String], nonce: String?) {
        let policy = answer.header("content-security-policy") ?? ""
        let nonces = Set(policy.matches(of: #/'nonce-([0-9a-f]{32})'/#).map { String($0.1) })
        let nonce = nonces.count == 1 ? nonces.first : nil
        var problems: [String] = nonce == nil ? ["no nonce"] : []
        for header in expected {
            let all = answer.headers.filter { $0.name.lowercased() == header.name.lowercased() }.map(\.value)
            let said = all.map { nonce == nil ? $0 : $0.replacing(nonce!, with: "…") }
            if said != [header.value] { problems.append("\(header.name): \(said)") }
        }
        let powers = (answer.header("permissions-policy") ?? "").split(separator: ", ").filter { !$0.hasSuffix("=()") }
        if powers.sorted() != ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"] {
            problems.append("Permissions-Policy: \(powers)")
        }
        if answer.header("server") != nil { problems.append("Server") }
        if answer.header("content-type")?.hasPrefix("text/html") == true {
            let carried = Set(answer.text.matches(of: #/nonce="([^"]*)"/#).map { String($0.1) })
            if carried != Set([nonce ?? ""]) { problems.append("the page carries another nonce") }
            if answer.text.contains("style=") || answer.text.contains(#/<style(?! nonce=)/#) {
                problems.append("inline style")
            }
        }
        return (problems, nonce)
    }

    private static let secure = SiteSettings(isSecure: true)

    /// Every route as a member, as nobody and while sealed, by its own method and by others.
    private static func answers(_ test: TestSite, _ browser: TestSite.Browser?) async -> [(String, WebResponse)] {
        var answers: [(String, WebResponse)] = []
        for route in test.site.routes {
            let path = route.path.replacing("{kind}", with: "comment").replacing("{", with: "").replacing("}", with: "")
            for method in Set([route.method, "HEAD", "OPTIONS", "PATCH", "TRACE"]).sorted() {
                for token in Set([browser?.formToken, nil]) where route.path != "/sign-out" {
                    let headers =
                        (browser?.headers ?? []) + [("sec-fetch-site", "same-origin")]
                        + (token.map { [("x-form-token", $0)] } ?? [])
                    let answer = await test.site.respond(to: WebRequest(method, path, headers: headers))
                    if route.path == "/quick-exit" && method == "POST" && token != nil { continue }
                    answers.append(("\(method) \(path)", answer))
                }
            }
            answers.append(("large \(path)", test.site.tooLarge(WebRequest(route.method, path), limit: 1)))
        }
        for path in ["/nowhere", "/api/v1/nowhere", "/assets/nothing.js", "/cases/zz", "//", "/%00"] {
            answers.append((path, await test.get(path, as: browser)))
        }
        return answers
    }

    @Test(arguments: ["member", "nobody", "sealed"])
    func `every answer carries every header exactly and a nonce that no other has`(who: String) async throws {
        let test = try await TestSite(
            isOpen: who != "sealed", settings: Self.secure, routes: Routes.all + [Self.broken])
        defer { test.remove() }
        let browser = who == "member" ? try await test.signIn() : nil
        var nonces: Set<String> = []
        var statuses: Set<Int> = []
        let answers = await Self.answers(test, browser)
        for (what, answer) in answers {
            let (problems, nonce) = Self.wrong(answer)
            #expect(problems == [], "\(what) \(answer.status)")
            if let nonce { nonces.insert(nonce) }
            statuses.insert(answer.status)
        }
        #expect(nonces.count == answers.count && answers.count > 200)
        #expect(statuses.isSuperset(of: [200, 404, 405, 413, 500]), "control: errors were among them")
    }

    /// A route that fails, in tests only.
    private static let broken = Route("GET", "/broken", "Fails", .anyone { _ in throw CocoaError(.fileReadUnknown) })

    @Test func `ten thousand pages have ten thousand nonces`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        var nonces: Set<String> = []
        for _ in 0..<10_000 {
            let policy = await test.get("/healthz").header("content-security-policy") ?? ""
            nonces.insert(String(policy.firstMatch(of: #/nonce-([0-9a-f]{32})/#)?.1 ?? ""))
        }
        #expect(nonces.count == 10_000)
    }

    @Test func `the check sees each header that is missing, changed or sent twice`() async throws {
        let test = try await TestSite(settings: Self.secure)
        defer { test.remove() }
        let good = await test.get("/sign-in")
        #expect(Self.wrong(good).problems == [])
        for header in Self.expected.map(\.name) + ["Permissions-Policy"] {
            var bad = good
            bad.headers.removeAll { $0.name == header }
            #expect(Self.wrong(bad).problems != [], "without \(header)")
            bad.headers.append((header, "*"))
            #expect(Self.wrong(bad).problems != [], "with another \(header)")
            #expect(
                Self.wrong(good.with(header, "x")).problems != [] || header == "Permissions-Policy", "\(header) twice")
        }
        #expect(Self.wrong(good.with("Server", "x")).problems != [])
        var page = good
        page.body = Array(good.text.replacing(#/nonce="[^"]*"/#, with: "nonce=\"0\"").utf8)
        #expect(Self.wrong(page).problems != [])
        let other = WebResponse(headers: good.headers, body: Array((good.text + "<p style=\"x\">").utf8))
        #expect(Self.wrong(other).problems != [])
    }

    @Test func `what ends a session has the browser forget, and nothing else does`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        for address in ["/quick-exit", "/sign-out"] {
            let answer = await test.post(address, [:], as: try await test.signIn())
            #expect(answer.header("clear-site-data") == "\"cache\", \"cookies\", \"storage\"")
        }
        #expect(await test.get("/sign-in").header("clear-site-data") == nil)
    }

    @Test func `reports are counted, so many a minute, and nothing of them is kept`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        func report(_ type: String, _ body: String = "{}") async -> Int {
            let headers = [("content-type", type), ("sec-fetch-site", "same-origin")]
            return await test.site.respond(
                to: WebRequest("POST", "/csp", headers: headers, body: Array(body.utf8))
            ).status
        }
        #expect(await report("application/json") == 415)
        for _ in 0..<PolicyReports.perMinute { #expect(await report("application/csp-report") == 204) }
        #expect(await report("application/csp-report") == 429)
        #expect(test.site.policyReports.count == PolicyReports.perMinute)
        #expect(await report("application/csp-report", String(repeating: "x", count: 20_000)) == 413)
        let reports = PolicyReports()
        for second in 0..<120 { _ = reports.take(now: Int64(second) * 1000) }
        #expect(reports.count == 120)
    }

    @Test func `the cookie before signing in goes with the pages that need it and with no other`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let page = await test.get("/sign-in")
        let cookie = try #require(page.header("set-cookie"))
        #expect(cookie.hasPrefix("e=") && cookie.hasSuffix("; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict"))
        #expect(cookie.contains(try #require(page.hidden("form-token"))))
        for path in ["/quiet", "/assets/app.css", "/healthz", "/favicon.ico"] {
            #expect(await test.get(path).header("set-cookie") == nil, "\(path)")
        }
        let again = await test.get("/sign-in", headers: [("cookie", "e=\(TestSite.entryToken)")])
        #expect(again.hidden("form-token") == TestSite.entryToken, "two windows share it")
        for odd in ["e=", "e=x", "e=\"><script>", "e=\(String(repeating: "Z", count: 64))"] {
            let given = await test.get("/sign-in", headers: [("cookie", odd)]).hidden("form-token")
            #expect(given?.count == 64 && given.map { "e=\($0)" } != odd)
        }
        let secure = try await TestSite(settings: Self.secure)
        defer { secure.remove() }
        #expect(await secure.get("/sign-in").header("set-cookie")?.hasPrefix("__Host-e=") == true)
        #expect(await secure.get("/sign-in").header("set-cookie")?.hasSuffix("; Secure") == true)
    }
}
