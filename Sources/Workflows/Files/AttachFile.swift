// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Store

/// Takes a file into a case as its bytes come: the original as it is, and of a picture a copy without what the camera
/// wrote into it. A few megabytes are in memory. Whether the actor may is asked again twice a second while it lasts.
///
/// - Parameters:
///   - next: The next bytes; nil at the end. What it throws ends the upload, and nothing of it stays.
///   - mayGoOn: Asked as often as the policy; what it throws ends the upload, too.
/// - Throws: `Refusal`; `AttachmentObstacle`; `StoreError.notFound`.
public func attachFile(
    _ head: AttachmentHead, to id: EntityID, from next: @Sendable () async throws -> [UInt8]?,
    mayGoOn: @Sendable () async throws -> Void = {}, by access: Access, in store: CaseStore
) async throws -> CaseAttachment {
    guard let name = FileName.clean(head.name) else { throw AttachmentObstacle.badName }
    let permit = try await access.permit(.fileAdd, case: id, in: store)
    let intake: FileIntake
    do {
        intake = try await store.beginFile(AttachmentHead(name: name, kind: head.kind), ofCase: id, permit: permit)
    } catch let refusal as Refusal {
        try await store.note(refusal, to: access.actor, .caseFile(id), for: access.purpose)
        throw refusal
    }
    do {
        var watch = LeaveWatch(store.clock.tick())
        var cleaning = CopyInTheMaking()
        while let bytes = try await next() {
            if watch.isDue(store.clock.tick()) {
                try await mayGoOn()
                _ = try await access.permit(.fileAdd, case: id, in: store)
            }
            try await intake.take(bytes)
            try await cleaning.take(bytes, into: intake)
        }
        try await mayGoOn()
        let (content, withoutCopy) = try await cleaning.finish(into: intake)
        return try await intake.finish(content, withoutCopy: withoutCopy)
    } catch {
        await intake.abandon()
        throw error
    }
}

/// Says twice a second that it is time to ask again whether somebody may.
public struct LeaveWatch: Sendable {
    private var last: Int64
    private static let every: Int64 = 500

    /// - Parameter tick: `Clock.tick` now.
    public init(_ tick: Int64) { last = tick }

    public mutating func isDue(_ tick: Int64) -> Bool {
        guard tick - last >= Self.every else { return false }
        last = tick
        return true
    }
}

/// Makes the clean copy beside the original, as long as that goes well.
private struct CopyInTheMaking {
    private var first: [UInt8]? = []
    private var content = PictureCleaner.Content.other
    private var cleaner: PictureCleaner?
    private var fault: PictureCleaner.Fault?

    mutating func take(_ bytes: [UInt8], into intake: FileIntake) async throws {
        guard let waiting = first else { return try await clean(bytes, into: intake) }
        // What a file is, is told by its first bytes, which may come one by one.
        let all = waiting + bytes
        guard all.count >= 8 else { return first = all }
        try await begin(all, into: intake)
    }

    private mutating func begin(_ bytes: [UInt8], into intake: FileIntake) async throws {
        first = nil
        content = PictureCleaner.content(of: bytes)
        cleaner = PictureCleaner(content)
        try await clean(bytes, into: intake)
    }

    private mutating func clean(_ bytes: [UInt8], into intake: FileIntake) async throws {
        guard fault == nil, cleaner != nil else { return }
        let copy: [UInt8]
        do { copy = try cleaner!.take(bytes) } catch {
            fault = error
            return try await intake.dropCopy()
        }
        if !copy.isEmpty { try await intake.take(copy, .copy) }
    }

    mutating func finish(into intake: FileIntake) async throws -> (
        CaseAttachment.Content, withoutCopy: CaseAttachment.NoCopy?
    ) {
        if let waiting = first { try await begin(waiting, into: intake) }
        if fault == nil, let cleaner {
            do { try cleaner.finish() } catch {
                fault = error
                try await intake.dropCopy()
            }
        }
        let kind: CaseAttachment.Content =
            switch content {
            case .jpeg: .jpeg
            case .png: .png
            case .pdf: .pdf
            case .other: .other
            }
        switch fault {
        case .damaged: return (kind, .damaged)
        case .tooLarge: return (kind, .tooLarge)
        case nil: return (kind, cleaner == nil ? .notAPicture : nil)
        }
    }
}
