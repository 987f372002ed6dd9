// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Hands one message to a program that sends it, such as `/usr/sbin/sendmail`. Blocks until it ends; to be called off
/// the program's own threads.
struct MailProgram {
    let path: String

    func send(_ message: String, from: MailAddress, to: MailAddress) throws {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["-i", "-f", from.text, "--", to.text]
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // Nothing of ours that may hold more than it needs.
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        do { try process.run() } catch { throw MailFault.program(code: -1) }
        try? input.fileHandleForWriting.write(contentsOf: Data(message.utf8))
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw MailFault.program(code: process.terminationStatus) }
    }
}
