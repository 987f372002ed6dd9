// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

extension CaseStore {
    /// Makes sure that what other servers on the same database changed is known here, such as leave that was taken from
    /// somebody: nothing older than half a second is decided upon. To be called before a request is answered; costs
    /// nothing on SQLite, and mostly nothing on PostgreSQL.
    ///
    /// - Throws: `SQLError` (`lost`) when the database cannot be asked.
    public func keepUp() async throws {
        guard let feed, !feed.isFresh else { return }
        try await lookForChanges()
    }

    /// Asks whether anything was changed, and reads it.
    private func lookForChanges() async throws {
        guard let feed else { return }
        let moment = ContinuousClock.now
        let applied = feed.applied
        if try await feed.database.read({ try ServerFeed.latest($0) }) == applied { return feed.confirm(moment) }
        try await feed.database.readBetweenWrites { connection in
            let moment = ContinuousClock.now
            try self.catchUp(connection)
            feed.confirm(moment)
        }
    }

    /// Begins to follow the other servers; to be called before anything is read into memory.
    func beginFollowing() async throws {
        guard let feed else { return }
        feed.advance(to: try await feed.database.read { try ServerFeed.latest($0) })
    }

    /// Hears from other servers from now on.
    func follow() {
        guard let feed else { return }
        feed.database.beforeEachWrite { [weak self] connection in try self?.catchUp(connection) }
        feed.database.listen { [weak self] in
            guard let feed = self?.feed, feed.beginLook() else { return }
            Task { [weak self] in
                repeat { try? await self?.lookForChanges() } while self?.feed?.endLook() ?? false
            }
        }
    }

    /// Tells the other servers, with the transaction at hand, what it changes.
    func tell(_ items: [FeedItem], _ connection: any SQLConnection) throws {
        guard let feed, !items.isEmpty else { return }
        let last = try ServerFeed.latest(connection)
        let places = (1...3).map { connection.dialect.placeholder($0) }.joined(separator: ", ")
        try connection.executeMany(
            "INSERT INTO change (seq, kind, id) VALUES (\(places))", shared: [],
            items.enumerated().map { position, item in
                let row = item.row
                return [.int(Int64(last + position + 1)), .int(Int64(row.kind)), .blob(row.id)]
            })
        let newest = last + items.count
        if newest / 1_000 > last / 1_000 {
            try connection.execute("DELETE FROM change WHERE seq < \(newest - ServerFeed.kept)")
        }
        try feed.database.announce(connection)
        connection.afterCommit { feed.advance(to: newest) }
    }

    /// Reads what other servers changed. Between two writes of this server, or at the beginning of one.
    private func catchUp(_ connection: any SQLConnection) throws {
        guard let feed else { return }
        let applied = feed.applied
        let rows = try connection.query(
            "SELECT seq, kind, id FROM change WHERE seq >= \(applied) ORDER BY seq LIMIT \(ServerFeed.kept + 2)"
        ).compactMap { row -> (seq: Int, item: FeedItem)? in
            guard let seq = row.int(0), let kind = row.int(1), let id = row.bytes(2) else { return nil }
            return (seq, FeedItem(kind: kind, id: id))
        }
        // The last one that is known must still be there: then none after it was dropped.
        guard applied == 0 ? (rows.first?.seq ?? 1) == 1 : rows.first?.seq == applied, rows.count <= ServerFeed.kept
        else {
            let latest = try ServerFeed.latest(connection)
            try reread(.everything, connection)
            return feed.advance(to: latest)
        }
        let new = rows.filter { $0.seq > applied }
        guard let last = new.last else { return }
        let items = Set(new.map(\.item))
        if items.contains(.everything) {
            try reread(.everything, connection)
        } else {
            // Keys first: what follows may be sealed under new ones.
            for item in items where item.isAgency { try reread(item, connection) }
            for item in items where !item.isAgency { try reread(item, connection) }
        }
        feed.advance(to: last.seq)
    }

    private func reread(_ item: FeedItem, _ connection: any SQLConnection) throws {
        switch item {
        case .scope(let id): take(try updates(ofScope: id, connection))
        case .batch(let id): try index(batch: id, connection)
        case .account(let id): try loadAccount(id, connection)
        case .mark(let name): try loadMark(name, connection)
        case .agency: try rereadAgencies(connection)
        case .agreement(let id): take(try tier(ofAgreement: id, connection).map { .tier($0) })
        case .custodians(let id): take(try tier(ofCustodians: id, connection).map { .tier($0) })
        case .alertSettings: try trail.watch?.reread(connection)
        case .erased(let id):
            take([.erased([id])])
            NameFold.forget()
        case .everything:
            try rereadAgencies(connection)
            try rebuildIndex(connection)
            try loadPeople(connection)
            try trail.watch?.reread(connection)
        }
    }

    private func take(_ updates: [IndexUpdate]) {
        index.withLock { index in for update in updates { index.take(update) } }
    }

    private func rereadAgencies(_ connection: any SQLConnection) throws {
        try keys.load(connection)
        take(
            try agencies(connection).map { .tier(.agency($0.id, name: $0.name, isSuspended: $0.settings.isSuspended)) })
    }

    /// How the index comes to what the database has of one scope now.
    private func updates(ofScope id: EntityID, _ connection: any SQLConnection) throws -> [IndexUpdate] {
        let isThere = try !connection.query("SELECT 1 FROM scope WHERE id = \(id.bytes)").isEmpty
        guard isThere else { return [.erased([id])] }
        let rows = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(id.bytes) AND r.live = 1 ORDER BY r.seq
            """
        ).map(Self.sealedRow)
        let known = index.withLock { $0.records(in: id) }
        var updates: [IndexUpdate] = []
        if let known {
            let gone = known.ids.subtracting(rows.map(\.id)).sorted()
            updates += gone.map { .record(IndexEntry(gone: $0, scope: id, agency: known.agency, day: clock.today)) }
        }
        updates += try openedEntries(rows[...]).map { .record($0) }
        guard let agency = rows.first?.head.agency else { return updates }
        let assigned = Set(
            try connection.query("SELECT account FROM assignment WHERE scope = \(id.bytes)")
                .compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } })
        let before = index.withLock { $0.agencies[agency]?.assigned[id] ?? [] }
        for (accounts, isAssigned) in [(assigned.subtracting(before), true), (before.subtracting(assigned), false)] {
            updates += accounts.map { .assignment(id, agency: agency, account: $0, isAssigned: isAssigned) }
        }
        return updates + (try tier(ofScope: id, connection)).map { .tier($0) }
    }
}

extension IndexEntry {
    /// A record that is no more.
    fileprivate init(gone id: EntityID, scope: EntityID, agency: EntityID, day: PartialDate) {
        self.init(
            id: id, scope: scope, day: day, item: nil, head: ScopeHead(agency: agency, author: nil, override: nil))
    }
}
