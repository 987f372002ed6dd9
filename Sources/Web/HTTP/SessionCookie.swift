// SPDX-License-Identifier: Apache-2.0

/// The one cookie: who is signed in. Never readable by scripts, never sent along from another site (RFC 6265bis).
public enum SessionCookie {
    /// `__Host-s` where the connection is encrypted; `s` on plain HTTP, which browsers only need on this same computer.
    public static func name(isSecure: Bool) -> String { isSecure ? "__Host-s" : "s" }

    /// The `Set-Cookie` value that begins a session; it ends with the browser.
    public static func begin(_ token: String, isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=\(token); Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
    }

    /// The `Set-Cookie` value that ends it.
    public static func end(isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
    }

    /// The token in a `Cookie` header; nil when there is none, or two that differ.
    public static func token(in header: String?, isSecure: Bool) -> String? {
        value(of: name(isSecure: isSecure), in: header)
    }

    /// The value of one cookie; nil when there is none, or two that differ.
    static func value(of name: String, in header: String?) -> String? {
        guard let header else { return nil }
        let wanted = name + "="
        let found = header.split(separator: ";").compactMap { piece -> Substring? in
            let trimmed = piece.drop { $0 == " " }
            return trimmed.hasPrefix(wanted) ? trimmed.dropFirst(wanted.count) : nil
        }
        guard let first = found.first, !first.isEmpty, found.allSatisfy({ $0 == first }) else { return nil }
        return String(first)
    }
}
