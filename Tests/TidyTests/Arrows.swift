// SPDX-License-Identifier: Apache-2.0

/// Which module may import which, read from the table in Package.swift.
struct Arrows {
    private(set) var uses: [String: Set<String>] = [:]

    /// Part of the toolchain.
    static let toolchain: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Synchronization", "Testing",
    ]
    /// What a package brings along under other names.
    static let companions: [String: Set<String>] = [
        "Hummingbird": [
            "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPTypes", "Logging",
            "ServiceLifecycle",
        ],
        "GRDB": ["GRDBSQLite"],
        // The engine inside swift-crypto, for the curve that its public names do not reach (OPRF).
        "Crypto": ["CCryptoBoringSSL"],
    ]
    /// Packages with one home.
    static let homes = [
        "Crypto": "Vault", "CryptoExtras": "Vault", "_CryptoExtras": "Vault", "CCryptoBoringSSL": "Vault",
        "GRDB": "Store", "GRDBSQLite": "Store",
        "Hummingbird": "Web", "HummingbirdCore": "Web", "ArgumentParser": "wayhouse",
    ]

    init(manifest: String) {
        var products: [String: String] = [:]
        for match in manifest.matches(of: #/let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/#) {
            products[String(match.1)] = String(match.2)
        }
        for match in manifest.matches(of: #/\(\s*"(\w+)",\s*\[([^\]]*)\]\s*\),/#) {
            let names = match.2.matches(of: #/\w+/#).map { String($0.output) }
            uses[String(match.1)] = Set(names.map { products[$0] ?? $0 })
        }
        // The executable's own list, not the package's.
        let program = #/executableTarget\(\s*name: "wayhouse",\s*dependencies: \[([^\]]*)\]/#
        if let program = manifest.firstMatch(of: program) {
            uses["wayhouse"] = Set(program.1.matches(of: #/(?:name: )?"(\w+)"/#).map { String($0.1) })
        }
    }

    /// Imports that the table does not allow.
    func forbidden(in file: Repository.File) -> [String] {
        guard let module = file.module, let listed = uses[module] else {
            return ["\(file.path): its module is not in the table of Package.swift"]
        }
        let allowed = listed.reduce(into: Self.toolchain.union(listed)) { $0.formUnion(Self.companions[$1] ?? []) }
        return SwiftText(file.text).imports.filter { !allowed.contains($0.module) }
            .map { "\(file.path):\($0.line): \(module) may not import \($0.module)" }
    }

    /// Imports of a package outside its one home.
    func strangers(in file: Repository.File) -> [String] {
        SwiftText(file.text).imports.filter { Self.homes[$0.module] ?? file.module != file.module }
            .map { "\(file.path):\($0.line): only \(Self.homes[$0.module] ?? "") may import \($0.module)" }
    }
}
