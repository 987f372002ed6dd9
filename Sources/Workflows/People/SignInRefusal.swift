// SPDX-License-Identifier: Apache-2.0

/// Why somebody was not let in. Says the same for an unknown name, a wrong passphrase and a disabled account.
public enum SignInRefusal: Error, Sendable, Equatable {
    /// Name, passphrase or code do not fit together.
    case wrong
    /// Too many failures; seconds until the next try counts.
    case wait(seconds: Int)
    /// So many failures that somebody who looks after accounts must agree to another try.
    case locked
    /// The server is checking as many passphrases as it can at once; try again in a moment.
    case busy
    /// The one-time code has expired or was used.
    case codeSpent
    /// The page was open too long; begin again.
    case tooLate
    /// The new passphrase will not do, and why: the raw value of a `PasswordRules.Reason`, a key of the catalogue.
    case weak(String)
}
