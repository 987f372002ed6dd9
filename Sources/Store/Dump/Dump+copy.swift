// SPDX-License-Identifier: Apache-2.0

extension Dump {
    /// Copies everything from one database into another that has no rows, whatever their engines: one read transaction
    /// there, one write transaction here. All of it is there afterwards, or nothing. Holds about 5 MiB.
    ///
    /// - Returns: how many rows, by table.
    /// - Throws: `StoreError.newerSchema`, `.instanceExists` (the target has rows), `.noInstance` (the source has no
    ///   tables); `SQLError`.
    @discardableResult
    public static func copy(from source: any SQLDatabase, to target: any SQLDatabase) async throws -> [String: Int] {
        let steps = try await source.read { try Self.steps($0) }
        guard !steps.isEmpty else { throw StoreError.noInstance }
        let pipe = BatchPipe()
        async let reading: Void = send(source, into: pipe)
        let counts = await Result {
            try await target.writeOnce { connection in
                do { return try receive(pipe, steps, connection) } catch {
                    pipe.fail(error)
                    throw error
                }
            }
        }
        if case .failure(let error) = counts { pipe.fail(error) }
        do { try await reading } catch {
            _ = try counts.get()
            throw error
        }
        try await target.write { try Migrations.run(on: $0) }
        return try counts.get()
    }

    private static func send(_ source: any SQLDatabase, into pipe: BatchPipe) async throws {
        do { try await source.read { connection in try read(connection) { try pipe.put($0) } } } catch {
            pipe.fail(error)
            throw error
        }
        pipe.finish()
    }

    private static func receive(
        _ pipe: BatchPipe, _ steps: [String], _ connection: any SQLConnection
    ) throws -> [String: Int] {
        var loader = try DumpLoader(connection, steps: steps)
        while let batch = try pipe.take() { try loader.add(batch) }
        try loader.finish()
        return loader.counts
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
