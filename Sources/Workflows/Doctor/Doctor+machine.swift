// SPDX-License-Identifier: Apache-2.0

import Standard
import Store

/// 2026-01-01T00:00:00Z: this program was not there before.
private let firstDay: Int64 = 1_767_225_600_000
private let year: Int64 = 31_557_600_000

/// The clock, beside the audit log.
func examineClock(_ facts: DoctorFacts) -> [Diagnosis] {
    let now = facts.machine.now
    let place = "clock"
    let today = Clock.day(of: now).description
    var found: [Diagnosis] = []
    if now < firstDay {
        found.append(
            .wrong("clock", place, "It says \(today), which is long past.", do: "Set the clock, and let it be kept."))
    } else if let latest = facts.register?.latestEntry, now < latest - 60_000 {
        let last = Clock.day(of: latest).description
        found.append(
            .wrong(
                "clock-behind", place, "It says \(today), and the audit log has an entry of \(last).",
                do: "Set the clock. Nothing that expired comes back meanwhile."))
    } else if now > (facts.register?.latestEntry ?? firstDay) + 2 * year {
        found.append(
            .warning(
                "clock-ahead", place, "It says \(today), years after anything in the audit log.",
                do: "Set the clock, if it is wrong, before anybody signs in."))
    }
    if facts.machine.isClockKept == false {
        found.append(
            .warning(
                "clock-kept", place, "Nothing keeps it in time.", do: "Turn on systemd-timesyncd, chrony or ntpd."))
    }
    return found
}

/// What of the computer shows secrets to others, or runs out.
func examine(_ machine: DoctorFacts.Machine) -> [Diagnosis] {
    var found = machine.swaps.filter { !$0.isProtected }.map { swap in
        Diagnosis.wrong(
            "swap", swap.name, "Memory, with keys in it, may be written there unencrypted.",
            do: "Turn it off (swapoff), or encrypt it, or use zram.")
    }
    if machine.leavesCores {
        found.append(
            .wrong(
                "cores", "core dumps", "A crash writes memory, with keys in it, to the disk.",
                do: "Set LimitCORE=0 in the unit, or `ulimit -c 0`, as packaging/wayhouse.service does."))
    }
    if machine.openFilesMax < 1024 {
        found.append(
            .warning(
                "open-files", "limits", "A server may have \(machine.openFilesMax) files and connections open.",
                do: "Allow 1024 or more (LimitNOFILE= or ulimit -n)."))
    }
    if machine.threadsMax < 64 {
        found.append(
            .warning(
                "threads", "limits", "A server may start \(machine.threadsMax) more threads.",
                do: "Allow 64 or more (TasksMax= or ulimit -u)."))
    }
    return found
}

/// The program, and the server that runs.
func examine(_ program: DoctorFacts.Program) -> [Diagnosis] {
    var found: [Diagnosis] = []
    if program.runsAsRoot || program.serverRunsAsRoot {
        found.append(
            .warning(
                "root", program.serverRunsAsRoot ? "server" : "doctor", "It runs as root, which it never needs.",
                do: "Run it as a user of its own, as packaging/wayhouse.service does."))
    }
    if let expected = program.expected, expected != program.digest {
        found.append(
            .wrong(
                "program", program.path, "It is not the program that its .sha256 file is of.",
                do: "Install it anew from a source you trust."))
    }
    if program.isServerOutdated {
        found.append(
            .warning(
                "replaced", "server", "It still runs the program from before an update.", do: "Restart the server."))
    }
    if program.hasOldServices {
        found.append(
            .warning(
                "old-services", "server",
                "The directory of services has changed and cannot be taken in; the one before is still served.",
                do: "Look at it with: wayhouse directory check FILE"))
    }
    guard let server = program.server else { return found }
    let host = value(of: "--host", in: server) ?? "127.0.0.1"
    let isLocal = host == "localhost" || host == "::1" || host.hasPrefix("127.")
    if !isLocal, !server.contains("--behind-tls") {
        found.append(
            .wrong(
                "open-network", "server", "It listens on \(host) without TLS: passphrases cross the network readably.",
                do: "Put a TLS proxy in front, leave --host as it is, and add --behind-tls."))
    } else if !isLocal {
        found.append(
            .warning(
                "around-proxy", "server", "It listens on \(host): the TLS proxy in front can be gone around.",
                do: "Leave --host as it is when the proxy is on this computer, or let the firewall see to it."))
    }
    return found
}

/// What follows an option, as `--host 0.0.0.0` or `--host=0.0.0.0`.
private func value(of option: String, in words: [String]) -> String? {
    if let joined = words.first(where: { $0.hasPrefix(option + "=") }) {
        return String(joined.dropFirst(option.count + 1))
    }
    guard let place = words.firstIndex(of: option), place + 1 < words.count else { return nil }
    return words[place + 1]
}
