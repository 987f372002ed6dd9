// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Holds an instance's folder for this process alone, until it is let go or the process ends.
///
/// An advisory `flock` on the file `lock`, which also holds the process id so that a second process can name the first.
final class FolderLock: Sendable {
    private let held: Mutex<Int32?>

    /// - Throws: `StoreError.inUse` when another process holds the folder.
    init(folder: String) throws {
        let path = folder + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SQLError(kind: .readOnly, code: "errno \(errno)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var buffer = [UInt8](repeating: 0, count: 16)
            let count = read(descriptor, &buffer, buffer.count)
            close(descriptor)
            throw StoreError.inUse(
                Int32(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).filter(\.isNumber)))
        }
        let mine = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, mine, mine.count, 0)
        held = Mutex(descriptor)
    }

    /// Lets the folder go; harmless when it was let go before.
    func release() {
        held.withLock { descriptor in
            guard let open = descriptor else { return }
            flock(open, LOCK_UN)
            close(open)
            descriptor = nil
        }
    }
}
