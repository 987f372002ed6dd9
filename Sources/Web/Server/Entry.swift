// SPDX-License-Identifier: Apache-2.0

import Workflows

/// What binds the forms before signing in to the browser that asked for them, so that nobody can be signed in to
/// somebody else's account by another site (login CSRF).
///
/// The browser keeps a random token in a cookie that no script reads and no other site sends; the form brings the same
/// token. It stands for nobody and opens nothing, so the server keeps no list of them.
struct Entry: Sendable {
    let token: String
    /// True when the browser did not bring it and must be given it.
    let isNew: Bool

    /// How long a form before signing in may stay open, in seconds.
    static let longestSeconds = 3600

    /// The entry that the browser brought, or a new one.
    init(_ request: WebRequest, isSecure: Bool) {
        if let brought = SessionCookie.value(of: Self.name(isSecure), in: request.header("cookie")),
            brought.utf8.count == 64, brought.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        {
            token = brought
            isNew = false
        } else {
            token = Sessions.token()
            isNew = true
        }
    }

    /// The `Set-Cookie` value.
    func cookie(isSecure: Bool) -> String {
        "\(Self.name(isSecure))=\(token); Path=/; Max-Age=\(Self.longestSeconds); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    static func name(_ isSecure: Bool) -> String { isSecure ? "__Host-e" : "e" }
}
