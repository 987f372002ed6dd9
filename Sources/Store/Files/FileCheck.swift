// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// Compares the files that lie here with what the log says was put in.
enum FileCheck {
    /// - Parameters:
    ///   - claimed: The digest of each file, by the number of the entry that added it; without those that were erased.
    ///   - since: Files added by entries up to this number are only counted.
    ///   - deep: Reads every chunk, too.
    static func faults(
        _ claimed: [Int: String], since: Int, deep: Bool, _ connection: any SQLConnection
    ) throws -> [Fault] {
        var claimed = claimed
        var faults: [Fault] = []
        for row in try connection.query("SELECT id, act, wrapped FROM file WHERE state > 0 ORDER BY act") {
            guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }), let act = row.int(1),
                let wrapped = row.bytes(2)
            else { continue }
            let digest = claimed.removeValue(forKey: act)
            guard act > since else { continue }
            let isWhole = try deep ? Self.digest(id, wrapped, connection) == digest : digest != nil
            if !isWhole {
                faults.append(Fault(.data, "File \(id) is not what act \(act) put in.", seq: act, records: [id]))
            }
        }
        for act in claimed.keys.sorted() {
            faults.append(Fault(.data, "The file that act \(act) put in is gone.", seq: act))
        }
        return Array(faults.prefix(20))
    }

    private static func digest(_ id: EntityID, _ wrapped: [UInt8], _ connection: any SQLConnection) throws -> String {
        var hashes: [Int: RunningHash] = [:]
        var next: [Int: Int] = [:]
        var isInOrder = true
        try connection.forEach(
            """
            SELECT rendition, number, sealed FROM fileChunk WHERE file = \(id.bytes) ORDER BY rendition, number
            """
        ) { row in
            guard let rendition = row.int(0), let number = row.int(1), let sealed = row.bytes(2) else { return }
            isInOrder = isInOrder && number == next[rendition, default: 0]
            next[rendition] = number + 1
            hashes[rendition, default: RunningHash()].update(sealed)
        }
        guard isInOrder else { return "" }
        let lines = ["file \(id)"] + hashes.keys.sorted().map { "\($0) \(hashes[$0]!.hex)" }
        var digest = RunningHash()
        digest.update(Array(lines.joined(separator: "\n").utf8) + wrapped)
        return digest.hex
    }
}
