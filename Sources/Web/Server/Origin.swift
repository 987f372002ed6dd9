// SPDX-License-Identifier: Apache-2.0

/// Whether a request that changes something came from one of our own pages. Two fences, beside the cookie's
/// `SameSite=Strict`; each alone stops what another site can send.
enum Origin {
    /// The first fence: where the browser says the request came from.
    ///
    /// Our pages send no referrer, so a form of ours says `Origin: null` in browsers; `Sec-Fetch-Site`, which no page
    /// can set, decides where there is one (Fetch Metadata; Chrome 76, Firefox 90, Safari 16.4, on TLS or on this same
    /// computer). A program that says neither and brings no cookie has nothing that another site could borrow.
    ///
    /// - Throws: `Failure.foreign`; `Failure.unsupported` for a body of plain text, which any site's form can send.
    static func check(_ request: WebRequest) throws(Failure) {
        if request.isSafe { return }
        if let site = request.header("sec-fetch-site") {
            guard site == "same-origin" else { throw .foreign }
        } else if let origin = request.header("origin") {
            guard let host = request.header("host"), origin == "http://\(host)" || origin == "https://\(host)" else {
                throw .foreign
            }
        } else if !isProgram(request) {
            throw .foreign
        }
        if (request.header("content-type") ?? "").lowercased().hasPrefix("text/plain") { throw .unsupported }
    }

    /// The second fence: the secret that our page was given.
    ///
    /// - Parameters:
    ///   - sent: What the form, or the `X-Form-Token` header, brought.
    ///   - token: The session's, or before signing in the one bound to the browser's entry cookie.
    /// - Throws: `Failure.stale`.
    static func check(_ sent: String?, is token: String) throws(Failure) {
        guard let sent, isEqual(sent, token) else { throw .stale }
    }

    /// True for what comes from a program: an address of the API with a bearer token or without any cookie.
    static func isProgram(_ request: WebRequest) -> Bool {
        request.path.hasPrefix("/api/") && (bearer(request) != nil || request.header("cookie") == nil)
    }

    /// The token of an `Authorization: Bearer` header; browsers never send one by themselves.
    static func bearer(_ request: WebRequest) -> String? {
        guard let header = request.header("authorization"), header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst(7))
    }

    /// Takes the same time wherever the texts differ.
    private static func isEqual(_ a: String, _ b: String) -> Bool {
        guard a.utf8.count == b.utf8.count else { return false }
        return zip(a.utf8, b.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
