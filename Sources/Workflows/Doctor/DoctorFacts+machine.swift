// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Vault

extension DoctorFacts.Machine {
    static func here() -> Self {
        var machine = Self()
        machine.now = Clock.system.now()
        machine.swaps = contents(of: "/proc/swaps").split(separator: "\n").dropFirst().compactMap { line in
            line.split(separator: " ").first.map { (String($0), isProtected(String($0))) }
        }
        let pattern = contents(of: "/proc/sys/kernel/core_pattern").trimmingCharacters(in: .whitespacesAndNewlines)
        // A pipe gets the memory whatever the limit says; an empty pattern is never written.
        machine.leavesCores =
            pattern.hasPrefix("|")
            ? limit("Max core file size") != 0 : !pattern.isEmpty && limit("Max core file size") != 0
        machine.openFilesMax = limit("Max open files")
        machine.threadsMax = limit("Max processes")
        machine.isClockKept = isClockKept()
        return machine
    }

    /// A limit of this process by its name in the kernel's list.
    private static func limit(_ name: String) -> Int64 {
        let lines = contents(of: "/proc/self/limits").split(separator: "\n")
        let soft = lines.first { $0.hasPrefix(name) }?.dropFirst(name.count).split(separator: " ").first
        return soft.flatMap { Int64($0) } ?? .max
    }

    /// Compressed memory, or a disk behind encryption (device mapper's crypt target).
    private static func isProtected(_ swap: String) -> Bool {
        let name = URL(fileURLWithPath: swap).resolvingSymlinksInPath().lastPathComponent
        return name.hasPrefix("zram") || contents(of: "/sys/block/\(name)/dm/uuid").hasPrefix("CRYPT-")
    }

    /// Whether one of the usual programs keeps the clock; nil where there may be another, as in a container.
    private static func isClockKept() -> Bool? {
        let files = FileManager.default
        let signs = ["/run/systemd/timesync/synchronized", "/run/chrony/chronyd.pid", "/run/ntpd.pid"]
        if signs.contains(where: { files.fileExists(atPath: $0) }) { return true }
        return files.fileExists(atPath: "/run/systemd/system") ? false : nil
    }
}

extension DoctorFacts.Program {
    init(at path: String, lock: String) {
        self.init()
        self.path = path
        runsAsRoot = geteuid() == 0
        digest = Self.digest(of: path)
        let beside = contents(of: path + ".sha256")
        expected = beside.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() }
        guard let process = Self.holder(of: lock) else { return }
        let words = contents(of: "/proc/\(process)/cmdline").split(separator: "\0").map(String.init)
        guard words.count > 2, words[1] == "serve" else { return }
        server = Array(words.dropFirst())
        serverProcess = process
        var status = stat()
        if stat("/proc/\(process)", &status) == 0 { serverRunsAsRoot = status.st_uid == 0 }
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
        isServerOutdated = program?.hasSuffix(" (deleted)") ?? false
    }

    /// Takes in what the running server noted of itself; nothing of a server that has gone.
    mutating func take(notesOf path: String) {
        struct Notes: Decodable {
            let process: Int32
            let hasOldServices: Bool?
        }
        let notes = try? JSONDecoder().decode(Notes.self, from: Data(contents(of: path).utf8))
        if let notes, notes.process == serverProcess { hasOldServices = notes.hasOldServices ?? false }
    }

    /// The process that has the register open: who holds the lock, not who once wrote its number there.
    private static func holder(of lock: String) -> Int32? {
        let descriptor = open(lock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        return Int32(contents(of: lock).filter(\.isNumber))
    }

    private static func digest(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        var hash = RunningHash()
        while let piece = try? file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(Array(piece)) }
        return hash.hex
    }
}
