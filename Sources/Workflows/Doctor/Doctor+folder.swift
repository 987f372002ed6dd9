// SPDX-License-Identifier: Apache-2.0

/// File systems that do not keep what SQLite needs, or nothing at all.
private let remote: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "afs"]
private let forgetful: Set<String> = ["tmpfs", "ramfs", "overlay"]
/// What a register's folder holds.
private let known: Set<String> = [
    "register.sqlite", "register.sqlite-wal", "register.sqlite-shm", "lock", "serving", "restored",
]

/// The register's folder, its files and the disk.
func examine(_ folder: DoctorFacts.Folder, isServer: Bool) -> [Diagnosis] {
    if isServer { return [] }
    guard let mode = folder.mode else { return [] }
    var found: [Diagnosis] = []
    if mode & 0o077 != 0 {
        found.append(
            .wrong(
                "folder-mode", folder.path, "Others on this computer may look into it (mode \(octal(mode))).",
                do: "chmod 700 '\(folder.path)'"))
    }
    for file in folder.files { found += examine(file, in: folder) }
    return found + examineDisk(folder)
}

private func examine(_ file: DoctorFacts.File, in folder: DoctorFacts.Folder) -> [Diagnosis] {
    let path = folder.path + "/" + file.name
    var found: [Diagnosis] = []
    if file.mode & 0o177 != 0 {
        found.append(
            .wrong(
                "file-mode", path, "Others on this computer may read or run it (mode \(octal(file.mode))).",
                do: "chmod 600 '\(path)'"))
    }
    if file.owner != folder.owner {
        found.append(
            .wrong(
                "file-owner", path, "It belongs to user \(file.owner), the folder to user \(folder.owner).",
                do: "chown \(folder.owner) '\(path)'. Run every command as that user."))
    }
    let isCopy = file.name.hasPrefix("before-") && file.name.hasSuffix(".sqlite")
    if !known.contains(file.name), !isCopy {
        found.append(
            .warning(
                "strange-file", path, "It is not of the register. A key or an export must not lie beside the data.",
                do: "Move it to another disk, or delete it."))
    }
    if file.name.hasSuffix("-wal"), file.bytes > 64 << 20 {
        found.append(
            .warning(
                "log-size", path, "The write-ahead log has grown to \(file.bytes >> 20) MB.",
                do: "Restart the server when nobody works: that writes it back."))
    }
    return found
}

private func examineDisk(_ folder: DoctorFacts.Folder) -> [Diagnosis] {
    var found: [Diagnosis] = []
    if remote.contains(folder.fileSystem) {
        found.append(
            .wrong(
                "network-disk", folder.path, "It lies on another computer's disk (\(folder.fileSystem)).",
                do: "Move it to a disk of this computer."))
    }
    if forgetful.contains(folder.fileSystem) {
        found.append(
            .wrong(
                "forgetful-disk", folder.path, "What lies here may be gone after a restart (\(folder.fileSystem)).",
                do: "Move it to a real disk; in a container, to a volume."))
    }
    if folder.isReadOnly {
        found.append(
            .wrong(
                "read-only", folder.path, "The disk cannot be written.",
                do: "Look at the system's log: a failing disk is often made read-only. Make a backup first."))
    }
    let free = folder.bytesFree >> 20
    if free < 256 {
        found.append(
            .wrong("disk-space", folder.path, "\(free) MB are free on the disk.", do: "Make room: 2 GB at least."))
    } else if free < 2048 || folder.bytesFree < folder.bytesTotal / 20 {
        found.append(
            .warning("disk-space", folder.path, "\(free) MB are free on the disk.", do: "Make room: 2 GB at least."))
    }
    if folder.filesFree < 1000 {
        found.append(
            .warning(
                "disk-files", folder.path, "The disk has room for \(folder.filesFree) more files.",
                do: "Delete small files that nobody needs."))
    }
    return found
}

private func octal(_ mode: Int) -> String {
    let text = String(mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
}
