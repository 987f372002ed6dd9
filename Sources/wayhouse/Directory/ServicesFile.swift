// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import Web

/// The directory of services that a server was given, as a file or a folder that may change while it runs.
struct ServicesFile: Sendable {
    let path: String

    /// - Throws: As `DirectoryCommand.readOrSay`.
    func served() throws -> ServedDirectory {
        let words = DirectoryCommand.vocabulary
        return try ServedDirectory {
            look
        } read: {
            PublicDirectory(try DirectoryCommand.readOrSay(path), under: words)
        }
    }

    /// Each file with its size and when it was changed; of a folder its files.
    private var look: ServedDirectory.Look {
        let inside = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return [Self.look(at: path)]
            + inside.sorted().filter { !$0.hasPrefix(".") }.map { "\($0) \(Self.look(at: "\(path)/\($0)"))" }
    }

    private static func look(at path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return "gone" }
        return "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    }

    /// Says once what came of a change: in the server's output, and to `doctor` as long as it is so.
    static func tell(_ news: ServedDirectory.News, folder: String) {
        switch news {
        case .renewed(let count):
            Output.say("The directory of services has changed: \(count) services are public now.")
        case .refused:
            Output.say(
                "The directory of services has changed and cannot be taken in; the one before is still served. "
                    + "Look at it with: wayhouse directory check FILE")
        }
        ServingFile.note(hasOldServices: news == .refused, in: folder)
    }
}
