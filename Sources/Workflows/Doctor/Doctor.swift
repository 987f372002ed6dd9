// SPDX-License-Identifier: Apache-2.0

import Store

/// What is not as it should be with a register and the computer it lies on, the worst first; empty when all is well.
public func examine(_ facts: DoctorFacts) -> [Diagnosis] {
    let found =
        examine(facts.folder, isServer: facts.server != nil) + examineRegister(facts) + examineBackups(facts)
        + examineClock(facts) + examine(facts.machine) + examine(facts.program)
    return found.filter { $0.level == .wrong } + found.filter { $0.level == .warning }
}

private func examineRegister(_ facts: DoctorFacts) -> [Diagnosis] {
    let place = facts.server ?? facts.folder.path
    if let trouble = facts.trouble {
        return [
            .wrong("register", place, trouble, do: "Check the path. Restore a backup if there was a register here.")
        ]
    }
    guard let register = facts.register else { return [] }
    var found: [Diagnosis] = []
    if let step = register.unknown.first {
        found.append(
            .wrong(
                "newer", place, "It was written by a newer Wayhouse (\(step)).",
                do: "Use that version, or a newer one."))
    } else if let step = register.missing.first {
        found.append(
            .warning(
                "older", place, "Its tables are of an older Wayhouse (before \(step)).",
                do: "Make a backup. The next start brings them up to date."))
    }
    if register.slots.contains("automatic") {
        found.append(
            .warning(
                "automatic", place, "It opens by itself: whoever takes the computer has the data too.",
                do: "Remove the automatic key slot, unless somebody decided this on purpose."))
    }
    if register.slots.count == 1 {
        found.append(
            .warning(
                "one-key", place, "One key opens it, and no other. If it is lost, everything is.",
                do: "Add a second way in: custodians, or a key file on paper or a stick in a safe."))
    }
    if facts.server == nil, !register.journal.isEmpty, register.journal != "wal" {
        found.append(
            .wrong(
                "journal", place, "The database does not keep a write-ahead log (\(register.journal)).",
                do: "Some other program changed it. Start the server once, and run verify with --deep."))
    }
    return found + examineEngine(register.engine, place)
}

private func examineEngine(_ engine: [String: String], _ place: String) -> [Diagnosis] {
    let needed = [
        ("fsync", "A power cut destroys the database."), ("full_page_writes", "A power cut can tear pages in two."),
    ]
    var found = needed.compactMap { name, what in
        engine[name] == "off" ? Diagnosis.wrong(name, place, what, do: "Set \(name) = on and reload.") : nil
    }
    if let commit = engine["synchronous_commit"], ["off", "local"].contains(commit) {
        found.append(
            .wrong(
                "synchronous_commit", place, "Confirmed changes can be lost (synchronous_commit = \(commit)).",
                do: "Set synchronous_commit = on."))
    }
    if engine["replica"] == "on" {
        found.append(
            .warning(
                "replica", place, "This server follows another one and cannot be written.",
                do: "Name all servers in the address; the one that takes writes is found."))
    }
    if engine["data_checksums"] == "off" {
        found.append(
            .warning(
                "data_checksums", place, "Rotten pages are not noticed by the database server.",
                do: "Stop it and run pg_checksums --enable."))
    }
    return found
}

private func examineBackups(_ facts: DoctorFacts) -> [Diagnosis] {
    guard let register = facts.register, register.steps.contains("0008-backup") else { return [] }
    let place = facts.server ?? facts.folder.path
    let day: Int64 = 86_400_000
    var found: [Diagnosis] = []
    let last = ["full", "increment"].compactMap { register.backups[$0] }.max()
    if let last {
        let days = (facts.machine.now - last) / day
        if days >= 2 {
            found.append(
                .warning(
                    "backup", place, "The last backup is \(days) days old.",
                    do: "Make one now, and let the machine make one each day."))
        }
    } else {
        found.append(
            .wrong(
                "no-backup", place, "There has never been a backup.",
                do: "Make one with: wayhouse backup. Then let the machine make one each day."))
    }
    let drill = register.backups["drill"].map { (facts.machine.now - $0) / day }
    if drill ?? .max >= 90, last != nil {
        let what = drill.map { "A backup was last tried \($0) days ago." } ?? "No backup was ever tried."
        found.append(.warning("drill", place, what, do: "Try one with: wayhouse restore --drill."))
    }
    return found
}
