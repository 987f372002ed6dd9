// SPDX-License-Identifier: Apache-2.0

/// The headers that stand on every response, pages, errors and files alike.
public enum SecurityHeaders {
    /// Nothing is loaded from elsewhere, nothing inline runs, nothing frames the page, forms go home only.
    public static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
        "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    /// Name and value of each header, in the order they are sent. Nothing is kept by the browser.
    public static let always: [(name: String, value: String)] = [
        ("Content-Security-Policy", contentSecurityPolicy),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        (
            "Permissions-Policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
                + "payment=(), usb=(), interest-cohort=()"
        ),
    ]

    /// Besides, on a connection with TLS: one year (RFC 6797).
    public static let secureTransport = (name: "Strict-Transport-Security", value: "max-age=31536000")

    /// Besides, when a session ends: the browser forgets everything that this site left in it.
    public static let forget = (name: "Clear-Site-Data", value: "\"cache\", \"cookies\", \"storage\"")

    /// For the style sheet, the script and the icon, in place of `no-store`: they say nothing about anybody, and a
    /// phone on a bad line should load them once. `forget` empties this cache too.
    public static let assetCaching = (name: "Cache-Control", value: "private, max-age=86400")
}
