// SPDX-License-Identifier: Apache-2.0

/// The files that pages load: compiled in, served under `/assets/`.
public struct Asset: Sendable {
    /// The address, such as `/assets/app.css`.
    public let path: String
    /// The media type, with the character set.
    public let type: String
    public let bytes: [UInt8]

    /// Style sheet and script.
    public static let all: [Asset] = [
        Asset(path: "/assets/app.css", type: "text/css; charset=utf-8", bytes: PackageResources.app_css),
        Asset(path: "/assets/app.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.app_js),
        Asset(path: "/assets/hello.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.hello_js),
        Asset(path: "/assets/passkey.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.passkey_js),
    ]

    /// Changes with the program, so that a browser does not pair an old style sheet with a new page: 32 bits of FNV-1a
    /// over all assets, in hexadecimal.
    public static let version: String = {
        var hash: UInt32 = 2_166_136_261
        for asset in all { for byte in asset.bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 } }
        return String(hash, radix: 16)
    }()
}
