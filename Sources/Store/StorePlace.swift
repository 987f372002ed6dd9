// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where an instance lies: a folder of this machine, or a PostgreSQL database.
public enum StorePlace: Sendable, Hashable {
    case folder(String)
    /// A connection URI (PostgreSQL documentation, 34.1.1.2).
    case database(String)

    /// A text that begins with `postgresql://` or `postgres://` names a database, any other a folder.
    public init(_ text: String) {
        let isAddress = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
        self = isAddress ? .database(text) : .folder(text)
    }

    /// As it was given.
    var text: String {
        switch self {
        case .folder(let path): path
        case .database(let url): url
        }
    }

    /// As it may be shown: an address without the password that somebody put into it.
    public var shown: String {
        switch self {
        case .folder(let path): path
        case .database(let url):
            url.replacing(/:\/\/([^\/@:?]*):[^\/@]*@/) { "://\($0.1)@" }
                .replacing(/([?&](?:ssl)?password=)[^&]*/) { "\($0.1)…" }
        }
    }

    /// The folder; nil for a database.
    public var folder: String? { if case .folder(let path) = self { path } else { nil } }

    /// Settings of a PostgreSQL server that `StoreError.weakSettings` may name.
    public static let serverSettings: Set<String> = [
        "fsync", "full_page_writes", "synchronous_commit", "server_version", "server_encoding",
    ]

    /// Whether a connection URI names more than one server.
    static func hasSeveralHosts(_ url: String) -> Bool {
        let rest = url.split(separator: "://", maxSplits: 1).last ?? ""
        let hosts = rest.prefix { $0 != "/" && $0 != "?" }
        let query = rest.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let named = query.split(separator: "&").first { $0.hasPrefix("host=") || $0.hasPrefix("hostaddr=") }
        return hosts.contains(",") || named?.contains(",") == true || named?.contains("%2C") == true
    }
}

extension StorePlace {
    /// Opens the database of an instance that is there.
    ///
    /// - Throws: As `SealedStore.open`.
    func open(isAlone: Bool) async throws -> (any SQLDatabase, FolderLock?) {
        switch self {
        case .folder(let path):
            let file = path + "/" + SealedStore.databaseName
            guard FileManager.default.fileExists(atPath: file) else { throw StoreError.noInstance }
            let lock = try FolderLock(folder: path)
            do {
                try HalfReplaced.settle(path, now: Clock.system.now())
                return (try SQLiteDatabase(path: file), lock)
            } catch {
                lock.release()
                throw error
            }
        case .database(let url):
            let database = try await PostgreSQLDatabase(url: url, isAlone: isAlone)
            do {
                guard try await database.hasInstance() else { throw StoreError.noInstance }
            } catch {
                try? await database.close()
                throw error
            }
            return (database, nil)
        }
    }

    /// - Throws: `StoreError.instanceExists` when there is an instance.
    func insistEmpty() async throws {
        switch self {
        case .folder(let path):
            if FileManager.default.fileExists(atPath: path + "/" + SealedStore.databaseName) {
                throw StoreError.instanceExists
            }
        case .database(let url):
            let database = try await PostgreSQLDatabase(url: url)
            let isTaken = try await database.hasInstance()
            try await database.close()
            if isTaken { throw StoreError.instanceExists }
        }
    }

    /// Makes the folder (mode 0700) and opens an empty database in it, or opens the empty database that there is: for
    /// this process alone.
    func make() async throws -> (any SQLDatabase, FolderLock?) {
        switch self {
        case .folder(let path):
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let lock = try FolderLock(folder: path)
            let mask = umask(0o077)
            defer { umask(mask) }
            do { return (try SQLiteDatabase(path: path + "/" + SealedStore.databaseName), lock) } catch {
                lock.release()
                throw error
            }
        case .database(let url): return (try await PostgreSQLDatabase(url: url, isAlone: true), nil)
        }
    }
}

extension PostgreSQLDatabase {
    /// Whether an instance's tables are there.
    fileprivate func hasInstance() async throws -> Bool {
        try await read { try $0.query("SELECT to_regclass('instance') IS NOT NULL").first?.int(0) == 1 }
    }
}
