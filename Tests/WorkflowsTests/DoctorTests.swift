// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing

@testable import Workflows

/// What the doctor says of each thing that can be wrong, held against words that somebody read and agreed to.
struct DoctorTests {
    /// A register and a computer with nothing to complain of.
    private static let well: DoctorFacts = {
        var facts = DoctorFacts()
        facts.folder.path = "/srv/register"
        (facts.folder.mode, facts.folder.owner) = (0o700, 1000)
        facts.folder.files = ["lock", "register.sqlite", "register.sqlite-shm", "register.sqlite-wal"].map {
            .init(name: $0)
        }
        (facts.folder.bytesFree, facts.folder.bytesTotal) = (40 << 30, 100 << 30)
        facts.machine.now = 1_800_000_000_000
        facts.machine.swaps = [("/dev/zram0", true)]
        facts.program.path = "/usr/bin/wayhouse"
        (facts.program.digest, facts.program.expected) = ("a1", "a1")
        facts.program.server = ["serve", "/srv/register", "--behind-tls"]
        var register = RegisterGlance()
        register.steps = ["0001-register", "0008-backup"]
        (register.slots, register.journal) = (["passphrase", "custodians"], "wal")
        register.latestEntry = facts.machine.now - 60_000
        register.backups = ["full": facts.machine.now - 86_400_000, "drill": facts.machine.now - 20 * 86_400_000]
        facts.register = register
        return facts
    }()

    private static let faults: [(name: String, change: @Sendable (inout DoctorFacts) -> Void)] = [
        (
            "nothing there",
            {
                ($0.folder.mode, $0.register) = (nil, nil); $0.trouble = "There is no register in this folder."
            }
        ),
        ("folder open to others", { $0.folder.mode = 0o755 }),
        ("database readable", { $0.folder.files[1].mode = 0o644 }),
        ("file of another user", { $0.folder.files[1].owner = 0 }),
        ("key beside the data", { $0.folder.files.append(.init(name: "key")) }),
        ("log has grown", { $0.folder.files[3].bytes = 200 << 20 }),
        ("network disk", { $0.folder.fileSystem = "nfs4" }),
        ("memory disk", { $0.folder.fileSystem = "tmpfs" }),
        ("disk read-only", { $0.folder.isReadOnly = true }),
        ("disk nearly full", { $0.folder.bytesFree = 100 << 20 }),
        ("disk filling", { $0.folder.bytesFree = 1 << 30 }),
        ("no more files", { $0.folder.filesFree = 12 }),
        ("swap", { $0.machine.swaps = [("/dev/sda2", false)] }),
        ("core dumps", { $0.machine.leavesCores = true }),
        ("clock in 1970", { $0.machine.now = 4_000_000 }),
        ("clock behind", { $0.register?.latestEntry = 1_810_000_000_000 }),
        (
            "clock ahead",
            {
                $0.machine.now += 4 * 31_557_600_000;
                $0.register?.backups = ["full": $0.machine.now, "drill": $0.machine.now]
            }
        ),
        ("clock not kept", { $0.machine.isClockKept = false }),
        ("few files open", { $0.machine.openFilesMax = 256 }),
        ("few threads", { $0.machine.threadsMax = 10 }),
        ("as root", { $0.program.runsAsRoot = true }),
        ("server as root", { $0.program.serverRunsAsRoot = true }),
        ("another program", { $0.program.digest = "b2" }),
        ("program replaced", { $0.program.isServerOutdated = true }),
        ("services changed with a fault", { $0.program.hasOldServices = true }),
        ("open to the network", { $0.program.server = ["serve", "/srv/register", "--host", "0.0.0.0"] }),
        ("around the proxy", { $0.program.server = ["serve", "/srv/register", "--host=192.168.1.4", "--behind-tls"] }),
        ("newer tables", { $0.register?.unknown = ["0042-moon"] }),
        ("older tables", { $0.register?.missing = ["0006-files"] }),
        ("opens by itself", { $0.register?.slots = ["passphrase", "automatic"] }),
        ("one key", { $0.register?.slots = ["keyFile"] }),
        ("other journal", { $0.register?.journal = "delete" }),
        ("never a backup", { $0.register?.backups = [:] }),
        ("old backup", { $0.register?.backups["full"] = 1_800_000_000_000 - 9 * 86_400_000 }),
        ("backup never tried", { $0.register?.backups["drill"] = nil }),
        ("backup tried long ago", { $0.register?.backups["drill"] = 1_800_000_000_000 - 200 * 86_400_000 }),
        ("server without fsync", { engine("fsync", "off", &$0) }),
        ("server with torn pages", { engine("full_page_writes", "off", &$0) }),
        ("server confirms early", { engine("synchronous_commit", "local", &$0) }),
        ("server without checksums", { engine("data_checksums", "off", &$0) }),
    ]

    private static func engine(_ name: String, _ value: String, _ facts: inout DoctorFacts) {
        facts.server = "postgresql://db/wayhouse"
        facts.register?.journal = ""
        facts.register?.engine = ["fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"]
        facts.register?.engine[name] = value
    }

    @Test func `a register that is well gets no words`() {
        #expect(examine(Self.well).isEmpty)
    }

    @Test func `each fault alone is said in words that were agreed to`() throws {
        let said = Self.faults.map { fault -> String in
            var facts = Self.well
            fault.change(&facts)
            let lines = examine(facts).map {
                "  \($0.level.rawValue) \($0.code) | \($0.place) | \($0.what) | \($0.remedy)"
            }
            return ([fault.name] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Support/doctor.txt")
        if ProcessInfo.processInfo.environment["WAYHOUSE_WRITE_GOLDEN"] != nil {
            try Data((said + "\n").utf8).write(to: golden)
        }
        let agreed = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
        let (mine, theirs) = (said.split(separator: "\n"), agreed.split(separator: "\n"))
        for (line, wanted) in zip(mine, theirs) { #expect(line == wanted) }
        #expect(mine.count == theirs.count)
        #expect(Self.faults.count >= 25)
    }

    @Test func `each fault alone is found, and nothing else with it`() {
        for fault in Self.faults {
            var facts = Self.well
            fault.change(&facts)
            #expect(examine(facts).count == 1, "\(fault.name)")
        }
    }

    @Test func `what is wrong comes before what is only a warning`() {
        var facts = Self.well
        for fault in Self.faults where fault.name != "nothing there" { fault.change(&facts) }
        let levels = examine(facts).map(\.level)
        #expect(levels == levels.sorted(by: >))
        #expect(Set(levels) == [.wrong, .warning])
    }

    @Test func `a path is judged by the disk that it lies on`() {
        let mounts = """
            /dev/sda1 / ext4 rw 0 0
            tmpfs /run tmpfs rw 0 0
            db:/vol /srv/re\\040gister nfs4 rw 0 0
            """
        #expect(MountTable.fileSystem(of: "/srv/re gister/data", in: mounts) == "nfs4")
        #expect(MountTable.fileSystem(of: "/srv/registers", in: mounts) == "ext4")
        #expect(MountTable.fileSystem(of: "/run", in: mounts) == "tmpfs")
    }
}
