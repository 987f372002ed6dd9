// SPDX-License-Identifier: Apache-2.0

import Cases

/// Why the store did not do what was asked. No case holds a value of a record.
public enum StoreError: Error, Sendable, Equatable {
    /// There is no instance in this folder.
    case noInstance
    /// There is an instance in this folder already.
    case instanceExists
    /// Another process has the folder open; its process id when known.
    case inUse(Int32?)
    /// The database refused a safety setting, named here.
    case weakSettings(String)
    /// The database server did not let us in; in its own words, which name servers and users.
    case cannotConnect(String)
    /// The database server can only be read from: a replica, or one that is being kept as it is.
    case readOnlyReplica
    /// The file was written by a newer Wayhouse, at this schema.
    case newerSchema(String)
    /// A record was changed by somebody else since it was read.
    case conflict(EntityID, current: Int)
    /// There is nothing with this id that may be seen.
    case notFound
    /// The same file has been taken in before, as this batch.
    case sameFile(EntityID)
    /// What is on disk does not open or does not agree with its audit entry.
    case damaged(String)
    /// Records of this batch have been edited since; how many.
    case editedSince(Int)
    /// The audit log cannot be written, so nothing may be shown or changed: the disk is full, or not writable.
    case unlogged
    /// The same idempotency key came with another content.
    case keyReused
    /// The leave that came with a call was for something else: a mistake of ours.
    case notPermitted
    /// An account of this name exists.
    case accountExists
    /// Without this key slot nobody could open the register.
    case lastSlot
}
