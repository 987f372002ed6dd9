// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

/// AUTHZ-4: a route cannot come into being unseen.
@Suite struct RouteListTests {
    /// What somebody who is not signed in may call; all else asks for a session, and through it the policy.
    static let open: Set<String> = [
        "GET /", "GET /assets/icon.svg", "GET /assets/{name}", "GET /favicon.ico", "GET /quiet", "POST /quick-exit",
        "GET /healthz", "GET /health", "GET /unseal", "POST /unseal", "GET /api/v1/unseal", "POST /api/v1/unseal",
        "GET /sign-in", "POST /sign-in", "GET /sign-in/factor",
        "POST /sign-in/factor", "POST /sign-in/passkey", "GET /first-sign-in", "POST /first-sign-in",
        "GET /first-sign-in/factor",
        "POST /first-sign-in/factor", "GET /openapi.json", "POST \(SecurityHeaders.reportAddress)",
        "POST /api/v1/session", "GET /api/v1/codebook",
        // The person's own view, and reports from outside: shut until opened, slowed down, and then the same policy.
        "GET /hello", "POST /hello", "POST /hello/write", "POST /hello/withdraw", "POST /hello/close", "GET /tell",
        "POST /tell",
        // What is public of a directory of services; nothing of a case is in it.
        "GET /api/v1/hsds", "GET /api/v1/hsds/services", "GET /api/v1/hsds/services/{service}",
        "GET /api/v1/hsds/organizations", "GET /api/v1/hsds/organizations/{organization}",
    ]

    @Test func `every route stands in the list for programs, and nothing else does`() throws {
        let bytes = try WebResponse.json(OpenAPI.document(Routes.all)).body
        let document = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let listed = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        #expect(listed == Set(Routes.all.map { "\($0.method) \($0.path)" }))
        #expect(Routes.all.count == listed.count, "two routes share an address")
    }

    @Test func `only what is listed here can be called without a session`() {
        let unguarded = Routes.all.filter { if case .member = $0.handler { false } else { true } }
        #expect(Set(unguarded.map { "\($0.method) \($0.path)" }).subtracting(Self.open).sorted() == [])
    }

    @Test func `whatever asks for a session says so to programs`() throws {
        let bytes = try WebResponse.json(OpenAPI.document(Routes.all)).body
        let document = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        for route in Routes.all {
            let operation = try #require(paths[route.path]?[route.method.lowercased()])
            let isGuarded = if case .member = route.handler { true } else { false }
            #expect((operation["security"] != nil) == isGuarded, "\(route.method) \(route.path)")
        }
    }
}
