// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Vault

extension DoctorFacts {
    /// The same of a register in a folder or at the address of a PostgreSQL database.
    public static func gather(place: StorePlace, program: String) async -> DoctorFacts {
        guard case .database(let url) = place else { return gather(folder: place.folder ?? "", program: program) }
        var facts = DoctorFacts()
        facts.server = place.shown
        facts.machine = Machine.here()
        facts.program = Program(at: program, lock: "")
        do { facts.register = try await RegisterGlance.of(database: url) } catch StoreError.noInstance {
            facts.trouble = "There is no register in this database."
        } catch StoreError.cannotConnect {
            facts.trouble = "The database server cannot be reached."
        } catch {
            facts.trouble = "The database cannot be read."
        }
        return facts
    }

    /// Looks at a register's folder, this computer, and the server when one runs. Writes nothing and needs no key.
    ///
    /// - Parameter program: Where this program lies.
    public static func gather(folder: String, program: String) -> DoctorFacts {
        var facts = DoctorFacts()
        facts.folder = Folder(at: folder)
        facts.machine = Machine.here()
        facts.program = Program(at: program, lock: folder + "/lock")
        facts.program.take(notesOf: folder + "/serving")
        if facts.folder.mode == nil {
            facts.trouble = "There is no folder here that can be looked into."
            return facts
        }
        do { facts.register = try RegisterGlance.of(folder: folder) } catch StoreError.noInstance {
            facts.trouble = "There is no register in this folder."
        } catch {
            facts.trouble = "The database cannot be read."
        }
        return facts
    }
}

extension DoctorFacts.Folder {
    fileprivate init(at path: String) {
        self.init()
        self.path = path
        var status = stat()
        guard stat(path, &status) == 0, let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return
        }
        (mode, owner) = (Int(status.st_mode & 0o7777), Int(status.st_uid))
        files = names.sorted().compactMap { name in
            var status = stat()
            guard lstat(path + "/" + name, &status) == 0 else { return nil }
            return .init(
                name: name, mode: Int(status.st_mode & 0o7777), owner: Int(status.st_uid), bytes: Int64(status.st_size))
        }
        var disk = statvfs()
        if statvfs(path, &disk) == 0 {
            bytesFree = Int64(disk.f_bavail) * Int64(disk.f_frsize)
            bytesTotal = Int64(disk.f_blocks) * Int64(disk.f_frsize)
            // Some file systems count no files and say 0 of 0.
            if disk.f_files > 0 { filesFree = Int64(disk.f_favail) }
            isReadOnly = disk.f_flag & UInt(ST_RDONLY) != 0
        }
        fileSystem = MountTable.fileSystem(of: path)
    }
}

/// The kernel's list of what is mounted where.
enum MountTable {
    /// The kind of file system that a path lies on, such as `ext4`.
    static func fileSystem(of path: String) -> String {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return fileSystem(of: real, in: contents(of: "/proc/self/mounts"))
    }

    /// - Parameter mounts: Lines of `device place kind options`; a space in a place is `\040`.
    static func fileSystem(of path: String, in mounts: String) -> String {
        var best = (length: -1, kind: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let place = fields[1].replacingOccurrences(of: "\\040", with: " ")
            let isAbove = place == "/" || path == place || path.hasPrefix(place + "/")
            if isAbove, place.count >= best.length { best = (place.count, String(fields[2])) }
        }
        return best.kind
    }
}

/// A small text file of the system's; empty when it cannot be read.
func contents(of path: String) -> String {
    guard let file = FileHandle(forReadingAtPath: path), let bytes = try? file.readToEnd() else { return "" }
    return String(decoding: bytes, as: UTF8.self)
}
