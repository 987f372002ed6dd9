// SPDX-License-Identifier: Apache-2.0

/// Why a backup was not made or not restored. Nothing was changed then. No case holds a value of a record.
public enum BackupFault: Error, Sendable, Equatable {
    /// There is no whole backup there.
    case none
    /// The file that says what belongs to the backup cannot be read, or does not agree with itself.
    case manifest
    /// This file is not what the backup's own list says: changed, cut short, or of another backup.
    case damaged(String)
    /// The keys given open none of it.
    case wrongKey
    /// A text or file that is no age key.
    case badKey
    /// Made by a newer Wayhouse, in a form or with tables that this one does not know; named here.
    case newer(String)
    /// Made in a form that is no longer read.
    case older
    /// A backup of another register than the one that it would replace.
    case foreign
    /// The keyring is not there: it was removed after its 35 days, or lost.
    case keyringGone
    /// The keyring is older than 35 days; how many days.
    case keyringExpired(Int)
    /// So many cases or agencies of the backup have no key in this keyring.
    case keyringIncomplete(Int)
    /// An increment, whose whole backup is not there.
    case baseGone
    /// There is something at the place where the register would come to lie.
    case occupied
    /// The disk is full.
    case full
    /// A file or folder cannot be read or written.
    case unreadable
    /// What was written could not be read back as it was written.
    case readBack
}
