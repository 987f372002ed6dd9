// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// A new file that is written to the end and made durable, or not there at all.
///
/// It bears another name until `finish`, and mode 0600.
final class NewFile {
    let path: String
    private let temporary: String
    private var descriptor: Int32
    private(set) var count = 0
    private var hash = RunningHash()
    private var isFinished = false

    /// - Throws: `BackupFault.unreadable`, `.full`.
    init(_ path: String) throws {
        self.path = path
        temporary = path + ".part-\(getpid())"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault.now }
    }

    /// Lower-case hexadecimal SHA-256 of what was written so far.
    var digest: String { hash.hex }

    func write(_ bytes: [UInt8]) throws {
        hash.update(bytes)
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let written = Foundation.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw FileFault.now }
                done += written
            }
        }
        count += bytes.count
    }

    /// What was written so far, on disk and read back from there rather than from memory where the system allows.
    func sync() throws {
        guard fsync(descriptor) == 0 else { throw FileFault.now }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Reads what was written.
    func reader() throws -> FileBytes { try FileBytes(temporary) }

    /// Gives the file its name. What was synced is there after a power cut once `Folder.sync` has returned.
    func finish() throws {
        guard rename(temporary, path) == 0 else { throw FileFault.now }
        isFinished = true
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(temporary) }
    }
}

/// A file's bytes, in order.
final class FileBytes {
    private let descriptor: Int32

    /// - Throws: `BackupFault.unreadable`.
    init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupFault.unreadable }
    }

    /// Up to so many, none at the end.
    func take(_ count: Int) throws -> [UInt8] {
        while true {
            var failed = false
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
                let got = read(descriptor, buffer.baseAddress, count)
                failed = got < 0
                used = max(0, got)
            }
            if !failed { return bytes }
            guard errno == EINTR else { throw BackupFault.unreadable }
        }
    }

    deinit { close(descriptor) }
}

enum FileFault {
    /// What the system's last error means here.
    static var now: BackupFault {
        errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? .full : .unreadable
    }
}

enum Folder {
    /// Makes a folder of mode 0700, when there is none.
    static func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw BackupFault.unreadable }
    }

    /// Makes the names in a folder durable.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupFault.unreadable }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault.now }
    }
}
