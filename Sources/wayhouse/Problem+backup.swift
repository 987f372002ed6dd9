// SPDX-License-Identifier: Apache-2.0

import Store
import Vault

extension Problem {
    /// The exit code for a backup that none of the keys opens.
    static let wrongBackupKey: Int32 = 100

    init(age fault: AgeFault) {
        switch fault {
        case .noRecipient: self = .usage("Say for whom to seal the backup: --recipient age1…")
        case .badKey:
            self = .usage("This is no age key. A recipient begins with age1, a key file holds AGE-SECRET-KEY-1….")
        case .noMatch: self = Problem(backup: .wrongKey)
        case .notAge, .header, .mark, .content: self = Problem(backup: .damaged("age"))
        }
    }

    init(backup fault: BackupFault) {
        switch fault {
        case .none, .baseGone, .occupied, .foreign, .keyringGone, .keyringExpired, .keyringIncomplete, .newer, .older:
            self = .cannotOpen(Self.words(fault))
        case .manifest:
            self = .integrity(
                "The backup's list (….manifest.json) is damaged. Take another backup. Nothing was changed.")
        case .damaged(let name):
            self = .integrity(
                "The backup is damaged: \(name) is not what its list says. Take another backup. Nothing was changed.")
        case .readBack:
            self = .integrity("What was written could not be read back, so there is no backup. Use another disk.")
        case .wrongKey:
            self = Problem(
                code: Self.wrongBackupKey, message: "This key does not open the backup. Nothing was changed.")
        case .badKey: self = .usage("This is no age key file.")
        case .full: self = .refused("The disk is full. Nothing was changed. Make room and try again.")
        case .unreadable:
            self = .cannotOpen(
                "A file or folder of the backup cannot be read or written. Check its name and permissions.")
        }
    }

    /// What is the matter with a backup that is itself whole.
    private static func words(_ fault: BackupFault) -> String {
        switch fault {
        case .none: "There is no whole backup there."
        case .baseGone: "This is an increment, and the whole backup that it goes with is not in its folder."
        case .occupied:
            "There is something in the place to restore to. Choose another, or, for a folder, say --replace."
        case .foreign: "The backup is of another register. Name one file of the backup that you mean."
        case .keyringGone:
            "The keyring of this backup is gone: it is kept for 35 days. Without it nothing in the backup opens."
        case .keyringExpired(let days):
            "The keyring of this backup is \(days) days old; 35 are allowed, because people erased since may come back "
                + "with it. When there is no other backup: --accept-old-keyring"
        case .keyringIncomplete(let count): "The keyring lacks the keys of \(count) cases or offices of this backup."
        case .newer: "This backup was made by a newer Wayhouse. Use that version, or a newer one."
        default: "This backup was made in a form that is no longer read."
        }
    }
}
