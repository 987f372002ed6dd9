// SPDX-License-Identifier: Apache-2.0

import Cases

/// What erasures left behind, held against the log: a row may be missing only where the log says that it was erased.
struct ErasureCheck {
    private(set) var faults: [Fault] = []
    /// Erasures that were repeated on this copy and are not in its log yet.
    private(set) var unlogged = 0
    /// What is left of acts whose records were erased, by the act's number; empty for nothing.
    private(set) var left: [Int: String] = [:]
    /// Searches whose words were erased.
    private(set) var words: Set<Int> = []

    /// - Parameter claimed: The digest of each erasure's entry, by its number.
    init(_ claimed: [Int: String], _ connection: any SQLConnection) throws {
        var erasures = Set(claimed.keys)
        for table in ["SELECT DISTINCT act FROM tombstone", "SELECT DISTINCT erasure FROM erasedAct"] {
            for row in try connection.query(SQL(stringLiteral: table)) { row.int(0).map { _ = erasures.insert($0) } }
        }
        unlogged = try connection.query("SELECT COUNT(*) FROM tombstone WHERE act = 0").first?.int(0) ?? 0
        for act in erasures.sorted() where act != 0 {
            if (try? Erasure.digest(ofErasure: act, connection)) != claimed[act] {
                faults.append(Fault(.data, "What erasure \(act) left behind is not what the log says.", seq: act))
            }
        }
        // The latest erasure that touched an act says what is left of it; one that is not logged is later than all.
        var latest: [Int: Int] = [:]
        try connection.forEach("SELECT act, erasure, digest FROM erasedAct") { row in
            guard let act = row.int(0), let erasure = row.int(1), let digest = row.text(2) else { return }
            let place = erasure == 0 ? Int.max : erasure
            if place >= latest[act] ?? 0 { (latest[act], left[act]) = (place, digest) }
        }
        try connection.forEach("SELECT seq FROM erasedWords") { row in row.int(0).map { _ = words.insert($0) } }
    }

    /// What the log says that acts wrote, less what was erased since.
    func remaining(of digests: [Int: String]) -> [Int: String] {
        var digests = digests
        for (act, digest) in left where digests[act] != nil {
            digests[act] = digest.isEmpty || digest == Erasure.unknown ? nil : digest
        }
        return digests
    }

    /// Acts of which nothing can be said until the register is opened: an erasure was repeated without its key.
    var unknown: Set<Int> { Set(left.filter { $0.value == Erasure.unknown }.keys) }
}
