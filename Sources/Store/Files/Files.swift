// SPDX-License-Identifier: Apache-2.0

import Cases

/// The tables of files, without a key.
enum Files {
    /// Chunks that are deleted together with their file's key; of larger files the rest, which nothing opens any more,
    /// goes in `sweep`.
    private static let chunksAtOnce = 256

    /// Destroys the keys of all files of a scope, and their chunks as far as that is quick. Returns how many files.
    static func destroy(ofScope scope: [UInt8], _ connection: any SQLConnection) throws -> Int {
        let files = try connection.query("SELECT id FROM file WHERE scope = \(scope)").compactMap { $0.bytes(0) }
        try connection.execute("DELETE FROM file WHERE scope = \(scope)")
        for file in files { try letGo(file, connection) }
        return files.count
    }

    /// Deletes the chunks of a file whose key is gone, as far as that is quick; the rest goes in `sweep`.
    static func letGo(_ file: [UInt8], _ connection: any SQLConnection) throws {
        try connection.execute("DELETE FROM fileChunk WHERE file = \(file) AND number < \(chunksAtOnce)")
        guard try !connection.query("SELECT number FROM fileChunk WHERE file = \(file) LIMIT 1").isEmpty else { return }
        try connection.execute("INSERT INTO fileOrphan (file) VALUES (\(file)) ON CONFLICT DO NOTHING")
    }

    /// - Parameter rows: File, rendition, number and sealed bytes of each chunk.
    static func insert(_ rows: [[SQLValue]], _ connection: any SQLConnection) throws {
        let places = (1...4).map { connection.dialect.placeholder($0) }.joined(separator: ", ")
        try connection.executeMany(
            "INSERT INTO fileChunk (file, rendition, number, sealed) VALUES (\(places))", shared: [], rows)
    }

    /// Whether there is anything to sweep: cheap, and without a writer.
    static func hasLeftovers(before day: String, _ connection: any SQLConnection) throws -> Bool {
        if try !connection.query("SELECT file FROM fileOrphan LIMIT 1").isEmpty { return true }
        return try !connection.query("SELECT id FROM file WHERE state = 0 AND day <= \(day) LIMIT 1").isEmpty
    }

    /// Deletes uploads that ended before a day, and some chunks of a file that is no more. Returns how many steps were
    /// taken; 0 when nothing is left.
    static func sweep(before day: String, _ connection: any SQLConnection) throws -> Int {
        let stale = try connection.query("SELECT id FROM file WHERE state = 0 AND day <= \(day)")
            .compactMap { $0.bytes(0) }
        for file in stale {
            try connection.execute("DELETE FROM file WHERE id = \(file)")
            try letGo(file, connection)
        }
        guard let file = try connection.query("SELECT file FROM fileOrphan LIMIT 1").first?.bytes(0) else {
            return stale.count
        }
        let next = try connection.query(
            "SELECT rendition, MIN(number) FROM fileChunk WHERE file = \(file) GROUP BY rendition LIMIT 1"
        ).first
        guard let rendition = next?.int(0), let first = next?.int(1) else {
            return try connection.execute("DELETE FROM fileOrphan WHERE file = \(file)")
        }
        return try connection.execute(
            """
            DELETE FROM fileChunk WHERE file = \(file) AND rendition = \(rendition)
            AND number < \(first + chunksAtOnce)
            """)
    }
}
