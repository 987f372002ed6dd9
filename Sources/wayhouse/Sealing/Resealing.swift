// SPDX-License-Identifier: Apache-2.0

import CProcess
import Dispatch
import Foundation
import Workflows

/// Ends a server's memory: what runs is finished or rolled back, then the program takes its own place, sealed, on the
/// same port. Nothing that was opened survives that: the system gives the new program new pages.
final class Resealing: Sendable {
    private let gate: Gate
    private let folder: String
    private let arguments: [String]
    // Set up once, before anything else has it.
    nonisolated(unsafe) private let signals: any DispatchSourceSignal

    /// How long what runs may take to finish, in milliseconds; and after that the database to close. What is not done
    /// then is rolled back by the next opening.
    private static let (finishing, closing) = (350, 150)

    /// - Parameter arguments: What the program is to be called with; see `arguments(_:port:)`.
    init(_ gate: Gate, folder: String, arguments: [String]) {
        self.gate = gate
        self.folder = folder
        self.arguments = arguments
        signal(SIGUSR1, SIG_IGN)
        signals = DispatchSource.makeSignalSource(signal: SIGUSR1, queue: .global())
        signals.setEventHandler { Task { await sealInstance(gate, why: "signal") } }
        signals.resume()
        gate.whenClosing { [self] in begin() }
    }

    private func begin() {
        Thread.detachNewThread { [self] in
            let deadline = ContinuousClock.now + .milliseconds(Self.finishing)
            // The answer to whoever asked for it is on its way.
            usleep(100_000)
            while gate.running > 0, ContinuousClock.now < deadline { usleep(5_000) }
            let closed = DispatchSemaphore(value: 0)
            Task { [gate] in
                try? await gate.close()
                closed.signal()
            }
            _ = closed.wait(timeout: .now() + .milliseconds(Self.closing))
            takeOwnPlace()
        }
    }

    /// Returns never.
    private func takeOwnPlace() {
        ServingFile.remove(from: folder)
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        let program = Self.program
        // Last, for whoever connects meanwhile: their connection would live on and never be answered.
        wayhouse_close_files_at_exec()
        execv(program, words)
        // It could not begin anew: what must not stay open ends.
        _exit(70)
    }

    /// The program's file; when another was put in its place since, the one that runs.
    private static var program: String {
        var (named, own) = (stat(), stat())
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let isSame = stat(path, &named) == 0 && stat("/proc/self/exe", &own) == 0 && named.st_ino == own.st_ino
        return isSame ? path : "/proc/self/exe"
    }

    private static let keys: Set<String> = ["--passphrase-file", "--key-file", "--custodian-share", "--port"]

    /// What a server was called with, without its keys, on this port, to start sealed.
    static func arguments(_ all: [String], port: Int) -> [String] {
        var (kept, isValue): ([String], Bool) = ([], false)
        for word in all {
            if isValue {
                isValue = false
            } else if keys.contains(word) {
                isValue = true
            } else if !keys.contains(where: { word.hasPrefix($0 + "=") }), word != "--sealed" {
                kept.append(word)
            }
        }
        return kept + ["--port", String(port), "--sealed"]
    }
}
