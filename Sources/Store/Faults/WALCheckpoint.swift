// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Writes the log back into the file now and then, as SQLite does by itself, but hears when that fails.
///
/// SQLite's own automatic checkpoint drops the error. A failed fsync of the file would then be followed by one that
/// "succeeds", the log would be used anew, and rows that were acknowledged long ago would be gone.
enum WALCheckpoint {
    /// Pages of log after which it is written back; SQLite's own default.
    static let pagesMax: Int32 = 1000

    /// Takes the place of SQLite's automatic checkpoint on a connection. The watch must outlive it.
    static func install(on connection: Database, telling watch: DiskWatch) {
        sqlite3_wal_hook(
            connection.sqliteConnection,
            { watch, connection, schema, pages in
                guard pages >= WALCheckpoint.pagesMax, let watch else { return SQLITE_OK }
                let code = sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                if code != SQLITE_OK {
                    let error = DatabaseError(resultCode: ResultCode(rawValue: code))
                    Unmanaged<DiskWatch>.fromOpaque(watch).takeUnretainedValue().see(error.sqlError)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(watch).toOpaque())
    }
}
