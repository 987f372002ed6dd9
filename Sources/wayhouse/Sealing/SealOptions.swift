// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault
import Workflows

/// When a server opens and closes the register by itself.
struct SealOptions: ParsableArguments {
    @Flag(help: "Start sealed, whatever key lies ready. A key that is plugged in anew opens it.")
    var sealed = false

    @Option(help: "A key file on a USB stick: the server opens when it is there.")
    var keyFileWhenPresent: String?

    @Flag(help: "Seal when the key of --key-file-when-present is pulled out.")
    var sealWhenRemoved = false

    @Option(help: "Seal after so many minutes in which nobody who is signed in did anything.")
    var sealWhenIdle: Double?

    @Option(help: "Hours in which --seal-when-idle waits, such as 08:00-18:00, by this computer's clock.")
    var officeHours: String?

    func validate() throws {
        if sealWhenRemoved, keyFileWhenPresent == nil {
            throw ValidationError("--seal-when-removed needs --key-file-when-present FILE.")
        }
        if let sealWhenIdle, !(sealWhenIdle > 0 && sealWhenIdle <= 10_080) {
            throw ValidationError("--seal-when-idle takes minutes, up to a week.")
        }
        guard let officeHours else { return }
        if sealWhenIdle == nil { throw ValidationError("--office-hours needs --seal-when-idle MINUTES.") }
        if OfficeHours(officeHours) == nil { throw ValidationError("--office-hours takes hours such as 08:00-18:00.") }
    }
}

/// Hours of each day by the clock on the wall, such as 08:00-18:00 or, over midnight, 20:00-06:00.
struct OfficeHours: Equatable {
    /// Minutes since midnight.
    let from: Int
    let until: Int

    init?(_ text: String) {
        let ends = text.split(separator: "-").map { Self.minutes($0) }
        guard ends.count == 2, let from = ends[0], let until = ends[1], from != until else { return nil }
        (self.from, self.until) = (from, until)
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0...24).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        let minutes = parts[0] * 60 + parts[1]
        return minutes <= 1440 ? minutes : nil
    }

    func contain(minute: Int) -> Bool {
        from < until ? minute >= from && minute < until : minute >= from || minute < until
    }

    /// Whether it is one of these hours now.
    var isNow: Bool {
        var (moment, local) = (time(nil), tm())
        localtime_r(&moment, &local)
        return contain(minute: Int(local.tm_hour) * 60 + Int(local.tm_min))
    }
}

/// Opens and closes the register as keys come and go and as time passes.
struct SealWatch: Sendable {
    let gate: Gate
    let stick: String?
    let sealsWhenRemoved: Bool
    let idleMilliseconds: Int64?
    let hours: OfficeHours?
    let startsSealed: Bool

    init(_ gate: Gate, _ options: SealOptions) {
        self.gate = gate
        stick = options.keyFileWhenPresent
        sealsWhenRemoved = options.sealWhenRemoved
        idleMilliseconds = options.sealWhenIdle.map { Int64($0 * 60_000) }
        hours = options.officeHours.flatMap { OfficeHours($0) }
        startsSealed = options.sealed
    }

    /// Until the task is cancelled; looks twice a second.
    func run() async {
        guard stick != nil || idleMilliseconds != nil else { return }
        // Of a key that did not open, or that was there when the register was sealed, it must first be away.
        var (isArmed, opened, missing) = (!startsSealed, false, 0)
        while !Task.isCancelled {
            if let stick {
                let isThere = FileManager.default.fileExists(atPath: stick)
                missing = isThere ? 0 : missing + 1
                if !isThere { isArmed = true }
                if isThere, isArmed, gate.store == nil, !gate.isClosing {
                    isArmed = false
                    opened = await open(stick)
                }
                if opened, sealsWhenRemoved, missing == 2 { await sealInstance(gate, why: "keyRemoved") }
            }
            if let limit = idleMilliseconds, let idle = gate.idleMilliseconds, idle >= limit, hours?.isNow != true {
                await sealInstance(gate, why: "idle")
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func open(_ path: String) async -> Bool {
        // A stick is there a moment before its files are.
        guard let data = FileManager.default.contents(atPath: path) else { return false }
        do {
            try await gate.unseal(with: .keyFile(Array(data)))
            Output.say("The key was plugged in: the register is open.")
            return true
        } catch {
            Output.say("The key that was plugged in does not open the register.")
            return false
        }
    }
}
