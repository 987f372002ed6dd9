// SPDX-License-Identifier: Apache-2.0

import Store

/// What a register's computer looks like, as far as it matters: what `examine` judges.
public struct DoctorFacts: Sendable {
    /// A file of the register's folder.
    public struct File: Sendable {
        public var name: String
        /// Permission bits.
        public var mode: Int
        public var owner: Int
        public var bytes: Int64

        public init(name: String, mode: Int = 0o600, owner: Int = 1000, bytes: Int64 = 0) {
            (self.name, self.mode, self.owner, self.bytes) = (name, mode, owner, bytes)
        }
    }

    /// The folder, and the disk below it. All empty for a database server.
    public struct Folder: Sendable {
        public var path = ""
        /// Nil when there is no folder, or it cannot be looked into.
        public var mode: Int?
        public var owner = 0
        public var files: [File] = []
        /// Such as `ext4`, `nfs`, `tmpfs`.
        public var fileSystem = "ext4"
        public var isReadOnly = false
        public var bytesFree: Int64 = .max
        public var bytesTotal: Int64 = .max
        public var filesFree: Int64 = .max

        public init() {}
    }

    /// The computer, whoever uses it.
    public struct Machine: Sendable {
        /// Where memory is written to when it runs short, and whether that is encrypted (or memory itself).
        public var swaps: [(name: String, isProtected: Bool)] = []
        /// Whether a program that crashes leaves its memory on disk.
        public var leavesCores = false
        /// Milliseconds since 1970.
        public var now: Int64 = 0
        /// Whether something keeps the clock; nil when that cannot be told.
        public var isClockKept: Bool?
        public var openFilesMax: Int64 = .max
        public var threadsMax: Int64 = .max

        public init() {}
    }

    /// The program itself, and the server of this register when one runs.
    public struct Program: Sendable {
        public var runsAsRoot = false
        public var path = ""
        /// SHA-256 of the program, in hexadecimal, and what it should be by the `.sha256` file beside it.
        public var digest = ""
        public var expected: String?
        /// The running server's words, without the program's name; nil when none runs.
        public var server: [String]?
        public var serverProcess: Int32?
        public var serverRunsAsRoot = false
        /// The server is of a program that was replaced on disk since.
        public var isServerOutdated = false
        /// The server's directory of services was changed and has a fault: it goes by the one before.
        public var hasOldServices = false

        public init() {}
    }

    public var folder = Folder()
    public var machine = Machine()
    public var program = Program()
    /// Nil when there is no register, or it cannot be read; then `trouble` says why.
    public var register: RegisterGlance?
    public var trouble: String?
    /// The database server's address, without password; nil for a folder.
    public var server: String?

    public init() {}
}
