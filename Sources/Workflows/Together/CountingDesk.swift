// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Store
import Synchronization

/// What a key server or a counting unit answers over HTTP. It has no register behind it and knows no name.
public protocol CountingDesk: Sendable {
    /// Longest body that is taken, in bytes.
    var bodyMax: Int { get }
    /// Answers one request. Never throws: what is refused is an answer too.
    func answer(_ method: String, _ path: String, _ body: [UInt8]) async -> DeskAnswer
}

/// One answer, as HTTP has it.
public struct DeskAnswer: Sendable, Equatable {
    public let status: Int
    public let body: [UInt8]
    /// What is wrong, in words; nil for an answer that has a body.
    public let problem: String?

    static func done(_ body: [UInt8] = []) -> DeskAnswer { DeskAnswer(status: 200, body: body, problem: nil) }
    static func refused(_ status: Int, _ problem: String) -> DeskAnswer {
        DeskAnswer(status: status, body: [], problem: problem)
    }
    static let nowhere = refused(404, "There is nothing at this address.")
    static let malformed = refused(400, "The request is not what this address takes.")

    /// Any error as an answer; of errors of this computer no more than that there was one.
    init(_ error: any Error) {
        guard let fault = error as? UniqueFault else {
            self = .refused(500, "Something went wrong here. Nothing was answered.")
            return
        }
        let status =
            switch fault {
            case .notAParty, .wrongSecret: 403
            case .servedBefore, .sameAgency, .waiting: 409
            case .roundEnded, .expired: 410
            case .tooOften: 429
            default: 422
            }
        self = .refused(status, fault.message)
    }

    private init(status: Int, body: [UInt8], problem: String?) {
        (self.status, self.body, self.problem) = (status, body, problem)
    }
}

/// How often somebody may ask: some at once, and one more each so many seconds. In memory: what must hold over a
/// restart is counted in the folder.
struct Pace: Sendable {
    private let most: Int
    private let refill: Int64
    private var taken: [String: [Int64]] = [:]

    /// - Parameters:
    ///   - most: Requests of one name within `seconds`.
    init(most: Int, seconds: Int64) {
        self.most = most
        refill = seconds * 1000
    }

    /// - Parameter now: Milliseconds.
    mutating func admits(_ name: String, at now: Int64) -> Bool {
        let recent = taken[name, default: []].filter { now - $0 < refill && $0 <= now }
        guard recent.count < most else { return false }
        taken[name] = recent + [now]
        return true
    }
}

extension Clock {
    /// The UTC day as agreements write it.
    var isoDay: String { "\(today)" }
    /// The UTC second as journals write it.
    var isoSecond: String {
        Date(timeIntervalSince1970: Double(now() / 1000)).formatted(.iso8601)
    }
}
