// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Synchronization

/// What `wayhouse link` reads and writes, as bytes.
enum LinkFiles {
    /// A file of people, read by all processors at once.
    ///
    /// - Throws: `Problem` when the file cannot be read.
    static func people(_ path: String) throws -> PersonBytes {
        guard let size = regularSize(path), let file = FileHandle(forReadingAtPath: path) else {
            let whole = try bytes(path)
            let people = PersonBytes(count: whole.count)
            whole.copyBytes(to: people.room)
            return people
        }
        defer { try? file.close() }
        let people = PersonBytes(count: size)
        let (room, number) = (UInt(bitPattern: people.room.baseAddress), file.fileDescriptor)
        let pieces = ProcessInfo.processInfo.activeProcessorCount
        let share = size / pieces + 1
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            var at = piece * share
            let end = min(size, at + share)
            while at < end {
                let count = pread(number, UnsafeMutableRawPointer(bitPattern: room + UInt(at)), end - at, off_t(at))
                if count <= 0 { return failures.withLock { $0 += 1 } }
                at += count
            }
        }
        if failures.withLock({ $0 }) > 0 { throw unreadable(path) }
        return people
    }

    /// Nil for what is no plain file, such as the output of another program.
    private static func regularSize(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return nil }
        return Int(status.st_size)
    }

    private static func unreadable(_ path: String) -> Problem {
        let name = (path as NSString).lastPathComponent
        return Problem.cannotOpen("\(name) cannot be read. Check that it is there and that you may read it.")
    }

    /// - Throws: `Problem` when the file cannot be read.
    static func bytes(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw unreadable(path)
        }
    }

    static func json(_ report: LinkReport) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(report)) + [newline]
    }

    /// The files of a folder for Splink; the folder is made when it is not there.
    static func splink(_ linkage: Linkage, folder: String) throws -> [(path: String, bytes: [[UInt8]])] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Problem.cannotOpen("The folder for Splink cannot be made. Check its place and your permissions.")
        }
        return try SplinkExport(linkage).files().map {
            ((folder as NSString).appendingPathComponent($0.name), [$0.bytes])
        }
    }

    private static let newline = UInt8(ascii: "\n")
}
