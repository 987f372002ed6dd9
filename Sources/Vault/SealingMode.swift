// SPDX-License-Identifier: Apache-2.0

#if DEBUG
    /// The positive control of the canary test: the same program with sealing taken out must be caught.
    ///
    /// Three things keep it out of production: release builds do not contain it at all (`#if DEBUG`, so a release
    /// binary has no such code path); only this package can name it (`package`); and it is a task-local value of the
    /// Swift program, which no file, argument or environment variable sets.
    ///
    /// `try await SealingControl.$isOff.withValue(true) { create, open and use a store }`: every root key generated or
    /// opened inside hands the mode on to all keys below it, for good and on every thread.
    package enum SealingControl {
        @TaskLocal package static var isOff = false
    }
#endif

/// Whether envelopes are sealed. In a release build there is one answer.
struct SealingMode: Sendable, CustomReflectable {
    #if DEBUG
        let isClear: Bool
        static var current: SealingMode { SealingMode(isClear: SealingControl.isOff) }
    #else
        var isClear: Bool { false }
        static var current: SealingMode { SealingMode() }
    #endif

    var customMirror: Mirror { Mirror(self, children: [:]) }
}
