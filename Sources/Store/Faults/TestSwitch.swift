// SPDX-License-Identifier: Apache-2.0

#if DEBUG
    import Foundation

    /// The positive controls of the fault tests: the same program with one protection taken out, which the tests must
    /// notice.
    ///
    /// A release build does not contain any of it (`#if DEBUG`; `make release` looks for the variable's name in what it
    /// made). None of them shows anything to anybody: they lose writes, no more.
    package enum TestSwitch: String, CaseIterable {
        /// Go on after the disk failed.
        case carryOn = "carry-on"
        /// Say that a write is done before it is committed.
        case acknowledgeEarly = "acknowledge-early"
        /// Commit without waiting for the disk; take a database server that does.
        case weakSync = "weak-sync"
        /// An edit of an older version goes over what came after it.
        case lastWriteWins = "last-write-wins"
        /// Go by the machine's clock alone.
        case wallClock = "wall-clock"

        static let variable = "WAYHOUSE_TEST_SWITCHES"
        private static let on = Set(
            (ProcessInfo.processInfo.environment[variable] ?? "").split(separator: ",").map(String.init))

        /// Whether the environment took this protection out when the process began.
        package var isOn: Bool { Self.on.contains(rawValue) }
    }
#endif
