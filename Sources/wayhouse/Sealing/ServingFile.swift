// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store

/// Where the server of a folder can be reached: a small file beside the register, for `unseal` and `seal`.
struct ServingFile: Codable {
    let process: Int32
    let host: String
    let port: Int
    /// The directory of services was changed and has a fault: `doctor` says so.
    var hasOldServices: Bool?

    private static func path(_ folder: String) -> String { folder + "/serving" }

    /// Harmless when it cannot be written: the server can still be reached by its address.
    func write(to folder: String) {
        guard StorePlace(folder).folder != nil, let data = try? JSONEncoder().encode(self) else { return }
        // Not made durable: after a power cut there is no such server, and a failing disk is the register's to notice.
        let file = open(Self.path(folder), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        _ = data.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    /// Notes for `doctor` whether the server goes by a directory of services that was changed since. In one step, so
    /// that whoever reads the file meanwhile finds the old one or the new one.
    static func note(hasOldServices: Bool, in folder: String) {
        guard StorePlace(folder).folder != nil, let data = FileManager.default.contents(atPath: path(folder)),
            var file = try? JSONDecoder().decode(ServingFile.self, from: data), file.process == getpid()
        else { return }
        file.hasOldServices = hasOldServices ? true : nil
        guard let changed = try? JSONEncoder().encode(file) else { return }
        let fresh = path(folder) + ".new"
        let made = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard made >= 0 else { return }
        let written = changed.withUnsafeBytes { Foundation.write(made, $0.baseAddress, $0.count) }
        close(made)
        if written != changed.count || rename(fresh, path(folder)) != 0 { unlink(fresh) }
    }

    static func remove(from folder: String) { unlink(path(folder)) }

    /// The server that has this folder open now.
    ///
    /// - Throws: `Problem` when there is none. A file that a crash left behind is not believed: whoever holds the
    ///   folder's lock is asked of the system, and must be a server of Wayhouse.
    static func running(in folder: String) throws -> ServingFile {
        guard FileManager.default.fileExists(atPath: folder + "/register.sqlite") else { throw StoreError.noInstance }
        guard let data = FileManager.default.contents(atPath: path(folder)),
            let file = try? JSONDecoder().decode(ServingFile.self, from: data),
            holdsLock(file.process, folder), isServer(file.process)
        else { throw Problem.refused("No Wayhouse serves this folder now. Nothing was done.") }
        return file
    }

    /// Whether the system says that the process holds the folder's lock. Its list leaves some out while others come and
    /// go, so a busy computer is asked more than once.
    private static func holdsLock(_ process: Int32, _ folder: String) -> Bool {
        for _ in 0..<20 {
            if lockHolder(folder) == process { return true }
            usleep(10_000)
        }
        return false
    }

    /// The process that holds the lock of the folder, as the system says.
    private static func lockHolder(_ folder: String) -> Int32? {
        var status = stat()
        guard stat(folder + "/lock", &status) == 0 else { return nil }
        let locks =
            FileManager.default.contents(atPath: "/proc/locks").map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in locks.split(separator: "\n") {
            // 1: FLOCK  ADVISORY  WRITE 4711 fd:01:131074 0 EOF
            let parts = line.split(separator: " ")
            guard parts.count >= 6, parts[1] == "FLOCK", parts[5].hasSuffix(":\(status.st_ino)") else { continue }
            return Int32(parts[4])
        }
        return nil
    }

    private static func isServer(_ process: Int32) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
        let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return words.contains("serve") || words.contains("demo")
    }
}
