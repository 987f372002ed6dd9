// SPDX-License-Identifier: Apache-2.0

import Cases

/// The headers that stand on every response: pages, errors, files and what programs get alike.
public enum SecurityHeaders {
    /// Name and value of each header, in the order they are sent.
    ///
    /// Nothing is kept by the browser, style sheet and script included: what lies in a cache says where somebody was.
    ///
    /// - Parameters:
    ///   - nonce: Of this response alone; what the page itself loads carries it (CSP 3 §2.3.1).
    ///   - isSecure: True when a proxy in front speaks TLS. Browsers ignore `Strict-Transport-Security` on plain
    ///     connections (RFC 6797 §8.1), so it is sent only then.
    public static func all(nonce: String, isSecure: Bool) -> [(name: String, value: String)] {
        [
            ("Content-Security-Policy", contentSecurityPolicy(nonce: nonce)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Permissions-Policy", permissionsPolicy),
        ] + (isSecure ? [("Strict-Transport-Security", "max-age=31536000")] : [])
    }

    /// Only what carries the nonce runs and styles, nothing comes from elsewhere, nothing frames the page, forms go
    /// home only, and scripts cannot turn text into HTML.
    public static func contentSecurityPolicy(nonce: String) -> String {
        [
            "default-src 'none'", "script-src 'nonce-\(nonce)'", "style-src 'nonce-\(nonce)'", "img-src 'self' blob:",
            "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
            "object-src 'none'", "require-trusted-types-for 'script'", "report-uri \(reportAddress)",
        ].joined(separator: "; ")
    }

    /// For files of others: no script, no style, no form, an origin of its own.
    public static let sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'"

    /// Where browsers report what the policy stopped.
    public static let reportAddress = "/csp"

    /// 128 random bits, as hexadecimal digits.
    public static func nonce() -> String { EntityID.random().description }

    /// Every power that a page can ask a browser for is off; keys that sign people in are for us alone.
    public static let permissionsPolicy =
        (off.map { "\($0)=()" } + ["publickey-credentials-get=(self)", "publickey-credentials-create=(self)"])
        .joined(separator: ", ")

    /// What the W3C's list of features (Permissions Policy, features.md) and the browsers of this year know as powers.
    private static let off = [
        "accelerometer", "aria-notify", "attribution-reporting", "autoplay", "bluetooth", "browsing-topics", "camera",
        "captured-surface-control", "clipboard-read", "clipboard-write", "compute-pressure", "cross-origin-isolated",
        "deferred-fetch", "deferred-fetch-minimal", "digital-credentials-create", "digital-credentials-get",
        "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
        "identity-credentials-get", "idle-detection", "interest-cohort", "keyboard-map", "language-detector",
        "language-model", "local-fonts", "local-network", "local-network-access", "loopback-network", "magnetometer",
        "media-playback-while-not-visible", "microphone", "midi", "on-device-speech-recognition", "otp-credentials",
        "payment", "picture-in-picture", "private-state-token-issuance", "private-state-token-redemption",
        "screen-wake-lock", "serial", "speaker-selection", "storage-access", "summarizer", "sync-xhr", "translator",
        "unload", "usb", "web-share", "window-management", "xr-spatial-tracking",
    ]

    /// Besides, when a session ends: the browser forgets everything that this site left in it.
    public static let forget = (name: "Clear-Site-Data", value: "\"cache\", \"cookies\", \"storage\"")
}
