// swift-tools-version:6.2
import PackageDescription

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")

// One line a module: its name, why it exists, and what it may import. Nothing else is reachable.
let modules: [(name: String, uses: [Target.Dependency])] = [
    // the codebook as data: fields, values, sensitivity, words
    ("Standard", []),
    // keys, sealing, audit chain. The only importer of Crypto
    ("Vault", [crypto, cryptoExtras]),
    // the domain and who may do what: pure, no I/O, no clock
    ("Cases", ["Standard"]),
    // screening instruments and legal definitions: pure
    ("Identification", ["Standard", "Cases"]),
    // consent, services, deadlines, referrals: pure
    ("Assistance", ["Standard", "Cases", "Identification"]),
    // coded facts in columns, questions to them, what each report asks for: pure
    ("Statistics", ["Standard", "Cases", "Identification", "Assistance"]),
    // may this table be let out?
    ("Disclosure", ["Standard"]),
    // are these two records one person? normalise, block, compare, decide; count across agencies: pure
    ("Linkage", ["Standard", "Vault", "CFilters"]),
    // bytes ⇄ values; opens no file
    ("Interchange", ["Standard", "Cases", "Disclosure", "CExpat", "CZlib"]),
    // who helps, where: services of others, and what of them is public
    ("Directory", ["Standard", "Interchange"]),
    // the one database. The only importer of GRDB and libpq
    (
        "Store",
        [
            "Standard", "Cases", "Vault", "Identification", "Statistics", "Linkage", grdb, grdbSQLite, "CPostgreSQL",
        ]
    ),
    // the verbs: `ls` of this folder is what the product does
    (
        "Workflows",
        [
            "Standard", "Vault", "Cases", "Identification", "Assistance", "Statistics", "Disclosure", "Linkage",
            "Interchange", "Directory", "Store",
        ]
    ),
    // pages and API. The only importer of Hummingbird
    (
        "Web",
        [
            "Standard", "Cases", "Identification", "Assistance", "Statistics", "Interchange", "Directory", "Store",
            "Workflows", "CQREncode", hummingbird,
        ]
    ),
]

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Files that are part of the program itself (codebook, words, styles), compiled in: one file to carry.
let embedded: [String: [Resource]] = [
    "Standard": [.embedInCode("Resources")],
    "Identification": [.embedInCode("Resources")],
    "Assistance": [.embedInCode("Resources")],
    "Statistics": [.embedInCode("Resources")],
    "Directory": [.embedInCode("Resources")],
    "Linkage": [.embedInCode("Resources")],
    "Web": [.embedInCode("Resources")],
]

/// Optimised in debug builds too: the policy is checked over every question there is, the definitions over a million
/// cases, the clocks over thousands of years.
let optimised: [String: [SwiftSetting]] = [
    "Cases": [.unsafeFlags(["-O"], .when(configuration: .debug))],
    "Identification": [.unsafeFlags(["-O"], .when(configuration: .debug))],
    "Assistance": [.unsafeFlags(["-O"], .when(configuration: .debug))],
    "Statistics": [.unsafeFlags(["-O"], .when(configuration: .debug))],
    "Directory": [.unsafeFlags(["-O"], .when(configuration: .debug))],
    "Disclosure": [.unsafeFlags(["-O"], .when(configuration: .debug))],
    "Linkage": [.unsafeFlags(["-O"], .when(configuration: .debug))],
]

let package = Package(
    name: "wayhouse",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: modules.map {
        .target(
            name: $0.name, dependencies: $0.uses, resources: embedded[$0.name],
            swiftSettings: strict + optimised[$0.name, default: []])
    }
        + modules.map {
            .testTarget(
                name: "\($0.name)Tests", dependencies: [.init(stringLiteral: $0.name)] + $0.uses,
                swiftSettings: strict + optimised[$0.name, default: []])
        }
        + [
            // the command line. The only importer of ArgumentParser
            .executableTarget(
                name: "wayhouse",
                dependencies: [
                    "Standard", "Vault", "Cases", "Assistance", "Identification", "Statistics", "Disclosure",
                    "Interchange", "Directory", "Linkage",
                    "Store", "Workflows", "Web", "CProcess",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "Logging", package: "swift-log"),
                ],
                swiftSettings: strict),
            // how many bits two filters have in common, with what the processor has for it
            .target(name: "CFilters"),
            .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
            .systemLibrary(name: "CProcess"),
            .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
            .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
            .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
            .testTarget(name: "TidyTests", swiftSettings: strict),
        ],
    swiftLanguageModes: [.v6]
)
