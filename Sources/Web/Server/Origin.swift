// SPDX-License-Identifier: Apache-2.0

/// Whether a request that changes something came from one of our own pages (security: three fences, each enough alone).
enum Origin {
    /// - Parameters:
    ///   - token: The session's form token; nil on pages where nobody is signed in yet.
    ///   - sent: What the form, or the `X-Form-Token` header, brought.
    /// - Throws: `Failure.foreign`.
    static func check(_ request: WebRequest, token: String? = nil, sent: String? = nil) throws(Failure) {
        if request.isSafe { return }
        if let site = request.header("sec-fetch-site") {
            guard site == "same-origin" || site == "none" else { throw .foreign }
        } else if let origin = request.header("origin"), origin != "null" {
            // Our pages send no referrer, which makes browsers send `Origin: null`: then the token alone decides.
            guard let host = request.header("host"), origin == "http://\(host)" || origin == "https://\(host)" else {
                throw .foreign
            }
        }
        guard let token, bearer(request) == nil || !request.path.hasPrefix("/api/") else { return }
        guard let sent, isEqual(sent, token) else { throw .foreign }
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
